"""What is still to be reported widens the reproduction number, and does not move it."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.nowcast import nowcast, nowcast_draws, reporting_triangle
from lakehouse.methods.reproduction import cori_uncertain
from lakehouse.methods.reproduction_nowcast import SERIAL_INTERVALS, cori_nowcast

FLU = SERIAL_INTERVALS["influenza_a"]


def epidemic(days: int = 90, rise: float = 1.02, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).poisson(20 * rise ** np.arange(days)).astype(float)


def test_counts_that_are_sure_give_what_cori_with_an_uncertain_interval_gives() -> None:
    counts = epidemic()
    made = cori_nowcast(np.tile(counts, (400, 1)), FLU, draws=50)
    known = cori_uncertain(counts, FLU, intervals=400, draws=50)
    np.testing.assert_array_equal(made["last"], known["last"])
    for name in ("mean", "q0.025", "q0.975"):
        np.testing.assert_allclose(made[name][20:], known[name][20:], rtol=0.02)


def reports(days: int = 150, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    happened = np.repeat(np.arange(days), rng.poisson(20, days))
    return happened, happened + rng.geometric(0.3, happened.size) - 1


def test_reports_to_come_widen_the_last_days_and_no_others() -> None:
    happened, known = reports()
    triangle = reporting_triangle(happened, known, 149, 20)
    ways = nowcast_draws(triangle, 200)
    made = cori_nowcast(ways, FLU)
    frozen = cori_nowcast(np.tile(ways.mean(axis=0), (200, 1)), FLU)
    width = (made["q0.975"] - made["q0.025"]) / (frozen["q0.975"] - frozen["q0.025"])
    assert width.iloc[-1] > 1.1
    assert width.iloc[50:100].mean() == pytest.approx(1, abs=0.03)
    # Cases neither rise nor fall: nobody is told that they do because reports are late.
    assert made["q0.025"].iloc[-1] < 1 < made["q0.975"].iloc[-1]
    late = cori_nowcast(np.nansum(triangle, axis=1)[None], FLU)
    assert late["mean"].iloc[-1] < made["mean"].iloc[-1] - 0.05


def test_the_ways_counts_may_turn_out_follow_the_nowcast() -> None:
    happened, known = reports()
    triangle = reporting_triangle(happened, known, 149, 20)
    told, ways = nowcast(triangle), nowcast_draws(triangle, 4000, seed=2)
    np.testing.assert_allclose(ways.mean(axis=0)[-10:], told["expected"][-10:], rtol=0.03)
    inside = (ways >= told["low"].to_numpy()) & (ways <= told["high"].to_numpy())
    assert 0.88 < inside[:, -5:].mean() < 0.97
    assert (ways[:, :100] == told["reported"].to_numpy()[:100]).all()


def test_a_count_that_is_missing_is_refused() -> None:
    with pytest.raises(PlanError, match="missing or below zero"):
        cori_nowcast(np.array([[1.0, np.nan, 3.0] * 5]), FLU)
    with pytest.raises(PlanError, match="missing or below zero"):
        cori_nowcast(epidemic(), FLU)
