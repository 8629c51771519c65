"""What jobs promise of their days: a row is made of its own days, whatever stands on others."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.conform import schema_of
from lakehouse.declare import Column, Job, Table
from lakehouse.declare.job import OF_CITY
from lakehouse.run.catalogue import find_steps
from lakehouse.run.computing.by_day import on_days
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, transport

JOBS = [s for s in find_steps() if isinstance(s, Job) and s.days_back is not None]
CHICAGO = load_settings("chicago", {}).city
CITY = {name: getattr(CHICAGO, name) for name in OF_CITY}
FIRST, DAYS = date(2024, 5, 1), 6
SOUTH, WEST, SIDE = 41.88, -87.65, 0.004
SQUARE = [[WEST, SOUTH], [WEST + SIDE, SOUTH], [WEST + SIDE, SOUTH + SIDE], [WEST, SOUTH + SIDE]]
SHAPES = {
    city.area_boundary.name: {"type": "Polygon", "coordinates": [[*SQUARE, SQUARE[0]]]},
    transport.street_segment.name: {"type": "LineString", "coordinates": SQUARE},
}
# Words that the jobs ask for; any other text is one of a few, so that rows meet.
WORDS = {
    "name": ["Ash / Elm", "Elm / Oak"],
    "intersection": ["Ash / Elm", "Elm / Oak"],
    "nature": ["rats in the yard", "garbage"],
}


def drawn(table: Table, draw: random.Random, n: int) -> tuple[Any, ...]:
    """A row of the table; its key is its number, unless the day or others are a part of it."""

    def cell(column: Column) -> Any:
        if (column.name,) == tuple(table.key) and column.type != "timestamp":
            return f"k{n}" if column.type == "string" else n
        if column.name == "geometry":
            return json.dumps(SHAPES[table.name])
        if column.name in ("latitude", "longitude"):
            return (SOUTH if column.name == "latitude" else WEST) + draw.random() * SIDE
        of = {
            "date": lambda: FIRST + timedelta(draw.randrange(DAYS)),
            "boolean": lambda: draw.random() < 0.5,
            "double": lambda: float(draw.randrange(9)),
            "string": lambda: draw.choice(WORDS.get(column.name, ["a", "b"])),
        }
        return of.get(column.type, lambda: draw.randrange(9))()

    return tuple(cell(column) for column in table.columns)


def timed(rows: list[tuple[Any, ...]], table: Table, spark: SparkSession) -> DataFrame:
    """The rows as a frame; a drawn moment is an hour of the row's day."""
    schema = schema_of(table)
    day = table.column_names.index(str(table.happened_at)) if table.happened_at else None
    moments = [i for i, c in enumerate(table.columns) if c.type == "timestamp"]
    loose = spark.createDataFrame(
        [
            tuple(
                f"{row[day] if day is not None else FIRST} {v:02}:00:00" if i in moments else v
                for i, v in enumerate(row)
            )
            for row in rows
        ],
        ", ".join(
            f"{c.name} {'string' if c.type == 'timestamp' else c.type}" for c in table.columns
        ),
    )
    return loose.selectExpr(*(f"cast({f.name} as {f.dataType.simpleString()})" for f in schema))


@pytest.mark.parametrize("step", JOBS, ids=lambda step: step.writes.name)
def test_a_part_of_the_days_is_made_of_a_part_of_the_rows(step: Job, spark: SparkSession) -> None:
    draw = random.Random(step.writes.name)
    frames = {
        name: timed([drawn(t, draw, n) for n in range(30)], t, spark).cache()
        for name, t in step.parameters.items()
    }
    when = str(step.writes.happened_at)
    days = {FIRST + timedelta(n) for n in (1, 2, 5)}
    whole = on_days(call(step.function, frames, FIRST, CITY), when, days)
    back = {day - timedelta(n) for day in days for n in range((step.days_back or 0) + 1)}
    named = step.parameters
    less = {
        name: on_days(frame, str(named[name].happened_at), back)
        if named[name] in step.dated
        else frame
        for name, frame in frames.items()
    }
    part = on_days(call(step.function, less, FIRST, CITY), when, days)
    expected = sorted(map(str, whole.collect()))
    assert expected and sorted(map(str, part.collect())) == expected
    for frame in frames.values():
        frame.unpersist()
