"""The planted risk has the documented size and the documented parts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.measure import all_visits, measures
from lakehouse.sample.parameters import KINDS, Strengths
from lakehouse.sample.risk import critical_logit, outcomes, warm_days


def measured(seed: int, strengths: Strengths) -> dict[str, float]:
    return measures(all_visits(build_city(seed, 1.0, strengths)), strengths)


@pytest.fixture(scope="module")
def cities() -> pd.DataFrame:
    # Seeds on which no strength was chosen.
    return pd.DataFrame([measured(seed, Strengths()) for seed in range(200, 208)])


@pytest.mark.whole
def test_base_rate_and_aucs_are_as_documented(cities: pd.DataFrame) -> None:
    mean = cities.mean()
    assert 0.14 <= mean["base_rate"] <= 0.16
    assert 0.69 <= mean["oracle_auc"] <= 0.72
    assert 0.57 <= mean["plain_auc"] <= 0.61


@pytest.mark.whole
def test_who_knows_more_ranks_better(cities: pd.DataFrame) -> None:
    assert (cities["full_truth_auc"] > cities["oracle_auc"]).all()
    assert (cities["oracle_auc"] > cities["reader_auc"]).all()
    assert (cities["reader_auc"] > cities["plain_auc"] + 0.03).all()
    assert (cities["oracle_auc"] > cities["plain_auc"] + 0.04).all()


@pytest.mark.whole
def test_most_of_the_oracles_gain_is_in_the_delivered_files(cities: pd.DataFrame) -> None:
    """As documented: so much that a model that reads five sixths of it has 0.7 of the oracle's."""
    plain = cities[["plain_auc", "plain_critical_auc"]].max(axis=1)
    share = (cities["reader_auc"] - plain) / (cities["oracle_auc"] - plain)
    assert 0.82 <= share.mean() <= 0.92 and share.min() > 0.75


def test_without_plants_history_ranks_like_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = tuple(replace(kind, effect=0.0) for kind in KINDS)
    monkeypatch.setattr("lakehouse.sample.parameters.KINDS", alike)
    found = measured(3, Strengths(premises_sd=0, neighbourhood_sd=0, leniency_sd=0))
    assert found["plain_auc"] < 0.56
    assert found["oracle_auc"] == 0.5


def test_visit_logit_is_the_documented_sum(city: City, known: pd.DataFrame) -> None:
    warmth, risk = np.array([25.0, 10.0, 25.0]), known["risk_logit"].iloc[5]
    logit = critical_logit(
        city, np.repeat(risk, 3), np.array([2, 2, 3]), np.array([3000, 0, 3000]), warmth
    )
    s, leniency = city.strengths, city.inspector["leniency"]
    summer, long_ago = 7 * s.per_degree_over_18, 2 * s.per_year_unvisited
    assert logit[0] == pytest.approx(risk - leniency[2] + summer + long_ago)
    assert logit[1] == pytest.approx(risk - leniency[2])
    assert logit[2] - logit[0] == pytest.approx(leniency[2] - leniency[3])


def test_premises_risk_is_base_plus_three_effects(city: City, known: pd.DataFrame) -> None:
    kind = known["kind"].map({k.name: k.effect for k in KINDS})
    area = known["neighbourhood"].map(city.neighbourhood["effect"])
    parts = city.strengths.base + known["premises_effect"] + kind + area
    assert np.allclose(known["risk_logit"], parts)
    # A standard deviation of n normal draws scatters by 1 / sqrt(2 n) of itself.
    spread, sd = known["premises_effect"].std(), city.strengths.premises_sd
    assert spread == pytest.approx(sd, rel=4 / (2 * len(known)) ** 0.5)


def test_warmth_is_the_mean_of_the_three_days_before(city: City) -> None:
    days = city.weather.set_index("day")["temperature_max_c"]
    warmth = warm_days(city.weather)
    assert warmth[0] == pytest.approx(days.loc["2021-06-28":"2021-06-30"].mean())  # type: ignore[misc]
    assert len(warmth) == 1096 and not np.isnan(warmth).any()


def test_only_critical_visits_close_premises_and_only_clean_ones_pass() -> None:
    rng = np.random.default_rng(0)
    critical = np.arange(4000) % 2 == 0
    serious = np.where(np.arange(4000) % 4 < 2, 0, 1)
    found = outcomes(rng, critical, serious)
    assert set(found[critical]) == {"CLOSED", "FAIL", "PASS_COND"}
    assert set(found[~critical & (serious == 0)]) == {"PASS"}
    assert set(found[~critical & (serious > 0)]) == {"FAIL", "PASS_COND"}
