"""The share that anybody reports is found from what is reported twice, and small areas borrow."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.methods.reporting_rate import reporting_share


@pytest.mark.parametrize("rate", [0.3, 0.8, 2.0])
def test_a_planted_rate_is_found_without_seeing_what_nobody_told(rate: float) -> None:
    told = np.random.default_rng(int(10 * rate)).poisson(rate, 40_000)
    made = reporting_share((told > 0).sum(), told.sum()).iloc[0]
    truth = 1 - np.exp(-rate)
    assert made["share_low"] < truth < made["share_high"]
    assert made["share"] == pytest.approx(truth, abs=0.02)


def test_intervals_hold_what_they_promise() -> None:
    told = np.random.default_rng(3).poisson(0.8, (500, 300))
    made = reporting_share((told > 0).sum(axis=1), told.sum(axis=1))
    truth = 1 - np.exp(-0.8)
    held = ((made["share_low"] <= truth) & (truth <= made["share_high"])).mean()
    assert 0.92 <= held <= 0.98


def test_an_area_of_few_takes_the_share_of_all_and_keeps_its_own_doubt() -> None:
    made = reporting_share([10_000, 20], [15_000, 20])
    assert made["share"][1] == pytest.approx(reporting_share(10_020, 15_020)["share"][0])
    assert made["share_high"][1] - made["share_low"][1] > 10 * (
        made["share_high"][0] - made["share_low"][0]
    )


def test_fewer_reports_than_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="at least once"):
        reporting_share([10], [9])
