"""Releases that are safe each on its own may not be together: an attack on all of them."""

from __future__ import annotations

import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.count_table import CountTable, grouped, with_margins
from lakehouse.methods.disclosure_attack import (
    FOUND_SMALL,
    NARROWED,
    SMALL_REMAINDER,
    grown,
    joined,
    recovered,
)
from lakehouse.methods.suppression import Rule, suppressed

RULE = Rule(5)
WEEK = pd.Series(
    [3, 20, 9, 30, 8, 40, 12, 15],
    pd.MultiIndex.from_product([range(4), ["young", "old"]], names=["area", "age"]),
)
ALL = with_margins(WEEK)


def flags(table: CountTable, shown: bool) -> pd.Series:
    return pd.Series(shown, table.values.index)


def test_another_pattern_of_blanks_gives_away_the_first() -> None:
    made = suppressed(ALL, RULE)
    assert recovered(ALL, ~made["suppressed"], RULE).empty
    both = joined({"monday": ALL, "friday": ALL})
    shown = pd.Series([*~made["suppressed"], *~made["primary"]], both.values.index)
    found = recovered(both, shown, RULE).set_index("number")
    assert found.loc[[("monday", 0, "young")], "how"].tolist() == [FOUND_SMALL]
    assert {FOUND_SMALL, NARROWED} < set(found["how"])


def test_groups_that_differ_by_few_give_these_away() -> None:
    ages = pd.Series([2, 30, 50], index=["0-16", "17", "18+"])
    minors, adults = pd.Series({"0-16": "x", "17": "x"}), pd.Series({"17": "x", "18+": "x"})
    everybody = pd.Series("all", ages.index)
    releases = {"minors": grouped(ages, minors), "all": grouped(ages, everybody)}
    safe = joined(releases)
    assert recovered(safe, flags(safe, True), RULE).empty
    three = joined({**releases, "adults": grouped(ages, adults)})
    found = recovered(three, flags(three, True), RULE)
    assert found["how"].tolist() == [SMALL_REMAINDER]
    assert found.loc[0, ["number", "less"]].tolist() == [("all", "all"), ("adults", "x")]
    assert found.loc[0, "low"] == 2


def test_what_came_since_the_last_release_is_found() -> None:
    since = pd.Series(0, WEEK.index)
    since[(2, "old")] = 1
    both = grown(ALL, with_margins(WEEK + since))
    shown = pd.Series(~pd.concat([suppressed(ALL, RULE)["suppressed"]] * 2).to_numpy())
    found = recovered(both, shown.set_axis(both.values.index), RULE)
    assert (found["how"] == SMALL_REMAINDER).any()
    same = grown(ALL, ALL)
    assert recovered(same, shown.set_axis(same.values.index), RULE).empty


def test_releases_of_other_counts_are_not_joined() -> None:
    with pytest.raises(PlanError, match="the same finest counts"):
        joined({"all": ALL, "few": with_margins(WEEK[:4])})
