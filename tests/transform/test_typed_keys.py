"""Rows of one key: which is kept, which is held back, and which are different facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame

from lakehouse.declare import Feed, FeedColumn
from lakehouse.transform.cases import broken, strictest
from lakehouse.transform.typed import good, typed, why_broken

TableOf = Callable[..., DataFrame]
COLUMNS = (
    FeedColumn("No", "no", "int", "Number."),
    FeedColumn("Street", "street", "string", "Street."),
    FeedColumn("Size", "size", "int", "Size."),
)
FEED = Feed(
    *("thing", "health", "Health", "*.csv", COLUMNS, "health.thing"),
    known="null",
    identity=("no", "street"),
)
REPEATS = Feed(**{**FEED.__dict__, "identity": (), "repeats": True})
SNAPSHOT = Feed(**{**FEED.__dict__, "mode": "snapshot"})
REPEATED = "its key stands in a good row of this delivery before"
# Deliveries a to e each tell a story of their own; f and g come later and say it again.
DRAWN = """
    _delivery | _sequence | _row | no | street | size | _raw
    a         | 1         | 1    | 5  | Main   | 1    |
    a         | 1         | 2    | 05 | Main   | 2    |
    a         | 1         | 3    | 5  | Side   | 3    |
    a         | 1         | 4    | 5  | main   | 4    |
    b         | 2         | 1    | 6  | Main   | big  |
    b         | 2         | 2    | 6  | Main   | 1    |
    b         | 2         | 3    | 06 | Main   | 2    |
    b         | 2         | 4    | 6  | Main   | huge |
    c         | 3         | 1    | x  | Main   | 1    |
    c         | 3         | 2    | x  | Main   | 2    |
    c         | 3         | 3    |    | Main   | 3    |
    d         | 4         | 1    |    |        |      | 1;2;3;4
    d         | 4         | 2    |    |        |      | 1;2;3;4
    e         | 5         | 1    | 7  | Main   | 1    |
    e         | 5         | 2    | 7  | Main   | 1    |
    e         | 5         | 3    | 7  | Main   |      |
    f         | 6         | 1    | 5  | Main   | 8    |
    f         | 6         | 2    | 5  | Side   | tall |
    f         | 6         | 3    | 5  | New    | 7    |
"""


@pytest.fixture(scope="module")
def landed(table_of: TableOf) -> DataFrame:
    return table_of(DRAWN, FEED.landed).cache()


def place(row: Any) -> str:
    return f"{row['_delivery']}{row['_row']}"


@pytest.fixture(scope="module")
def why(landed: DataFrame) -> dict[str, list[str]]:
    """Delivery and row to the reasons against it."""
    rows = typed(landed, FEED).withColumn("_why", why_broken(FEED)).collect()
    return {place(row): row["_why"] for row in rows}


def test_a_key_that_returns_in_its_delivery_is_held_back(why: dict[str, list[str]]) -> None:
    assert why["a1"] == []
    assert why["a2"] == [REPEATED], "5 and 05 are one number"
    assert why["e2"] == why["e3"] == [REPEATED]


def test_another_part_of_the_key_is_another_key(why: dict[str, list[str]]) -> None:
    assert why["a3"] == why["a4"] == []


def test_a_broken_row_does_not_use_up_its_key(why: dict[str, list[str]]) -> None:
    assert why["b1"] == ["Size is not an int"]
    assert why["b2"] == []
    assert why["b3"] == [REPEATED]


def test_a_broken_row_is_not_blamed_for_its_key_as_well(why: dict[str, list[str]]) -> None:
    assert why["b4"] == ["Size is not an int"]
    assert why["c1"] == why["c2"] == ["No is not an int"]
    assert why["d1"] == why["d2"]
    assert len(why["d1"]) == 1


def test_a_key_must_be_there(why: dict[str, list[str]]) -> None:
    assert why["c3"] == ["No is missing"]


def test_a_key_may_return_in_another_delivery(why: dict[str, list[str]]) -> None:
    assert why["f1"] == why["f3"] == []


def test_an_increment_keeps_the_latest_version_of_each_key(landed: DataFrame) -> None:
    kept = good(typed(landed, FEED), FEED)
    assert kept.columns == ["no", "street", "size", "known_at", "_row_id", "_file", "_row"]
    rows = kept.collect()
    assert sorted((r["no"], r["street"], r["size"]) for r in rows) == [
        (5, "Main", 8),
        (5, "New", 7),
        (5, "Side", 3),
        (5, "main", 4),
        (6, "Main", 1),
        (7, "Main", 1),
    ]
    assert len({r["_row_id"] for r in rows}) == 6


def test_a_snapshot_is_its_last_delivery(landed: DataFrame) -> None:
    rows = good(typed(landed, SNAPSHOT), SNAPSHOT).collect()
    assert sorted((r["no"], r["street"], r["size"]) for r in rows) == [
        (5, "Main", 8),
        (5, "New", 7),
    ]


def test_a_snapshot_of_broken_rows_is_empty_not_the_one_before(landed: DataFrame) -> None:
    until = landed.where("_sequence <= 4")
    assert good(typed(until, SNAPSHOT), SNAPSHOT).collect() == []


def test_where_repeats_are_facts_equal_rows_are_all_kept(landed: DataFrame) -> None:
    rows = typed(landed, REPEATS).withColumn("_why", why_broken(REPEATS)).collect()
    said = {place(r): r["_why"] for r in rows}
    assert [name for name, why in said.items() if REPEATED in why] == []
    assert said["e1"] == said["e2"] == said["e3"] == said["c3"] == []
    ids = {place(r): r["_row_id"] for r in rows}
    assert len({ids["e1"], ids["e2"], ids["e3"], ids["a1"], ids["a2"]}) == 5


def test_equal_rows_of_two_deliveries_are_the_same_facts(table_of: TableOf) -> None:
    drawn = table_of(
        """
        _delivery | _sequence | _row | no | street | size
        a         | 1         | 1    | 7  | Main   | 1
        a         | 1         | 2    | 07 | Main   | 1
        b         | 2         | 1    | 7  | Main   | 1
        b         | 2         | 2    | 7  | Main   | 1
        b         | 2         | 3    | 7  | Main   | 1
        """,
        REPEATS.landed,
    )
    kept = good(typed(drawn, REPEATS), REPEATS).orderBy("_row").collect()
    assert [(r["_row"], r["no"]) for r in kept] == [(1, 7), (2, 7), (3, 7)]


def test_what_is_held_back_names_each_row_once(
    landed: DataFrame, why: dict[str, list[str]]
) -> None:
    back = broken(typed(landed, FEED), FEED).collect()
    found = {f"{r['delivery']}{r['row']}": r["reasons"] for r in back}
    assert len(back) == len(found)
    assert found == {name: said for name, said in why.items() if said}


@pytest.mark.parametrize(
    ("grades", "strict"),
    [
        (("open", "open"), "internal"),
        (("open", "personal"), "personal"),
        (("confidential", "internal"), "confidential"),
    ],
)
def test_a_held_back_row_has_the_strictest_grade(grades: tuple[str, str], strict: str) -> None:
    columns = [FeedColumn(n, n, "int", "m", grade=g) for n, g in zip("ab", grades, strict=True)]
    assert strictest(Feed(**{**REPEATS.__dict__, "columns": tuple(columns)})) == strict
