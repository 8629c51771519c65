"""The share that anybody reports is found from what is reported twice, and small areas borrow."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import lambertw

from lakehouse.methods.reporting_rate import WIDEST, reporting_share


@pytest.mark.parametrize("rate", [0.3, 0.8, 2.0])
def test_a_planted_rate_is_found_without_seeing_what_nobody_told(rate: float) -> None:
    told = np.random.default_rng(int(10 * rate)).poisson(rate, 40_000)
    made = reporting_share((told > 0).sum(), told.sum()).iloc[0]
    truth = 1 - np.exp(-rate)
    assert made["share_low"] < truth < made["share_high"]
    assert made["share"] == pytest.approx(truth, abs=0.02)


def areas(spread: float, needs: int, count: int = 300) -> tuple[np.ndarray, ...]:
    """Planted shares of areas whose rates differ by ``spread``, with needs and reports on file."""
    rng = np.random.default_rng(3)
    rates = rng.gamma(1 / spread**2, 0.8 * spread**2, count)
    told = rng.poisson(rates[:, None], (count, needs))
    return 1 - np.exp(-rates), (told > 0).sum(axis=1), told.sum(axis=1)


@pytest.mark.parametrize("needs", [60, 400])
def test_intervals_hold_what_they_promise(needs: int) -> None:
    truth, filed, told = areas(0.3, needs)
    made = reporting_share(filed, told)
    held = ((made["share_low"] <= truth) & (truth <= made["share_high"])).mean()
    assert 0.92 <= held <= 0.98


def on_its_own(filed: np.ndarray, told: np.ndarray) -> np.ndarray:
    """The maximum likelihood of a Poisson cut off at zero, in closed form; 0 without a repeat."""
    mean = np.maximum(told / filed, 1 + 1e-9)
    return np.asarray(1 - np.exp(-np.real(mean + lambertw(-mean * np.exp(-mean)))))


def test_drawn_towards_the_city_shares_are_nearer_the_truth_than_each_on_its_own() -> None:
    truth, filed, told = areas(0.3, 25, 100)
    alone = on_its_own(filed, told)
    near = reporting_share(filed, told)["share"]
    assert near.notna().all()
    assert np.square(near - truth).mean() < 0.6 * np.square(alone - truth).mean()
    _, filed, told = areas(0.3, 40_000, 20)
    alone = on_its_own(filed, told)
    np.testing.assert_allclose(reporting_share(filed, told)["share"], alone, rtol=0.003)


@pytest.mark.parametrize("repeats", [0, 1, 4])
def test_few_repeats_have_an_answer_and_among_many_areas_a_moderate_one(repeats: int) -> None:
    alone = reporting_share(400, 400 + repeats).iloc[0]
    assert 0 < alone["share_low"] < alone["share_high"] < 0.1
    assert np.isnan(alone["share"]), "a correction may not be told from next to nothing"
    _, filed, told = areas(0.3, 400, 40)
    made = reporting_share([*filed, 20], [*told, 20 + repeats])
    assert made.notna().all(axis=None)
    low, share, high = made.iloc[-1][["share_low", "share", "share_high"]]
    assert low < share < high <= WIDEST * low and 0.3 < share < 0.65


def test_a_city_where_nothing_is_told_twice_knows_no_share() -> None:
    made = reporting_share([30, 400, 1, 90, 20, 70], [30, 400, 1, 90, 20, 70])
    assert made["share"].isna().all()
    assert np.isfinite(made[["share_low", "share_high"]]).all(axis=None)


def test_an_area_of_few_keeps_its_own_doubt() -> None:
    _, filed, told = areas(0.3, 400, 40)
    made = reporting_share([*filed, 10], [*told, 14])
    width = made["share_high"] - made["share_low"]
    assert width.iloc[-1] > 1.5 * width.iloc[:-1].max()


def test_fewer_reports_than_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="at least once"):
        reporting_share([10], [9])
