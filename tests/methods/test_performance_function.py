"""Performance functions give every site a number, or the average with a sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods import performance_function as module
from lakehouse.methods.negative_binomial import negative_binomial
from lakehouse.methods.performance_function import NO_EXPOSURE, performance_function


def sites(many: int = 400, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    aadt, miles = rng.uniform(500, 20_000, many), rng.uniform(0.1, 2, many)
    mean = np.exp(-7 + 0.9 * np.log(aadt)) * miles
    crashes = rng.poisson(mean * rng.gamma(2, 0.5, many))
    return pd.DataFrame({"aadt": aadt, "miles": miles, "crashes": crashes})


def test_the_exponents_that_made_the_crashes_are_found() -> None:
    made = performance_function(sites(4000), "crashes", logs=["aadt"], offsets=["miles"])
    assert made.coefficients["aadt"] == pytest.approx(0.9, abs=0.05)
    assert made.dispersion == pytest.approx(0.5, abs=0.08)
    assert (made.flag, made.says) == ("", "")


def test_length_may_have_an_exponent_of_its_own() -> None:
    made = performance_function(sites(4000), "crashes", logs=["aadt", "miles"])
    assert made.coefficients["miles"] == pytest.approx(1, abs=0.08)


@pytest.mark.parametrize("miles", [0.0, -1.0, float("nan"), float("inf")])
def test_a_site_without_length_gets_the_average_and_a_sentence(miles: float) -> None:
    table = sites()
    table.loc[7, "miles"] = miles
    made = performance_function(table, "crashes", logs=["aadt"], offsets=["miles"])
    told = made.predict(table)
    assert made.sites == len(table) - 1
    assert told.loc[7, "note"] == NO_EXPOSURE
    assert told.loc[7, "predicted"] == pytest.approx(table["crashes"].mean(), rel=0.05)
    assert told.loc[7, "dispersion"] > made.dispersion
    assert np.isfinite(told[["predicted", "dispersion"]].to_numpy()).all()
    assert (told["note"].drop(index=7) == "").all()


def test_three_sites_get_their_average_rate() -> None:
    table = sites(3)
    table["crashes"] = [2, 0, 4]
    made = performance_function(table, "crashes", logs=["aadt"], offsets=["miles"])
    told = made.predict(table)
    assert made.flag == "few sites" and "3 usable sites are too few" in made.says
    rate = told["predicted"] / table["miles"]
    np.testing.assert_allclose(rate, rate.iloc[0])
    assert np.isfinite(told[["predicted", "dispersion"]].to_numpy()).all()


def test_sites_without_a_crash_are_predicted_none() -> None:
    table = sites().assign(crashes=0)
    table.loc[3, "aadt"] = np.nan
    made = performance_function(table, "crashes", logs=["aadt"], offsets=["miles"])
    assert made.flag == "no crashes" and "None of 399 usable sites" in made.says
    assert (made.predict(table)[["predicted", "dispersion"]] == 0).all().all()


def test_only_an_intercept_is_the_average() -> None:
    made = performance_function(sites(), "crashes")
    told = made.predict(sites())
    np.testing.assert_allclose(told["predicted"], sites()["crashes"].mean(), rtol=1e-6)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (sites().drop(columns="aadt"), "no column aadt"),
        (sites().iloc[:0], "0 sites"),
        (sites().assign(crashes=-1), "count"),
        (sites().assign(crashes=np.nan), "count"),
    ],
)
def test_what_is_no_table_of_sites_is_refused(table: pd.DataFrame, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        performance_function(table, "crashes", logs=["aadt"])


def test_a_handful_of_crashes_is_an_average() -> None:
    table = sites(400).assign(crashes=0)
    table.loc[:13, "crashes"] = 1
    made = performance_function(table, "crashes", logs=["aadt", "miles"])
    assert (
        made.flag == "few crashes"
        and "14 crashes at 400 usable sites are too few for 3" in made.says
    )
    assert made.predict(table)["predicted"].to_numpy() == pytest.approx(14 / 400)


def test_columns_that_are_alike_are_an_average() -> None:
    for table, logs in (
        (sites().assign(aadt=8000.0), ["aadt"]),
        (sites().assign(twice=lambda t: 2 * t["aadt"]), ["aadt", "twice"]),
    ):
        made = performance_function(table, "crashes", logs=logs, offsets=["miles"])
        assert made.flag == "columns alike" and "400 usable sites do not tell apart" in made.says
        rate = made.predict(table)["predicted"] / table["miles"]
        assert rate.to_numpy() == pytest.approx(rate.iloc[0])


def test_coefficients_that_cannot_be_solved_for_are_an_average(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def singular(y: np.ndarray, X: np.ndarray, offset: np.ndarray) -> object:
        calls.append(X.shape[1])
        if X.shape[1] > 1:
            raise np.linalg.LinAlgError("Singular matrix")
        return negative_binomial(y, X, offset)

    monkeypatch.setattr(module, "negative_binomial", singular)
    made = performance_function(sites(), "crashes", logs=["aadt"], offsets=["miles"])
    assert made.flag == "few crashes" and 2 in calls
    assert set(made.coefficients) == {"intercept"}
