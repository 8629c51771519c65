"""A frame is parted into rows that keep every rule and rows that are held back with the reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.declare import Column, Table
from lakehouse.declare.errors import PlanError, PromiseBroken
from lakehouse.tables import quarantine

TableOf = Callable[..., DataFrame]
VISIT = Table(
    "city.visit",
    "One row per visit.",
    ("id",),
    (
        Column("id", "string", "The visit."),
        Column("day", "date", "Its day.", required=True),
        Column("size", "bigint", "How big.", rule="size > 0"),
        Column("name", "string", "Of a person.", grade="personal"),
    ),
    owner="Health",
)
DRAWN = """
    name string | size int | day date   | id string
    ann         | 1        | 2020-01-01 | a
                |          | 2020-01-01 | b
    cid         | 0        |            | c
    dan         | 3        | 2020-01-01 |
"""


def test_rows_are_parted_and_none_is_lost(table_of: TableOf) -> None:
    parted = evaluated(table_of(DRAWN), VISIT)
    good, broken = parted.good(), parted.broken()
    assert good.columns == VISIT.column_names
    assert [row["id"] for row in good.orderBy("id").collect()] == ["a", "b"]
    expected = """
        source     | content                                      | owner  | grade
        city.visit | {"id":"c","size":0,"name":"cid"}             | Health | personal
        city.visit | {"day":"2020-01-01","size":3,"name":"dan"}   | Health | personal
    """
    held = conform(broken, quarantine.row)
    assert_df_equality(
        held.drop("reasons"),
        table_of(expected, quarantine.row).drop("reasons"),
        ignore_row_order=True,
        ignore_nullable=True,
    )
    assert sorted(row["reasons"] for row in held.collect()) == [
        ["day is missing", "size breaks: size > 0"],
        ["id is missing"],
    ]


def test_a_frame_of_another_shape_is_refused(table_of: TableOf) -> None:
    with pytest.raises(PlanError, match=r"city\.visit lacks name"):
        evaluated(table_of(DRAWN).drop("name"), VISIT)


@pytest.mark.parametrize(
    ("third", "refused"),
    [("c | 1", False), ("a | 0", False), ("a | 1", True)],
    ids=["other key", "broken row", "same key"],
)
def test_a_key_may_stand_once_among_good_rows(third: str, refused: bool, table_of: TableOf) -> None:
    drawn = table_of(f"id | size\na | 1\nb | 1\n{third}", VISIT).selectExpr(
        "id", "size", "name", "date '2020-01-01' as day"
    )
    parted = evaluated(drawn, VISIT)
    if not refused:
        parted.refuse_repeated_key()
        return
    with pytest.raises(PromiseBroken) as error:
        parted.refuse_repeated_key()
    assert error.value.what == "city.visit would hold 2 rows for 1 keys (id)."
