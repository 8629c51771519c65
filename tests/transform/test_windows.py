"""A feature sees what was known before the day, within its window, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame

from lakehouse.declare import (
    Column,
    Derived,
    Feature,
    Table,
    average,
    count,
    days_since,
    faded,
    latest,
    total,
)
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]


def facts(name: str, *columns: tuple[str, str]) -> Table:
    fixed = (("id", "string"), ("happened", "date"), ("known", "date"))
    declared = [Column(n, kind, "What it is.") for n, kind in (*fixed, *columns)]
    return Table(name, "One row per fact.", ("id",), declared, "happened", "known")


VISIT = facts("city.visit", ("place", "string"), ("found", "int"), ("bad", "boolean"))
LICENCE = facts("city.licence", ("place", "string"), ("owner", "string"))
DECLARED = (
    # By the owner first: it can only be linked after the owner is known.
    count("owners_licences", LICENCE, "owner", "licences of the same owner"),
    Derived("share", "share of visits that were bad", "bad_visits / nullif(visits, 0)"),
    count("visits", VISIT, "place", "earlier visits"),
    count("visits_30", VISIT, "place", "visits of 30 days", days=30),
    count(
        "visits_bad_30", VISIT, "place", "bad visits of 30 days", days=30, where="bad or found > 8"
    ),
    total("bad_visits", VISIT, "bad", "place", "bad visits"),
    total("found_365", VISIT, "found", "place", "findings of a year", days=365),
    average("mean", VISIT, "found", "place", "mean findings"),
    latest("last", VISIT, "found", "place", "findings of the last visit"),
    latest("last_bad_id", VISIT, "id", "place", "last bad visit", where="bad", type="string"),
    days_since("since", VISIT, "place", "days since the last visit"),
    faded("fading", VISIT, "found", "place", "findings, fading", half_life=10),
    count("everywhere", VISIT, (), "visits in the city"),
    Feature("most", "most findings of any", VISIT, "max(found) {rows}", (), 30, "bad", -1, "int"),
    latest("owner", LICENCE, "owner", "place", "owner by the newest licence", type="string"),
)
COHORT = """
    case_id string | place string | as_of date | note string
    seen           | p            | 2020-03-01 | kept
    later          | p            | 2020-04-01 | kept
    early          | p            | 2020-01-01 |
    empty          | q            | 2020-03-01 |
    nowhere        |              | 2020-03-01 |
"""
VISITS = """
    id  | place | happened   | known      | found | bad
    v1  | p     | 2020-01-01 | 2020-01-01 | 1     | false
    v2  | p     | 2020-01-30 | 2020-01-30 | 9     | false
    v3  | p     | 2020-01-31 | 2020-01-31 | 2     | true
    v9  | p     | 2020-02-20 | 2020-02-29 | 4     | true
    v10 | p     | 2020-02-20 | 2020-02-20 | 3     | false
    v5  | p     | 2020-02-29 | 2020-03-01 | 50    | true
    v6  | p     | 2020-01-15 | 2020-03-15 | 60    | true
    v7  | p     | 2020-03-01 | 2020-03-01 | 70    | true
    v8  | p     | 2020-02-01 |            | 80    | true
    w1  | r     | 2020-02-01 | 2020-02-01 | 7     | true
    w2  |       | 2020-02-02 | 2020-02-02 |       | false
"""
LICENCES = """
    id | place | happened   | known      | owner
    l1 | p     | 2019-01-01 | 2019-01-01 | ann
    l2 | p     | 2020-03-05 | 2020-03-05 | bob
    l3 | r     | 2019-05-01 | 2019-05-01 | ann
    l4 | r     | 2019-06-01 | 2020-03-20 | ann
    l5 | s     | 2019-07-01 | 2019-07-01 | bob
