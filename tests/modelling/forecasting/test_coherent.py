"""Forecasts of hospitals and of the city agree in every future, and lose nothing by it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.forecast import WHOLE
from lakehouse.methods.count_table import TOTAL
from lakehouse.modelling.forecasting.candidates import Returning, WeekdayNaive
from lakehouse.modelling.forecasting.chances import chance_above
from lakehouse.modelling.forecasting.coherent import (
    futures,
    over,
    over_by_then,
    reconciled,
    values_at,
)
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.modelling.forecasting.measures import pinball
from lakehouse.modelling.forecasting.panel import names_of, sums_of
from tests.modelling.forecasting.conftest import LEVELS

HORIZONS = (1, 7, 14)
FINAL = FinalForecast("back", Returning(), WeekdayNaive(), HORIZONS, LEVELS, adds_up=True)
QUANTILES = ["q05", "q25", "q50", "q75", "q95"]


def test_a_gap_is_shared_out_by_doubt() -> None:
    """Worked by hand: the city says 100, the hospitals 60 and 30; variances 5, 3 and 2.

    The gap of 10 is shared as 5 : 3 : 2, so 100 - 5 = 95 = (60 + 3) + (30 + 2).
    """
    whole, parts = np.array([[100.0]]), np.array([[[60.0]], [[30.0]]])
    total, each = reconciled(whole, parts, np.array([5.0]), np.array([[3.0], [2.0]]))
    assert total.item() == pytest.approx(95) and each.ravel() == pytest.approx([63, 32])


def test_it_is_the_projection_of_mint() -> None:
    """y - W c (c' W c)^-1 c' y, with c what has to be nought: the sum less its parts."""
    rng = np.random.default_rng(3)
    y, w = rng.uniform(20, 60, 4), rng.uniform(1, 9, 4)
    c = np.array([1.0, -1, -1, -1])
    y[0] = y[1:].sum() + 7
    said = y - np.diag(w) @ c * (c @ y) / (c @ np.diag(w) @ c)
    total, each = reconciled(y[:1, None], y[1:, None, None], w[:1], w[1:, None])
    assert np.r_[total.item(), each.ravel()] == pytest.approx(said)


def test_nobody_lies_in_less_than_no_bed_and_counts_stay_whole() -> None:
    whole, parts = np.array([[1.0]]), np.array([[[4.0]], [[0.4]]])
    doubt = np.array([[1.0], [9.0]])
    total, each = reconciled(whole, parts, np.array([0.0]), doubt)
    assert each.ravel() == pytest.approx([3.66, 0]) and total.item() == pytest.approx(3.66)
    total, each = reconciled(whole, parts, np.array([0.0]), doubt, counted=True)
    assert each.ravel().tolist() == [4, 0] and total.item() == 4
    total, each = reconciled(whole, parts, np.zeros(1), np.zeros((2, 1)))
    assert total.item() == pytest.approx(2.3), "no doubt anywhere: alike, and not below nought"


def test_the_distribution_is_that_of_the_chances() -> None:
    quantiles = np.array([10.0, 14, 17, 21, 30])
    for chance in (0.01, 0.05, 0.2, 0.5, 0.9, 0.99):
        value = values_at(np.array([chance]), quantiles, LEVELS).item()
        assert 1 - chance_above(value, quantiles, LEVELS) == pytest.approx(chance, abs=1e-6)


def test_futures_keep_their_distribution_and_what_hangs_together() -> None:
    rng = np.random.default_rng(1)
    day = rng.normal(size=(800, 1))
    errors = np.round(2 * day + 0.5 * rng.normal(size=(800, 2)))
    quantiles = np.array([[5.0, 8, 10, 12, 15], [50.0, 80, 100, 120, 150]])
    made = futures(errors, quantiles, LEVELS)
    reached = np.quantile(made, LEVELS, axis=0).T
    assert reached == pytest.approx(quantiles, rel=0.02)
    assert np.corrcoef(made.T)[0, 1] > 0.8
    assert np.array_equal(made, futures(errors, quantiles, LEVELS)), "the lots are the same"


def test_the_chance_by_a_day_counts_all_days_before() -> None:
    possible = np.array([[9.0, 5, 5], [5, 9, 5], [5, 5, 5], [9, 9, 5]])
    assert over(possible, 8).tolist() == [0.5, 0.5, 0]
    assert over_by_then(possible, 8).tolist() == [0.5, 0.75, 0.75]
    assert np.isnan(over_by_then(possible, float("nan"))).all()


def drawn(days: int = 500, seed: int = 0) -> pd.DataFrame:
    """Three hospitals whose patients come and go, the city, and its COVID-19 patients alone."""
    rng, parts = np.random.default_rng(seed), []
    shared = rng.normal(size=days)
    for level in (40, 20, 12):
        off = np.zeros(days)
        for t in range(1, days):
            off[t] = 0.8 * off[t - 1] + rng.normal() + 0.5 * shared[t]
        parts.append(np.round(np.maximum(level + level**0.5 * 0.5 * off, 0)))
    every = {("all", "H1"): parts[0], ("all", "H2"): parts[1], ("all", "H3"): parts[2]}
    every |= {("all", WHOLE): sum(parts), ("covid", WHOLE): parts[0]}
    rows = [
        pd.DataFrame({"stratum": s, "hospital_id": h, "value": v, "capacity": v.mean() * 1.3})
        for (s, h), v in every.items()
    ]
    made = pd.concat(rows, ignore_index=True)
    made["day"] = np.tile(pd.date_range("2022-01-01", periods=days), len(rows))
    keys = ["stratum", "hospital_id"]
    return made.assign(series=names_of(made, keys), adds_to=sums_of(made, keys, "hospital_id"))


def test_a_sum_keeps_its_name_and_its_parts_name_it() -> None:
    told = drawn(60).groupby("series")["adds_to"].first()
    assert told.to_dict() == {"all": "", "all H1": "all", "all H2": "all", "all H3": "all",
                              "covid": ""}  # fmt: skip
    assert WHOLE == TOTAL, "the sum's row is the one that releases are attacked with"


def test_expected_numbers_add_up_and_bands_do_not_widen_by_it() -> None:
    made = FINAL.predict(drawn()).set_index(["series", "days_ahead"])
    parts = sum(made.loc[f"all H{n}", "expected"] for n in (1, 2, 3))
    assert made.loc["all", "expected"].to_numpy() == pytest.approx(parts.to_numpy())
    each = sum(made.loc[f"all H{n}", "q95"] for n in (1, 2, 3))
    assert (made.loc["all", "q95"] < each).all(), "their worst days do not come together"
    assert (made["probability_over_by_then"] >= made["probability_over_capacity"].fillna(0)).all()


def test_a_series_without_parts_keeps_its_own_quantiles() -> None:
    rows = drawn()
    alone = FinalForecast("back", Returning(), WeekdayNaive(), HORIZONS, LEVELS)
    both = [f.predict(rows).set_index(["series", "days_ahead"]) for f in (FINAL, alone)]
    assert both[0].loc["covid", QUANTILES].equals(both[1].loc["covid", QUANTILES])
    assert both[0].loc["covid", "probability_over_capacity"].isna().all(), "read off elsewhere"
    assert "expected" not in both[1]


def test_a_city_with_a_hospital_too_new_keeps_what_each_says_alone() -> None:
    rows = drawn()
    late = rows[(rows["series"] != "all H3") | (rows["day"] > "2023-05-10")]
    made = FINAL.predict(late).set_index("series")
    assert made.loc["all H3", "why_no_forecast"].notna().all()
    assert made.loc["all H3", "expected"].isna().all() and made.loc["all", "q50"].notna().all()
    assert made.loc["all", "expected"].notna().all()


def test_what_agrees_is_not_worse_and_holds_its_bands() -> None:
    alone = FinalForecast("back", Returning(), WeekdayNaive(), HORIZONS, LEVELS)
    rows, tried = drawn(), []
    came = rows[["series", "day", "value"]]
    for last in pd.date_range("2022-10-01", "2023-04-20", freq="15D"):
        for kind, final in (("agreed", FINAL), ("alone", alone)):
            made = final.predict(rows[rows["day"] <= last]).merge(came, on=["series", "day"])
            bands = made[QUANTILES].to_numpy()
            loss = pinball(made["value"].to_numpy(), bands, LEVELS)
            held = made["value"].between(made["q05"], made["q95"])
            tried.append(made.assign(kind=kind, loss=loss, held=held))
    found = pd.concat(tried).query("series != 'covid'").groupby("kind")[["loss", "held"]].mean()
    assert found.loc["agreed", "loss"] < 1.02 * found.loc["alone", "loss"]
    assert 0.83 < found.loc["agreed", "held"] < 0.98
