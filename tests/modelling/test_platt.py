"""A slope stays at 1 unless the rows are sure of another, and then it follows them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from lakehouse.modelling.bootstrap import week_blocks
from lakehouse.modelling.calibration import fit_calibrator
from lakehouse.modelling.platt import drawn_in, platt_line
from lakehouse.modelling.scorecard import of_probabilities
from lakehouse.modelling.ties import Array


def drawn(rows: int, slope: float, seed: int = 1) -> tuple[Array, Array, Array]:
    """Log-odds whose right slope is ``slope``, outcomes, blocks of 25 rows."""
    rng = np.random.default_rng(seed)
    score = rng.normal(-1.5, 0.8, rows)
    chance = expit(-1.5 + slope * (score + 1.5))
    return score, (rng.random(rows) < chance).astype(float), np.arange(rows) // 25


def test_within_one_standard_error_a_slope_is_the_believed_one() -> None:
    found = drawn_in([0.4, 0.95, 1.0, 1.05, 1.2, 3.0], 1.0, 0.1**2)
    assert found[1:4].tolist() == [1, 1, 1]
    assert found[4] == pytest.approx(1 + 0.2 * 0.75) and found[5] == pytest.approx(2.995)
    assert found[0] == pytest.approx(1 - 0.6 * (1 - 1 / 36))


@pytest.mark.parametrize(
    ("slope", "low", "high"), [(1.0, 0.95, 1.05), (0.5, 0.45, 0.6), (2, 1.8, 2.2)]
)
def test_many_rows_are_believed(slope: float, low: float, high: float) -> None:
    line = platt_line(*drawn(20_000, slope), log_odds=True)
    assert low < line.slope / line.spread < high


def test_few_rows_leave_log_odds_as_they_are_and_update_their_level() -> None:
    score, outcome, blocks = drawn(150, 1.0, seed=2)
    line = platt_line(score, outcome, blocks, log_odds=True)
    free = platt_line(score, outcome, blocks)
    assert line.slope / line.spread == pytest.approx(1, abs=1e-3) != free.slope / free.spread
    told = expit(line.intercept + line.slope * (score - line.centre) / line.spread)
    assert told.mean() == pytest.approx(outcome.mean(), abs=0.01)


def test_log_odds_that_rank_the_wrong_way_give_the_base_rate() -> None:
    score, outcome, blocks = drawn(5000, 1.0)
    line = platt_line(-score, outcome, blocks, log_odds=True)
    assert line.slope == 0 and expit(line.intercept) == pytest.approx(outcome.mean(), abs=1e-3)
    assert (line.lines(np.ones((3, 200), dtype=int))[:, 1] == 0).all()


def test_drawing_every_block_once_is_the_line_itself() -> None:
    for log_odds in (False, True):
        line = platt_line(*drawn(3000, 1.6), log_odds=log_odds)
        once = line.lines(np.ones((1, 120), dtype=int))
        np.testing.assert_allclose(once, [[line.intercept, line.slope]], atol=1e-12)


def test_the_redrawn_lines_spread_as_lines_of_new_rows_do() -> None:
    rng = np.random.default_rng(5)
    lines = [platt_line(*drawn(2000, 1.5, seed), log_odds=True) for seed in range(60)]
    slopes = np.std([line.slope / line.spread for line in lines])
    times = rng.multinomial(80, np.full(80, 1 / 80), size=300)
    told = np.mean([(line.lines(times)[:, 1] / line.spread).std() for line in lines])
    assert told == pytest.approx(slopes, rel=0.3)


def out_of_time(slope: float, seed: int) -> pd.DataFrame:
    """Seven windows of 300 log-odds; a calibrator made of those before gives each its chances."""
    rng, parts = np.random.default_rng(seed), []
    for n in range(7):
        start = pd.Timestamp("2013-01-07") + pd.Timedelta(weeks=8 * n)
        score, outcome, _ = drawn(300, slope, seed=1000 * seed + n)
        day = start + pd.to_timedelta(rng.integers(0, 56, 300), unit="D")
        part = {"window": start, "happened_on": day, "score": score, "outcome": outcome.astype(int)}
        parts.append(pd.DataFrame(part))
    rows = pd.concat(parts, ignore_index=True)
    names = ["probability", "probability_low", "probability_high"]
    rows[names] = np.nan
    for start in sorted(rows["window"].unique())[3:]:
        known, here = rows[rows["window"] < start], rows["window"] == start
        calibrator = fit_calibrator(
            *(known["score"], known["outcome"], known["window"]),
            week_blocks(known["happened_on"]),
            log_odds=True,
        )
        told = calibrator.interval(rows.loc[here, "score"])
        rows.loc[here, names] = np.column_stack(told)
    return rows


@pytest.mark.whole
@pytest.mark.parametrize("slope", [1.0, 1.5])
def test_sound_chances_are_seldom_called_wrong_whatever_the_slope_was(slope: float) -> None:
    wrong = 0
    for seed in range(40):
        told = of_probabilities(out_of_time(slope, seed), draws=100, seed=seed, log_odds=True)
        _, low, high = told["calibration_slope"]
        wrong += not low <= 1 <= high
    assert wrong <= 6
