"""A frame is brought into the declared shape, or refused with what does not fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.conform import conform, schema_of
from lakehouse.declare import Column, Table
from lakehouse.declare.column import TYPES
from lakehouse.declare.errors import PlanError

TableOf = Callable[..., DataFrame]
WIDENED = [
    ("tinyint", "smallint"),
    ("tinyint", "int"),
    ("tinyint", "bigint"),
    ("smallint", "int"),
    ("smallint", "bigint"),
    ("int", "bigint"),
    ("tinyint", "float"),
    ("smallint", "float"),
    ("tinyint", "double"),
    ("smallint", "double"),
    ("int", "double"),
    ("float", "double"),
    ("date", "timestamp"),
]


def declared(**types: str) -> Table:
    columns = [Column(name, kind, "What it is.") for name, kind in types.items()]
    return Table("city.visit", "One row per visit.", (), columns)


def frame_of(spark: SparkSession, **types: str) -> DataFrame:
    ddl = ", ".join(f"{name} {kind}" for name, kind in types.items())
    return spark.createDataFrame([], ddl)


def test_columns_are_put_into_the_declared_order(table_of: TableOf) -> None:
    drawn = table_of("""
        day date   | found int | id string
        2020-01-31 | 3         | a
                   |           | b
    """)
    made = conform(drawn, declared(id="string", found="bigint", day="timestamp"))
    assert made.columns == ["id", "found", "day"]
    assert [f.dataType.simpleString() for f in made.schema.fields] == [
        *("string", "bigint", "timestamp"),
    ]
    # As text: a collected moment would be in the time zone of this machine.
    first, second = made.selectExpr("id", "found", "cast(day as string)").collect()
    assert tuple(first) == ("a", 3, "2020-01-31 00:00:00")
    assert tuple(second) == ("b", None, None)


def test_a_missing_column_is_named_with_the_nearest_there_is(spark: SparkSession) -> None:
    frame = frame_of(spark, id="string", visted_on="date")
    with pytest.raises(PlanError) as refused:
        conform(frame, declared(id="string", visited_on="date"))
    assert refused.value.what == (
        "What is written to city.visit lacks visited_on (did you mean visted_on?); "
        "has visted_on, which is not declared."
    )
    assert "last select" in refused.value.todo


def test_every_missing_column_is_named_at_once(spark: SparkSession) -> None:
    with pytest.raises(PlanError, match=r"city\.visit lacks found; lacks day\."):
        conform(frame_of(spark, id="string"), declared(id="string", found="int", day="date"))


def test_an_extra_column_is_named(spark: SparkSession) -> None:
    with pytest.raises(PlanError, match=r"city\.visit has helper, which is not declared\."):
        conform(frame_of(spark, id="string", helper="int"), declared(id="string"))


@pytest.mark.parametrize(("has", "wants"), WIDENED)
def test_a_wider_type_loses_nothing(spark: SparkSession, has: str, wants: str) -> None:
    made = conform(frame_of(spark, a=has), declared(a=wants))
    assert made.schema.fields[0].dataType.simpleString() == wants


@pytest.mark.parametrize("has", TYPES)
def test_only_the_same_and_wider_types_fit(spark: SparkSession, has: str) -> None:
    frame = frame_of(spark, a=has)
    for wants in TYPES:
        if has == wants or (has, wants) in WIDENED:
            assert conform(frame, declared(a=wants)).columns == ["a"]
        else:
            with pytest.raises(PlanError, match=r"has other types: a is .*, declared .*\."):
                conform(frame, declared(a=wants))


def test_all_wrong_types_are_named_at_once(spark: SparkSession) -> None:
    frame = frame_of(spark, a="bigint", b="string", c="decimal(10,2)")
    with pytest.raises(PlanError) as refused:
        conform(frame, declared(a="int", b="date", c="double"))
    assert refused.value.what == (
        "What is written to city.visit has other types: a is bigint, declared int; "
        "b is string, declared date; c is decimal(10,2), declared double."
    )
    assert refused.value.todo == "Cast in the job, or correct the declaration."


@pytest.mark.parametrize("wants", TYPES)
def test_a_column_of_nothing_fits_every_type(spark: SparkSession, wants: str) -> None:
    made = conform(spark.sql("select null as a"), declared(a=wants))
    assert made.schema == schema_of(declared(a=wants))


def test_a_table_of_every_type_has_a_schema() -> None:
    every = {f"c{i}": kind for i, kind in enumerate(TYPES)}
    schema = schema_of(declared(**every))
    assert [f.dataType.simpleString() for f in schema.fields] == list(TYPES)
    assert all(f.nullable for f in schema.fields)
