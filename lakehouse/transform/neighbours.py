"""Which squares of a grid touch: an edge table made by arithmetic, without geometry."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# A square and the eight around it, as steps east and north: one row each.
MOVES = "inline(transform(sequence(0, 8), k -> struct(k % 3 - 1 as de, k div 3 - 1 as dn)))"


def touching(cells: DataFrame, cell: str = "cell") -> DataFrame:
    """Edges ``i``, ``j`` of the cells that share a side or a corner, in both directions.

    ``cells`` has each cell once, named as ``lakehouse.transform.grid`` names them, all of one size.
    """
    placed = cells.select(F.col(cell).alias("i"), *(s.alias(n) for n, s in steps(cell).items()))
    beside = placed.select("*", F.expr(MOVES)).where("de != 0 or dn != 0")
    beside = beside.select(
        "i",
        (F.col("east") + F.col("de")).alias("east"),
        (F.col("north") + F.col("dn")).alias("north"),
    )
    other = placed.withColumnRenamed("i", "j")
    return beside.join(other, ["east", "north"]).select("i", "j")


def steps(cell: str) -> dict[str, Column]:
    """``east`` and ``north``: how many cells from the corner, west and south below zero."""
    parts = F.split(cell, "_")
    return {
        name: (
            F.substring(parts[at], 2, 12).cast("bigint")
            * F.when(parts[at].startswith(ahead), 1).otherwise(-1)
        )
        for name, at, ahead in (("east", 1, "E"), ("north", 2, "N"))
    }
