"""The planted risk has the documented size and the documented parts."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.measure import measures
from lakehouse.sample.parameters import KINDS, Strengths
from lakehouse.sample.risk import critical_logit, outcomes, warm_days
from lakehouse.sample.visits import visits
from lakehouse.sample.weather import daily_weather


def measured(seed: int, strengths: Strengths) -> dict[str, float]:
    city = build_city(seed, 1.0, strengths)
    return measures(city, visits(city, daily_weather(seed)))


@pytest.fixture(scope="module")
def cities() -> pd.DataFrame:
    # Seeds on which no strength was chosen.
    return pd.DataFrame([measured(seed, Strengths()) for seed in range(200, 208)])


def test_base_rate_and_aucs_are_as_documented(cities: pd.DataFrame) -> None:
    mean = cities.mean()
    assert 0.14 <= mean["base_rate"] <= 0.16
    assert 0.69 <= mean["oracle_auc"] <= 0.72
    assert 0.58 <= mean["plain_auc"] <= 0.62


def test_who_knows_more_ranks_better(cities: pd.DataFrame) -> None:
    assert (cities["full_truth_auc"] > cities["oracle_auc"]).all()
    assert (cities["oracle_auc"] > cities["plain_auc"] + 0.04).all()


def test_without_plants_history_ranks_like_chance() -> None:
    flat = Strengths(premises_sd=0, neighbourhood_sd=0, leniency_sd=0)
    found = measured(3, flat)
    assert found["plain_auc"] < 0.56
    assert found["oracle_auc"] < 0.60


def test_visit_logit_is_the_documented_sum(city: City) -> None:
    warmth = np.array([25.0, 10.0, 25.0])
    logit = critical_logit(
        city, np.array([5, 5, 5]), np.array([2, 2, 3]), np.array([3000, 0, 3000]), warmth
    )
    s, leniency = city.strengths, city.inspector["leniency"]
    risk = city.premises.loc[5, "risk_logit"]
    summer, long_ago = 7 * s.per_degree_over_18, 2 * s.per_year_unvisited
    assert logit[0] == pytest.approx(risk - leniency[2] + summer + long_ago)
    assert logit[1] == pytest.approx(risk - leniency[2])
    assert logit[2] - logit[0] == pytest.approx(leniency[2] - leniency[3])


def test_premises_risk_is_base_plus_three_effects(city: City) -> None:
    at = city.premises
    kind = at["kind"].map({k.name: k.effect for k in KINDS})
    area = at["neighbourhood"].map(city.neighbourhood["effect"])
    parts = city.strengths.base + at["premises_effect"] + kind + area
    assert np.allclose(at["risk_logit"], parts)
    assert at["premises_effect"].std(ddof=0) == pytest.approx(city.strengths.premises_sd)


def test_warmth_is_the_mean_of_the_three_days_before(days: pd.DataFrame) -> None:
    before = days["temperature_max_c"].iloc[1:4].mean()
    warmth = warm_days(days)
    assert days["day"].iloc[4] == pd.Timestamp("2021-07-01")
    assert warmth[0] == pytest.approx(before)
    assert len(warmth) == 1096 and not np.isnan(warmth).any()


def test_only_critical_visits_close_premises_and_only_clean_ones_pass() -> None:
    rng = np.random.default_rng(0)
    critical = np.arange(4000) % 2 == 0
    serious = np.where(np.arange(4000) % 4 < 2, 0, 1)
    found = outcomes(rng, critical, serious)
    assert set(found[critical]) == {"CLOSED", "FAIL", "PASS_COND"}
    assert set(found[~critical & (serious == 0)]) == {"PASS"}
    assert set(found[~critical & (serious > 0)]) == {"FAIL", "PASS_COND"}
