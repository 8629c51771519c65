"""Sums around places over windows of days, of all cohort rows of a stretch of city at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.feature import BILLIONTHS, Feature, Near
from lakehouse.methods.near_sums import Events, Summed, near_sums
from lakehouse.transform.meeting import PLACED
from lakehouse.transform.running_sums import fact_value
from lakehouse.transform.takes import ROWS, Call, added_near

TILE = 16  # cells along each side of what one task holds
BLOCK = 4  # windows that it holds
PARTS = ("_row", "_column", "_block")
DAY = "datediff({}, date '1970-01-01')"


def summed_near(asking: DataFrame, group: list[Feature], facts: DataFrame) -> DataFrame:
    """The features, one row per cohort row of a part of the city in which there is any fact.

    All look around places with one :class:`Near`, and each adds whole numbers over a window of
    days (``lakehouse.transform.takes.added_near``). Facts go to the squares of the city and the
    stretches of time whose cohort rows can see them, and are summed up there
    (``lakehouse.methods.near_sums``): joined, every cohort row would be copied to nine cells and
    two stretches, and every pair be a row.
    """
    near, calls = group[0].link, [call for f in group if (call := added_near(f))]
    assert isinstance(near, Near) and len(calls) == len(group)
    reach = max(f.days or 0 for f in group)
    pairs = (
        _asked(asking, near, reach)
        .groupBy(*PARTS)
        .cogroup(_seen(facts, group[0], near, reach, calls).groupBy(*PARTS))
    )
    kind = asking.schema["case_id"].dataType.simpleString()
    sums = ", ".join(f"_s{i} bigint" for i in range(len(calls)))

    def of_part(here: pa.Table, there: pa.Table) -> pa.Table:
        events = Events(_places(there), _whole(there["_happened"]), _whole(there["_seen"]))
        wanted = [
            Summed(_whole(there[f"_v{i}"]), call.days or reach, call.arguments == (BILLIONTHS,))
            for i, call in enumerate(calls)
        ]
        days = _whole(here["_day"])
        own = _places(here, "_")
        made = near_sums(own, days, events, wanted, near.degrees, near.bandwidth)
        columns = {f"_s{i}": pa.array(made[:, i]) for i in range(len(calls))}
        return pa.table({"case_id": here["case_id"], "as_of": here["as_of"], **columns})

    made = pairs.applyInArrow(of_part, f"case_id {kind}, as_of date, {sums}")
    return made.selectExpr(
        *("case_id", "as_of"),
        *(f"cast({_told(f, i)} as {f.type}) as {f.name}" for i, f in enumerate(group)),
    )


def _asked(asking: DataFrame, near: Near, reach: int) -> DataFrame:
    """Cohort rows with the square and the stretch of time they stand in."""
    day = DAY.format("as_of")
    return asking.where(PLACED).selectExpr(
        *("case_id", "as_of", f"{day} as _day"),
        # By other names: the cohort may be made of the very table that it looks at.
        *("latitude as _latitude", "longitude as _longitude"),
        f"{_tile(_cell('latitude', near))} as _row",
        f"{_tile(_cell('longitude', near))} as _column",
        f"cast(floor({day} / {BLOCK * reach}) as int) as _block",
    )


def _seen(
    facts: DataFrame, feature: Feature, near: Near, reach: int, calls: list[Call]
) -> DataFrame:
    """Facts once for each square and stretch of time in which a cohort row may see them."""
    of = feature.of
    happened, known = (DAY.format(name) for name in (of.happened_at, of.known_at))
    seen = facts.where(f"{PLACED} and {of.happened_at} is not null and {of.known_at} is not null")
    seen = seen.selectExpr(
        *("latitude", "longitude", f"{happened} as _happened"),
        f"greatest({happened}, {known}) + 1 as _seen",
        *(f"cast({_value(call)} as bigint) as _v{i}" for i, call in enumerate(calls)),
    )
    # Known only when it has left the window already, a fact is never seen.
    seen = seen.where(f"_seen <= _happened + {reach}")
    block = BLOCK * reach
    first, last = (
        f"cast(floor({day} / {block}) as int)" for day in ("_seen", f"(_happened + {reach})")
    )
    copies = {"_block": f"sequence({first}, {last})"}
    for name, place in (("_row", "latitude"), ("_column", "longitude")):
        cell = _cell(place, near)
        copies[name] = f"array_distinct(array({_tile(f'({cell} - 1)')}, {_tile(f'({cell} + 1)')}))"
    for name, several in copies.items():
        seen = seen.withColumn(name, F.explode(F.expr(several)))
    return seen


def _cell(place: str, near: Near) -> str:
    return f"floor({place} / {near.degrees})"


def _tile(cell: str) -> str:
    return f"cast(floor({cell} / {TILE}) as int)"


def _value(call: Call) -> str:
    """SQL: the whole number that a fact adds, before its weight."""
    if call.arguments == (BILLIONTHS,):
        return fact_value(("count", ("*",), call.where))
    return fact_value((call.function, call.arguments, call.where))


def _told(feature: Feature, number: int) -> str:
    """SQL: the feature of its sum."""
    return f"_s{number}{feature.take.partition(ROWS)[2]}"


def _places(rows: pa.Table, mark: str = "") -> np.ndarray:
    names = (f"{mark}latitude", f"{mark}longitude")
    return np.column_stack([rows[name].to_numpy() for name in names])


def _whole(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column.to_numpy(), dtype=np.int64)
