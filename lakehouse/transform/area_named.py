"""Scores of areas beside their names, as a result of one kind of area lists them."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.table import Table


def area_named(scores: DataFrame, area_boundary: DataFrame, kind: str, result: Table) -> DataFrame:
    """The areas of ``kind`` in the columns of ``result``, the highest score first.

    The result's column of the area is called after the kind.
    """
    names = area_boundary.select("area_kind", "area", "name")
    listed = scores.join(names, ["area_kind", "area"], "left").where(F.col("area_kind") == kind)
    made = listed.withColumnRenamed("area", kind).select(*result.column_names)
    # Numbers are text: the shorter one is the smaller one.
    return made.sort(F.asc_nulls_last("rank"), F.length(kind), kind)
