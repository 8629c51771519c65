"""How soon help is at a place, by the calls around it."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.bounds import Bounds
from lakehouse.transform.grid import Grid
from lakehouse.transform.neighbours import MOVES, steps

METRES = 500  # a place is told by the calls of its square and the eight around it
LEAST = 20  # calls, for a ninth tenth with two beyond it; fewer: the whole city's
LONGEST = 120  # minutes: beyond, one of the two times was written down wrongly
TOLD = {"minutes_usual": 0.5, "minutes_90": 0.9}


def reached(places: DataFrame, calls: DataFrame, bounds: Bounds) -> DataFrame:
    """``places`` with minutes_usual, minutes_90 and calls_near, missing without coordinates.

    ``calls`` has called_at, arrived_at, latitude and longitude. Minutes from the call until the
    first arrival: the median, and what 9 of 10 calls keep (the percentile by which NFPA 1710 sets
    its objectives). Where fewer than ``LEAST`` calls were near (``calls_near``), the city's
    stand for them.
    """
    square = F.expr(Grid(bounds.south, bounds.west, bounds.north).cell_sql(METRES))
    minutes = F.expr("(unix_timestamp(arrived_at) - unix_timestamp(called_at)) / 60.0")
    timed = calls.select(square.alias("_cell"), minutes.alias("_minutes"))
    timed = timed.where(f"_minutes > 0 and _minutes <= {LONGEST}")
    quantiles = [F.expr(f"percentile(_minutes, {q})").alias(f"_{n}") for n, q in TOLD.items()]
    near = (
        _around(timed.where("_cell is not null"))
        .groupBy("_east", "_north")
        .agg(F.count(F.lit(1)).cast("int").alias("calls_near"), *quantiles)
    )
    whole = timed.agg(*(q.alias(f"{n}_city") for n, q in zip(TOLD, quantiles, strict=True)))
    placed = _stepped(places.withColumn("_cell", square))
    joined = placed.join(near, ["_east", "_north"], "left").crossJoin(F.broadcast(whole))
    few = F.coalesce("calls_near", F.lit(0)) < LEAST
    told = {n: F.when(few, F.col(f"{n}_city")).otherwise(F.col(f"_{n}")) for n in TOLD}
    told = {n: F.when(F.col("_cell").isNotNull(), value) for n, value in told.items()}
    told["calls_near"] = F.expr("if(_cell is null, null, coalesce(calls_near, 0))")
    return joined.withColumns(told).select(*places.columns, *told)


def _stepped(rows: DataFrame) -> DataFrame:
    return rows.withColumns({f"_{name}": step for name, step in steps("_cell").items()})


def _around(calls: DataFrame) -> DataFrame:
    """Each call in its own square and the eight that touch it."""
    spread = _stepped(calls).select("_minutes", "_east", "_north", F.expr(MOVES))
    return spread.selectExpr("_minutes", "_east + de as _east", "_north + dn as _north")
