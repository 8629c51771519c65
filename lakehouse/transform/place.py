"""Every point in the areas of its city, with the reason where it is in none or in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError
from lakehouse.declare.table import Table
from lakehouse.transform.areas import OUTSIDE, REASONS, areas

NO_COORDINATES = "no coordinates"
PARTS = 8  # groups the coordinates are spread over: more of them for tens of millions


def located(
    points: DataFrame, boundaries: DataFrame, kinds: Sequence[str], parts: int = PARTS
) -> DataFrame:
    """``points`` with the code of their area of each kind, and ``<kind>_reason``.

    ``points`` has ``latitude`` and ``longitude`` in degrees (WGS84); ``boundaries`` has ``kind``,
    ``code`` and ``geometry`` (the text of a GeoJSON geometry or WKT, longitude first), a row per
    area or per part of one. Every row stays. The code is missing without coordinates or outside
    every area; on a common border it is the smaller one (numbers as numbers); ``<kind>_reason``
    says so, and is missing where exactly one area holds the point. Distinct coordinates are
    located once. Raises :class:`PlanError` for a column that exists already; running it raises
    ``DeliveryRefused`` for a boundary that is no valid polygon.
    """
    kinds = _checked(points, kinds)
    y, x = (F.expr(f"cast({name} as double)") for name in ("latitude", "longitude"))
    asked = points.select(y.alias("_y"), x.alias("_x")).where(
        "_y between -90 and 90 and _x between -180 and 180"
    )
    spread = asked.distinct().withColumn("_part", F.expr(f"pmod(hash(_y, _x), {parts})"))
    given = boundaries.where(F.col("kind").isin(*kinds)).selectExpr(
        "kind", "code", "geometry", f"explode(sequence(0, {parts - 1})) as _part"
    )
    names = [name for kind in kinds for name in (kind, f"{kind}_reason")]
    schema = "_y double, _x double, " + ", ".join(f"`{name}` string" for name in names)

    def of_part(here: pa.Table, areas_given: pa.Table) -> pa.Table:
        return places(here, areas_given, kinds)

    pairs = spread.groupBy("_part").cogroup(given.groupBy("_part"))
    found = pairs.applyInArrow(of_part, schema)
    whole = points.withColumns({"_y": y, "_x": x}).join(found, ["_y", "_x"], "left")
    missing = "_y is null or _x is null or isnan(_y) or isnan(_x)"
    reason = f"case when {missing} then '{NO_COORDINATES}' when `{{0}}` is null and "
    reason += f"`{{0}}_reason` is null then '{REASONS[OUTSIDE]}' else `{{0}}_reason` end"
    said = {f"{kind}_reason": F.expr(reason.format(kind)) for kind in kinds}
    return whole.withColumns(said).select(*points.columns, *names)


def in_area(
    rows: DataFrame, area_boundary: DataFrame, area_kind: str = "community_area"
) -> DataFrame:
    """``rows`` with the number of their area of one kind; missing where there is none.

    ``area_boundary`` has ``area_kind``, ``area`` and ``geometry``, as ``city.area_boundary`` has.
    """
    boundaries = area_boundary.selectExpr("area_kind as kind", "area as code", "geometry")
    return located(rows, boundaries, [area_kind]).drop(f"{area_kind}_reason")


def outcomes(placed: DataFrame, kinds: Sequence[str], by: Sequence[str] = ()) -> DataFrame:
    """How many rows of :func:`located` have each reason: ``by``, ``kind``, ``reason``, ``rows``.

    The reason is missing for those that exactly one area holds: for each kind of area the rows
    add up to all. One pass: rows are counted by their few combinations of reasons first.
    """
    counted = placed.groupBy(*by, *(f"{k}_reason" for k in kinds)).agg(F.count("*").alias("_n"))
    each = ", ".join(f"named_struct('kind', '{k}', 'reason', `{k}_reason`)" for k in kinds)
    spread = counted.select(*by, "_n", F.expr(f"inline(array({each}))"))
    return spread.groupBy(*by, "kind", "reason").agg(F.sum("_n").alias("rows"))


def last_place(happened_on: str) -> tuple[Column, Column]:
    """Aggregates: ``latitude`` and ``longitude`` as of the last day."""
    latitude, longitude = (F.max_by(n, happened_on).alias(n) for n in ("latitude", "longitude"))
    return latitude, longitude


def as_list(rows: DataFrame, area_boundary: DataFrame, result: Table) -> DataFrame:
    """Rows with a rank as a published list: each with its area, first rank first."""
    listed = in_area(rows, area_boundary).select(*result.column_names)
    return listed.sort(F.asc_nulls_last("rank"), *result.key)


def places(points: pa.Table, boundaries: pa.Table, kinds: Sequence[str]) -> pa.Table:
    """``_y``, ``_x`` of the points with code and reason of each kind: :func:`located` in memory."""
    x, y = (points[name].to_numpy() for name in ("_x", "_y"))
    columns = {"_y": points["_y"], "_x": points["_x"]}
    of_kind = np.array(boundaries["kind"].to_pylist(), dtype=object)
    for kind in kinds:
        chosen = boundaries.filter(pa.array(of_kind == kind, pa.bool_()))
        drawn = (tuple(chosen[name].to_pylist()) for name in ("code", "geometry"))
        known = areas(kind, *drawn)
        found, reason = known.find(x, y)
        columns[kind] = _spelt(found, [*known.codes, None])
        columns[f"{kind}_reason"] = _spelt(reason, list(REASONS))
    return pa.table(columns)


def _spelt(numbers: np.ndarray, words: list[str | None]) -> pa.Array:
    """Words by their number; -1 is the last one."""
    index = pa.array(numbers % len(words))
    return pa.DictionaryArray.from_arrays(index, pa.array(words, pa.string())).dictionary_decode()


def _checked(points: DataFrame, kinds: Sequence[str]) -> tuple[str, ...]:
    for kind in kinds:
        if not kind.isidentifier():
            raise PlanError(f"{kind!r} cannot name a column.", "Name a kind like police_district.")
        for name in (kind, f"{kind}_reason"):
            if name in points.columns:
                raise PlanError(
                    f"The points have a column {name} already.",
                    "Rename it: what a department says and what the map says are two facts.",
                )
    return tuple(kinds)
