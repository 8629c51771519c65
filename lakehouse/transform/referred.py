"""What rows of a feed refer to, set beside them, so that rules look at one row at a time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.reference import Reference

Known = Mapping[str, DataFrame]  # the tables referred to, by name
NONE: Known = MappingProxyType({})


def referred_beside(rows: DataFrame, feed: Feed, known: Known) -> DataFrame:
    """``rows`` with the marker of each reference and what its rules take of the row referred to.

    No row is lost and none comes twice. Raises :class:`PlanError` for a table not among ``known``.
    """
    for reference in feed.references:
        if reference.table not in known:
            raise PlanError(
                f"{feed.contract} refers to {reference.table}, which is not known.",
                "Name a table that a feed of the city fills.",
            )
        rows = _beside(rows, reference, known[reference.table])
    return rows


def _beside(rows: DataFrame, reference: Reference, other: DataFrame) -> DataFrame:
    keys = [f"{reference.marker}_{i}" for i in range(len(reference.to))]
    marks = [F.lit(True).alias(reference.marker)]
    if reference.takes:
        marks.append(F.struct(*(f"`{name}`" for name in reference.takes)).alias(reference.last))
    named = [F.col(f"`{n}`").alias(key) for n, key in zip(reference.to, keys, strict=True)]
    there = other.select(*named, *marks).dropna(subset=keys)
    # A rule may only take from a row found by its table's key, which stands once.
    there = there if reference.takes else there.distinct()
    same = F.lit(True)
    for name, key in zip(reference.columns, keys, strict=True):
        mine, theirs = F.col(f"`{name}`"), F.col(key)
        if rows.schema[name].dataType != there.schema[key].dataType:
            mine, theirs = mine.cast("string"), theirs.cast("string")
        same = same & (mine == theirs)
    return rows.join(there, same, "left").drop(*keys)
