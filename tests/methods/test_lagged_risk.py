"""Heat and deaths: near the outside answer as far as its years go, right on a known truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.attributable import attributable_deaths
from lakehouse.methods.cross_basis import CrossBasis
from lakehouse.methods.lagged_risk import FLAT, NO_DEATHS, lagged_risk
from tests.shared_data import shared


def drawn(days: int = 2000, effect: float = 0.02, seed: int = 0) -> tuple[pd.Series, pd.Series]:
    """Deaths whose log mean rises by ``effect`` per degree above 20, over the last 3 days."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2001-01-01", periods=days)
    season = 12 - 14 * np.cos(2 * np.pi * np.arange(days) / 365.25)
    degrees = pd.Series(season + rng.normal(0, 5, days), index=index)
    hot = (degrees - 20).clip(lower=0)
    lagged = sum(hot.shift(lag, fill_value=0.0) for lag in range(3))
    return pd.Series(rng.poisson(100 * np.exp(effect * lagged)), index=index, dtype=float), degrees


def test_chicagos_curve_is_near_that_of_all_its_years() -> None:
    folder = shared("reference", "medical")
    told = pd.read_csv(folder / "chicago_heat_dlnm_expected.csv")
    file = folder / "chicago_nmmaps_1987_1991.csv"
    table = pd.read_csv(file, parse_dates=["date"]).set_index("date")
    made = lagged_risk(table["death"], table["temp"])
    curve = made.curve(told["temp"])
    # The outside answer is of 1987 to 2000, the file ends in 1991: it has to lie in our interval.
    assert ((curve["low"] <= told["RR"]) & (told["RR"] <= curve["high"])).all()
    assert made.minimum == 24 and np.abs(np.log(curve["risk"] / told["RR"])).max() < 0.17
    assert np.corrcoef(np.log(curve["risk"]), np.log(told["RR"]))[0, 1] > 0.95
    assert 1.0 < made.dispersion < 1.2003 and made.days == 1826 - 21


def test_intervals_of_a_known_curve_hold_what_they_promise() -> None:
    _, degrees = drawn(1000)
    basis = CrossBasis.of(degrees, 21)
    held, dispersion = [], []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        truth = rng.normal(0, 0.02, 20)
        mean = 50 * np.exp(np.nan_to_num(basis.columns(degrees)) @ truth)
        made = lagged_risk(pd.Series(rng.poisson(mean), index=degrees.index, dtype=float), degrees)
        curve, at = made.curve([5.0, 30.0], centre=20.0), [[5.0], [30.0]]
        true_risk = np.exp([(basis.overall(x, 20.0) @ truth)[0] for x in at])
        held += list((curve["low"] < true_risk) & (true_risk < curve["high"]))
        dispersion.append(made.dispersion)
    assert 0.88 <= np.mean(held) <= 1 and np.mean(dispersion) == pytest.approx(1, abs=0.03)


def test_where_temperature_does_nothing_no_risk_is_seen() -> None:
    made = lagged_risk(*drawn(effect=0.0, seed=3))
    row = made.curve([30.0], centre=20.0).iloc[0]
    assert row["low"] < 1 < row["high"]


def test_the_curve_is_1_at_its_centre_and_a_wider_level_is_wider() -> None:
    made = lagged_risk(*drawn())
    assert made.curve([made.minimum])[["risk", "low", "high"]].to_numpy().tolist() == [[1, 1, 1]]
    wide, narrow = made.curve([32.0], level=0.99).iloc[0], made.curve([32.0], level=0.5).iloc[0]
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_another_cause_stands_beside_it() -> None:
    deaths, degrees = drawn()
    rng = np.random.default_rng(9)
    dust = pd.Series(rng.gamma(4, 10, len(deaths)), index=deaths.index)
    dust.iloc[100:110] = np.nan
    more = rng.poisson(100 * np.expm1(0.002 * dust.fillna(0)))
    made = lagged_risk(deaths + more, degrees, pd.DataFrame({"pm10": dust}))
    row = made.beside.loc["pm10"]
    assert row["low"] < np.exp(0.002) < row["high"] and row["low"] > 1
    assert made.days == 2000 - 21 - 10


