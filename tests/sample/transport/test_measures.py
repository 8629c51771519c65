"""The measures' true effect is found by who knows what was to be expected, and by no one else."""

from typing import Any

import numpy as np
import pytest

from lakehouse.sample.city import build_city
from lakehouse.sample.transport.days import crash_days
from lakehouse.sample.transport.events import CHOSEN_FROM, CHOSEN_ON, happened, untreated
from lakehouse.sample.transport.strengths import STRENGTHS

Cities = list[Any]


def after_and_expected(drawn: Any, kind: str) -> tuple[int, float, int, float]:
    """Crashes after the measures, those to be expected without, and the same before the choice."""
    days, site = crash_days(drawn.city), drawn.node.set_index("node")
    rate = site["true_rate"] + site["walker_rate"]
    at = drawn.crash[drawn.crash["node"] > 0]
    seen, expected, before, before_expected = 0, 0.0, 0, 0.0
    for built in drawn.measure[drawn.measure["kind"] == kind].itertuples():
        here = at.loc[at["node"] == built.node, "crashed_at"]
        seen += int((here >= built.completed_on).sum())
        before += int(here.between(CHOSEN_FROM, CHOSEN_ON, inclusive="left").sum())
        later = days.loc[days["day"] >= built.completed_on, "factor"].sum()
        chosen = days["day"].between(CHOSEN_FROM, CHOSEN_ON, inclusive="left")
        expected += rate[built.node] * later / 365.25
        before_expected += rate[built.node] * days.loc[chosen, "factor"].sum() / 365.25
    return seen, expected, before, before_expected


def totals(cities: Cities, kind: str) -> tuple[float, float, float, float]:
    return tuple(np.sum([after_and_expected(d, kind) for d in cities], axis=0))


@pytest.mark.whole
def test_who_knows_the_expected_crashes_finds_the_effect(cities: Cities) -> None:
    seen, expected, _, _ = totals(cities, "RAISED_JUNCTION")
    assert seen / expected == pytest.approx(STRENGTHS.measure_effect, abs=3 * seen**0.5 / expected)
    assert 3 * seen**0.5 / expected < 0.12


@pytest.mark.whole
def test_repainting_did_nothing(cities: Cities) -> None:
    seen, expected, _, _ = totals(cities, "REPAINTING")
    assert seen / expected == pytest.approx(1.0, abs=3 * seen**0.5 / expected)


@pytest.mark.whole
def test_before_and_after_alone_overstate_the_effect(cities: Cities) -> None:
    """Sites were chosen because their three years were bad: they had been partly bad luck."""
    seen, expected, before, before_expected = totals(cities, "RAISED_JUNCTION")
    luck = before / before_expected
    assert luck > 1.08
    naive = (seen / expected) / luck
    assert naive < STRENGTHS.measure_effect - 3 * seen**0.5 / expected


@pytest.mark.whole
def test_half_a_city_of_naive_readers_is_misled(cities: Cities) -> None:
    """In a single city too, the naive estimate is lower than the oracle's, every time."""
    for drawn in cities:
        seen, expected, before, before_expected = after_and_expected(drawn, "RAISED_JUNCTION")
        assert (seen / before) / (expected / before_expected) < seen / expected


@pytest.mark.whole
def test_the_worst_sites_of_each_neighbourhood_were_chosen(cities: Cities) -> None:
    drawn = cities[0]
    raised = drawn.measure[drawn.measure["kind"] == "RAISED_JUNCTION"]
    assert len(raised) == 48 and not drawn.measure["node"].duplicated().any()
    recent = drawn.crash["crashed_at"].between(CHOSEN_FROM, CHOSEN_ON, inclusive="left")
    many = drawn.crash[recent]["node"].value_counts()
    for built in raised.itertuples():
        area = (built.node - 1) // 25
        others = many.reindex(range(area * 25 + 1, area * 25 + 26), fill_value=0)
        assert built.before == others[built.node] >= others.nlargest(2).min()
    assert (drawn.measure["completed_on"] > drawn.measure["decided_on"]).all()


def test_only_crashes_after_a_measure_are_kept_from_happening() -> None:
    city = build_city(9)
    bare, (crash, built) = untreated(city, 4), happened(city, 4)
    gone = bare.merge(crash, how="left", indicator=True).query("_merge == 'left_only'")
    done = gone["node"].map(built.set_index("node")["completed_on"])
    assert len(gone) and (gone["crashed_at"] >= done).all()