"""


@pytest.fixture(scope="module")
def made(table_of: TableOf) -> dict[str, Any]:
    seen = {VISIT.name: table_of(VISITS, VISIT), LICENCE.name: table_of(LICENCES, LICENCE)}
    rows = with_features(table_of(COHORT), DECLARED, seen).collect()
    assert len(rows) == len({r["case_id"] for r in rows}) == 5
    return {r["case_id"]: r for r in rows}


def test_a_fact_known_on_the_day_is_not_seen(made: dict[str, Any]) -> None:
    # v5 became known on 1 March and happened before, v7 happened on 1 March itself.
    assert made["seen"]["visits"] == 5
    assert made["seen"]["most"] == 7
    assert made["early"]["visits"] == 0


def test_a_fact_known_late_is_seen_from_then_on_though_it_happened_early(
    made: dict[str, Any],
) -> None:
    # v6 happened in January and became known on 15 March; v8 was never known.
    assert made["later"]["visits"] == 8
    assert made["seen"]["found_365"] == 1 + 9 + 2 + 4 + 3
    assert made["later"]["found_365"] == 1 + 9 + 2 + 4 + 3 + 50 + 60 + 70


def test_a_window_reaches_back_its_days_and_no_further(made: dict[str, Any]) -> None:
    # Thirty days before 1 March 2020 is 31 January: v3 is in, v2 a day too early.
    assert made["seen"]["visits_30"] == 3
    assert made["later"]["visits_30"] == 0


def test_facts_are_chosen_by_any_condition(made: dict[str, Any]) -> None:
    assert made["seen"]["visits_bad_30"] == 2
    assert made["seen"]["bad_visits"] == 2
    assert made["later"]["bad_visits"] == 5
    assert made["seen"]["last_bad_id"] == "v9"


def test_sums_and_means(made: dict[str, Any]) -> None:
    assert made["seen"]["mean"] == pytest.approx(19 / 5, abs=1e-12)
    fading = sum(n * 0.5 ** (age / 10) for n, age in ((1, 60), (9, 31), (2, 30), (4, 10), (3, 10)))
    assert made["seen"]["fading"] == pytest.approx(fading, abs=1e-8)


def test_the_last_fact_is_that_of_the_last_day_then_of_the_highest_key(
    made: dict[str, Any],
) -> None:
    # As text v9 comes after v10, but a number kept as text goes by its length first.
    assert made["seen"]["last"] == 3
    assert made["seen"]["since"] == 10
    assert (made["later"]["last"], made["later"]["since"]) == (70, 31)


def test_without_facts_a_feature_is_empty_as_declared(made: dict[str, Any]) -> None:
    for case in ("empty", "nowhere", "early"):
        row = made[case]
        counts = ("visits", "visits_30", "visits_bad_30", "bad_visits", "found_365", "fading")
        assert [row[name] for name in counts] == [0] * 6, case
        assert [row[name] for name in ("mean", "last", "last_bad_id", "since")] == [None] * 4, case


def test_the_whole_city_is_linked_by_nothing(made: dict[str, Any]) -> None:
    assert {case: made[case]["everywhere"] for case in made} == {
        "seen": 7,
        "empty": 7,
        "nowhere": 7,
        "later": 10,
        "early": 0,
    }
    assert made["early"]["most"] == -1


def test_a_feature_may_link_by_another_as_known_that_day(made: dict[str, Any]) -> None:
    assert [made[case]["owner"] for case in ("seen", "later", "empty")] == ["ann", "bob", None]
    assert made["seen"]["owners_licences"] == 2
    assert made["later"]["owners_licences"] == 2
    assert made["empty"]["owners_licences"] == 0


def test_a_derived_number_sees_the_features_of_its_row(made: dict[str, Any]) -> None:
    assert made["seen"]["share"] == pytest.approx(2 / 5)
    assert made["empty"]["share"] is None


def test_types_are_as_declared_and_the_cohorts_columns_stay(made: dict[str, Any]) -> None:
    row = made["seen"].asDict()
    assert list(row)[:1] and set(row) == {"case_id", "place", "as_of", "note"} | {
        f.name for f in DECLARED
    }
    assert row["note"] == "kept"
    assert isinstance(row["visits"], float)
    assert isinstance(row["most"], int)
