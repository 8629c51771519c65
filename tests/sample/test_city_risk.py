"""The one view of the city's risk finds the harm that only several domains together explain."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.area_composite import top_of
from lakehouse.methods.area_indicators import DOMAINS
from tests.sample.drawn_risk import DrawnRisk, drawn_risk

pytestmark = pytest.mark.whole
# Other cities than those that the weights, the scale and the doubt were chosen on.
SEEDS = range(600, 608)


@pytest.fixture(scope="session")
def cities() -> list[DrawnRisk]:
    return [drawn_risk(seed) for seed in SEEDS]


def found(score: pd.Series, harmed: pd.Series) -> float:
    """The share of all harm of the last year that lies in the top fifth of the areas."""
    first = np.argsort(-score.to_numpy(), kind="stable")[: top_of(len(score))]
    return float(harmed.to_numpy()[first].sum() / harmed.sum())


def test_its_top_holds_more_harm_than_any_domain_or_a_plain_sum(cities: list[DrawnRisk]) -> None:
    gains = []
    for one in cities:
        own, domains = found(one.made["score"], one.harmed), one.made[list(DOMAINS)]
        spread = (domains - domains.min()) / (domains.max() - domains.min())
        others = {
            # The best one of this city, which nobody knows beforehand.
            "domain": max(found(domains[name] * one.people, one.harmed) for name in DOMAINS),
            "sum": found(domains.sum(axis=1) * one.people, one.harmed),
            "min-max sum": found(spread.sum(axis=1) * one.people, one.harmed),
            "events": found(one.events, one.harmed),
        }
        best = found(one.expected, one.harmed)
        gains.append({name: own - other for name, other in others.items()} | {"lost": best - own})
    mean = pd.DataFrame(gains).mean()
    assert mean["domain"] > 0.05
    assert mean["sum"] > 0.05
    assert mean["min-max sum"] > 0.02
    assert mean["events"] > 0.15
    assert mean["lost"] < 0.06, "the truth itself would hold little more"


def test_the_range_of_a_rank_holds_the_true_one_9_times_in_10(cities: list[DrawnRisk]) -> None:
    held, widths = [], []
    for one in cities:
        true = one.expected.rank(ascending=False)
        low, high = one.made["rank_p05"], one.made["rank_p95"]
        held.append(((low <= true) & (true <= high)).mean())
        widths.append((high - low).mean())
    assert 0.85 <= np.mean(held) <= 0.95
    assert np.mean(widths) < 12, "a range of half the city would hold it too"


def test_what_is_called_firm_is_right_most_times(cities: list[DrawnRisk]) -> None:
    firm = right = 0
    for one in cities:
        named = one.made.index[one.made["is_firm"].astype(bool)]
        top = one.expected.rank(ascending=False)[named] <= top_of(len(one.made))
        firm, right = firm + len(named), right + int(top.sum())
    assert firm >= len(cities)
    assert right / firm >= 0.8