def test_what_a_unit_does_over_a_week_is_the_sum_of_its_days() -> None:
    """All of it three days later: seen in the sum of the lags, and not on the day itself."""
    deaths, degrees = drawn(effect=0.0)
    dust = pd.Series(np.random.default_rng(9).gamma(4, 10, len(deaths)), index=deaths.index)
    late = dust.shift(3).fillna(dust.mean())
    deaths += np.random.default_rng(10).poisson(100 * np.expm1(0.002 * late))
    given = pd.DataFrame({"pm10": dust})
    same_day = lagged_risk(deaths, degrees, given).beside.loc["pm10"]
    week = lagged_risk(deaths, degrees, given, also_longest=6).beside.loc["pm10"]
    assert same_day["low"] < 1 < same_day["high"]
    assert 1 < week["low"] < np.exp(0.002) < week["high"]


def test_attributed_deaths_are_the_sum_by_hand_and_near_the_truth() -> None:
    deaths, degrees = drawn()
    fit = lagged_risk(deaths, degrees)
    made = attributable_deaths(deaths, degrees, fit, draws=200)
    by_hand = 0.0
    risk = fit.curve(degrees)["risk"].to_numpy()
    for day in range(len(deaths) - 21):
        by_hand += (1 - 1 / risk[day]) * deaths.iloc[day : day + 22].mean()
    assert made.loc["all", "deaths"] == pytest.approx(by_hand, rel=1e-9)
    parts = made.loc[["cold", "heat"], "deaths"].sum()
    assert parts == pytest.approx(made.loc["all", "deaths"])
    hot = (degrees - 20).clip(lower=0)
    truth = 100 * np.expm1(0.02 * 3 * hot).sum()
    assert made.loc["heat", "low"] < truth * 1.1 and truth * 0.9 < made.loc["heat", "high"]
    assert (made["low"] < made["deaths"]).all() and (made["deaths"] < made["high"]).all()
    assert made.equals(attributable_deaths(deaths, degrees, fit, draws=200))


INDEX = pd.date_range("2001-01-01", periods=800)
WARM = pd.Series(np.random.default_rng(2).normal(15, 8, 800), index=INDEX)
FIVE = pd.Series(5.0, index=INDEX)


@pytest.mark.parametrize(
    ("deaths", "degrees", "says"),
    [
        (FIVE * 0, WARM, NO_DEATHS),
        (FIVE, WARM * 0, FLAT),
        (FIVE, WARM.round(-2), FLAT),
        (FIVE.iloc[:100], WARM, "Only 100 days"),
        (FIVE, WARM.iloc[:300], "Only 300 days"),
        (FIVE.where(np.arange(800) < 200), WARM, "Only 179 days"),
    ],
)
def test_too_little_is_said_and_nothing_is_missing(
    deaths: pd.Series, degrees: pd.Series, says: str
) -> None:
    made = lagged_risk(deaths, degrees)
    assert made.says.startswith(says)
    curve = made.curve([0.0, 30.0])
    assert curve["risk"].tolist() == [1, 1] and (curve["says"] == made.says).all()
    numbers = attributable_deaths(deaths, degrees, made)
    assert (numbers["deaths"] == 0).all() and not numbers.isna().any(axis=None)


def test_the_same_deaths_every_day_have_no_effect() -> None:
    made = lagged_risk(FIVE, WARM)
    assert made.says == "" and made.curve([0.0, 30.0])["risk"].tolist() == pytest.approx([1, 1])


def test_what_is_no_series_is_refused() -> None:
    twice = pd.concat([FIVE, FIVE.iloc[:1]])
    for deaths in (twice, -FIVE, FIVE.iloc[:0]):
        with pytest.raises(PlanError, match="one count of 0 or more per day"):
            lagged_risk(deaths, WARM)
