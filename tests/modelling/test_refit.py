"""The spread of a calibration slope counts the rows it was judged on and those it was made from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from lakehouse.modelling.bootstrap import week_blocks
from lakehouse.modelling.calibration import fit_calibrator
from lakehouse.modelling.logistic_line import fit_line, log_odds
from lakehouse.modelling.refit import refit_spread


def played(first: int, second: int, seed: int = 1) -> pd.DataFrame:
    """Two windows; the second has the probabilities that the first's calibrator gives it."""
    rng = np.random.default_rng(seed)
    start = pd.to_datetime(["2013-01-07"] * first + ["2013-03-04"] * second)
    score = rng.normal(size=first + second)
    rows = pd.DataFrame({"window": start, "score": score, "probability": np.nan})
    rows["happened_on"] = start + pd.to_timedelta(rng.integers(0, 56, len(rows)), unit="D")
    rows["outcome"] = (rng.random(len(rows)) < expit(-1 + score)).astype(int)
    known = rows[:first]
    calibrator = fit_calibrator(
        known["score"], known["outcome"], known["window"], week_blocks(known["happened_on"])
    )
    rows.loc[first:, "probability"] = calibrator.probability(score[first:])
    return rows


def certain(rows: pd.DataFrame) -> float:
    """The slope's standard error as if the probabilities had come from nowhere."""
    judged = rows[rows["probability"].notna()]
    weeks = week_blocks(judged["happened_on"])
    line = fit_line(log_odds(judged["probability"]), judged["outcome"].to_numpy(float), weeks)
    assert line is not None
    return float(np.sqrt(line.covariance[1, 1]))


def test_a_calibrator_made_from_few_rows_widens_the_spread() -> None:
    few, many = played(400, 3000), played(30_000, 3000)
    assert refit_spread(few, 300, seed=1)[1] > 1.5 * certain(few)
    assert refit_spread(many, 300, seed=1)[1] == pytest.approx(certain(many), rel=0.35)


def test_probabilities_from_elsewhere_are_taken_as_they_are() -> None:
    alone = played(400, 3000)[400:]
    assert refit_spread(alone, 400, seed=2)[1] == pytest.approx(certain(alone), rel=0.2)


@pytest.mark.whole
def test_the_spread_is_that_of_the_slope_over_many_trials() -> None:
    slopes, spreads = [], []
    for seed in range(40):
        rows = played(600, 1200, seed)
        judged = rows[rows["probability"].notna()]
        line = fit_line(log_odds(judged["probability"]), judged["outcome"].to_numpy(float))
        assert line is not None
        slopes.append(line.slope)
        spreads.append(refit_spread(rows, 100, seed)[1])
    assert np.mean(spreads) == pytest.approx(np.std(slopes), rel=0.35)


def test_the_seed_decides_and_one_probability_for_all_has_no_spread() -> None:
    rows = played(300, 600)
    assert refit_spread(rows, 50, seed=3) == refit_spread(rows, 50, seed=3)
    assert refit_spread(rows, 50, seed=3) != refit_spread(rows, 50, seed=4)
    flat = rows.assign(probability=rows["probability"].where(rows["probability"].isna(), 0.3))
    assert np.isnan(refit_spread(flat, 50, seed=3)).all()
