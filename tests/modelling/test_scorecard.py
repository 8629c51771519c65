"""Measures of windows add up, and those of draws are those of rows laid out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.bootstrap import block_weights, week_blocks
from lakehouse.modelling.measures import auc, average_precision, brier, capture_at, precision_at
from lakehouse.modelling.scorecard import of_probabilities, per_window, pooled
from lakehouse.modelling.tally import check_tops, tally, top_name
from lakehouse.modelling.visit_order import days_earlier, share_found_first_half

TOPS = (0.1, 20)


def played(rows: int = 240, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    window = np.arange(rows) // (rows // 2)
    start = pd.to_datetime(["2013-01-01", "2013-03-01"])[window]
    chance = rng.random(rows)
    return pd.DataFrame(
        {
            "candidate": "one",
            "window": start,
            "happened_on": start + pd.to_timedelta(rng.integers(0, 59, rows), unit="D"),
            "outcome": (rng.random(rows) < chance).astype(int),
            "score": np.round(10 * chance),
            "probability": chance,
            "probability_low": np.clip(chance - 0.3, 0, 1),
            "probability_high": np.clip(chance + 0.3, 0, 1),
        }
    )


def test_each_window_is_measured_by_itself() -> None:
    rows = played()
    table = per_window(rows, TOPS)
    assert list(table.columns) == ["candidate", "window", "measure", "value"]
    found = table.set_index(["window", "measure"])["value"]
    for window, part in rows.groupby("window"):
        score, y = part["score"], part["outcome"]
        expected = {
            "auc": auc(score, y),
            "average_precision": average_precision(score, y),
            "precision_first_10_percent": precision_at(score, y, 12).expected,
            "capture_first_20": capture_at(score, y, 20).expected,
            "share_found_first_half": share_found_first_half(score, y),
            "days_earlier": days_earlier(score, part["happened_on"], y),
            "brier": brier(part["probability"], y),
            "rows": 120,
            "base_rate": y.mean(),
        }
        assert {name: found[window, name] for name in expected} == pytest.approx(expected)


def test_draws_measure_what_the_rows_laid_out_would() -> None:
    rows = played()[:120]
    weights = block_weights(week_blocks(rows["happened_on"]), 20, seed=3)
    drawn = tally(rows, TOPS, weights)
    for draw, times in enumerate(weights):
        laid = rows.iloc[np.repeat(np.arange(len(rows)), times)]
        alone = tally(laid, TOPS)
        for name in set(drawn) - {"days_earlier"}:
            assert drawn[name][0][draw] == pytest.approx(alone[name][0][0]), name
            assert drawn[name][1][draw] == pytest.approx(alone[name][1][0]), name


def test_pooled_measures_weigh_windows_and_compare_only_within_them() -> None:
    rows = played()
    shifted = rows.assign(score=rows["score"] + 100 * (rows["window"] == rows["window"].max()))
    first, second = (pooled(r, TOPS, 30, seed=1) for r in (rows, shifted))
    assert first["auc"].value == pytest.approx(second["auc"].value)
    assert first["auc"].draws == pytest.approx(second["auc"].draws)
    y = rows["outcome"].sum()
    shares = [
        share_found_first_half(p["score"], p["outcome"]) * p["outcome"].sum() / y
        for _, p in rows.groupby("window")
    ]
    assert first["share_found_first_half"].value == pytest.approx(sum(shares))
    assert first["brier"].value == pytest.approx(brier(rows["probability"], rows["outcome"]))


def test_each_window_is_drawn_with_the_weights_of_its_own_rows() -> None:
    rows = played()
    weights = block_weights(week_blocks(rows["happened_on"]), 30, seed=4)
    parts = [tally(rows[at], TOPS, weights[:, at]) for at in (slice(0, 120), slice(120, 240))]
    for name, found in pooled(rows, TOPS, 30, seed=4).items():
        above, below = (sum(part[name][i] for part in parts) for i in (0, 1))
        assert found.draws == pytest.approx(above / below), name


def test_the_same_seed_pairs_the_draws_of_two_candidates() -> None:
    rows = played()
    first, twin = (pooled(rows, TOPS, 30, seed=5), pooled(rows.copy(), TOPS, 30, seed=5))
    other = pooled(rows, TOPS, 30, seed=6)
    assert np.array_equal(first["auc"].draws, twin["auc"].draws)
    assert not np.array_equal(first["auc"].draws, other["auc"].draws)


def test_draws_of_days_earlier_are_around_its_value() -> None:
    days = pooled(played(1200), TOPS, 300, seed=2)["days_earlier"]
    assert days.draws.mean() == pytest.approx(days.value, abs=3 * days.draws.std() / 10)


def test_windows_without_probabilities_are_left_out_of_their_measures() -> None:
    rows = played()
    early = rows["window"] == rows["window"].min()
    late = rows.assign(probability=rows["probability"].mask(early))
    found = pooled(late, TOPS, 10, seed=1)
    assert found["brier"].value == pytest.approx(
        brier(rows["probability"][~early], rows["outcome"][~early])
    )
    assert "brier" not in tally(late[early], TOPS)
    assert of_probabilities(late[early]) == {}


def test_probabilities_are_judged_over_all_windows() -> None:
    trust = of_probabilities(played(4000))
    slope, low, high = trust["calibration_slope"]
    assert low < 1 < high and slope == pytest.approx(1, abs=0.15)
    assert trust["interval_coverage"][0] == 1 and trust["calibration_error"][0] < 0.03


def test_tops_are_named_and_impossible_ones_refused() -> None:
    assert [top_name(top) for top in (100, 0.1, 0.025)] == [
        *("first_100", "first_10_percent", "first_2.5_percent")
    ]
    check_tops(TOPS)
    for wrong in (0, 1.0, -0.1, 100.0):
        with pytest.raises(PlanError, match="cannot be"):
            check_tops([wrong])


def test_a_share_of_the_list_is_rounded_down_but_never_to_nothing() -> None:
    rows = played()[:100]
    assert tally(rows, (0.29,))["precision_first_29_percent"][1][0] == 29
    assert tally(rows[:5], (0.1, 20))["precision_first_10_percent"][1][0] == 1
    assert tally(rows[:5], (0.1, 20))["precision_first_20"][1][0] == 5
