"""The effect of a measure is found although its places were chosen for their bad luck."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.before_after import before_after, passed_over, spread_between_sites

SITES, CHOSEN, MEASURES, SHARE = 600, 4, 12, 0.5


def city(seed: int, effect: float, trend: float = 1.0, k: float = 0.8) -> pd.DataFrame:
    """Measures at the worst sites of each of some districts, two crashes at the mean one."""
    draw = np.random.default_rng(seed)
    rows = []
    for measure in range(MEASURES):
        true = 2 * draw.gamma(1 / k, k, SITES)
        before = draw.poisson(true)
        worst = np.argsort(-before, kind="stable")[:CHOSEN]
        treated = np.isin(np.arange(SITES), worst)
        after = draw.poisson(true * SHARE * trend * np.where(treated, effect, 1.0))
        for group, mine in (("treated", treated), ("compared", ~treated)):
            for level in np.unique(before[mine]):
                held = mine & (before == level)
                rows.append((f"m{measure}", group, level, held.sum(), after[held].sum(), SHARE))
    return pd.DataFrame(rows, columns=["measure", "group", "before", "sites", "after", "share"])


def effects(effect: float, trend: float = 1.0, times: int = 60) -> pd.DataFrame:
    found = []
    for seed in range(times):
        record = city(seed, effect, trend)
        spread = spread_between_sites(record)
        one, placebo = before_after(record, spread), before_after(passed_over(record), spread)
        found.append((one.ratio, one.low, one.high, one.naive, placebo.low, placebo.high))
    return pd.DataFrame(found, columns=["ratio", "low", "high", "naive", "p_low", "p_high"])


@pytest.mark.whole
@pytest.mark.parametrize(("effect", "trend"), [(0.7, 1.0), (1.0, 1.0), (0.7, 1.3)])
def test_the_effect_lies_in_its_interval_and_bad_luck_is_no_effect(
    effect: float, trend: float
) -> None:
    found = effects(effect, trend)
    assert found["ratio"].mean() == pytest.approx(effect, abs=0.03)
    inside = ((found["low"] <= effect) & (effect <= found["high"])).mean()
    assert 0.88 <= inside <= 1.0
    # Before and after alone takes the bad luck of the chosen sites for an effect.
    assert found["naive"].mean() < trend * effect - 0.05
    assert ((found["p_low"] <= 1) & (found["p_high"] >= 1)).mean() >= 0.85


def test_the_spread_is_that_of_moments_and_no_spread_is_none() -> None:
    """Of 0, 0, 0 and 8 crashes: mean 2, variance 12, so (12 - 2) / 2 squared."""
    rows = [("m", "treated", 8, 1, 1, 1.0), ("m", "compared", 0, 3, 1, 1.0)]
    record = pd.DataFrame(rows, columns=["measure", "group", "before", "sites", "after", "share"])
    assert spread_between_sites(record) == pytest.approx(2.5)
    assert spread_between_sites(record.assign(before=2)) == 0


def test_what_is_expected_is_hauers_sum() -> None:
    """Of mean 2 and k 0.5: weight 1/(1 + 1), so 6 on record count as 4, for half as long."""
    rows = [("m", "treated", 6, 1, 1, 0.5), ("m", "compared", 0, 2, 1, 0.5)]
    record = pd.DataFrame(rows, columns=["measure", "group", "before", "sites", "after", "share"])
    found = before_after(record, 0.5)
    # Compared sites: 2 of expected 1 each, for half as long, so 1 crash is what was expected.
    assert (found.sites, found.before, found.after, found.expected) == (1, 3.0, 1.0, 2.0)
    relative = (0.5 * 4 * 0.25) / 2.0**2 + 1
    assert found.ratio == pytest.approx(0.5 / (1 + relative))
    assert found.naive == pytest.approx(1 / 3)


def test_no_crash_after_has_an_interval_and_none_expected_has_no_ratio() -> None:
    rows = [("m", "treated", 4, 5, 0, 1.0), ("m", "compared", 1, 50, 40, 1.0)]
    record = pd.DataFrame(rows, columns=["measure", "group", "before", "sites", "after", "share"])
    none = before_after(record, 0.5)
    assert none.ratio == 0 and 0 < none.low < none.high < 1
    empty = before_after(record.assign(before=0, after=0), 0.5)
    assert empty.expected == 0 and np.isnan(empty.ratio) and spread_between_sites(record) >= 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"after": -1}, "negative"),
        ({"share": float("nan")}, "missing"),
        ({"group": "treated"}, "compare"),
    ],
)
def test_a_record_that_cannot_be_judged_is_named(change: dict[str, object], word: str) -> None:
    with pytest.raises(PlanError, match=word):
        before_after(city(1, 1.0).assign(**change), 0.5)


def test_a_lacking_column_is_named() -> None:
    with pytest.raises(PlanError, match="sites"):
        before_after(city(1, 1.0).drop(columns="sites"), 0.5)


def test_crashes_that_are_counted_again_tell_no_more() -> None:
    record = city(2, 0.7)
    again = pd.concat([record, record.assign(measure=record["measure"] + " again")])
    once, twice = before_after(record, 0.8), before_after(again, 0.8, repeated=2)
    assert twice.ratio == pytest.approx(once.ratio, abs=0.01)
    assert twice.low == pytest.approx(once.low, abs=0.02) and twice.high > 0.95 * once.high
