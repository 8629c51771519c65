"""Who lives in each area: how many, and how many of them are frail."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.methods.area_rate import STAND_IN
from lakehouse.tables.risk.area import FEW
from lakehouse.transform.area_rated import KINDS, by_kind, place


def people(boundary: DataFrame, census: DataFrame, homes: DataFrame, as_of: date) -> DataFrame:
    """residents and frail residents of each area: of the census before the day, else of the
    register, which alone knows ages and districts."""
    age = F.floor(F.months_between(F.lit(as_of), "born_on") / 12)
    frail = F.count_if((age < 5) | (age > 64)).alias("frail_residents")
    registered = (
        by_kind(place(homes, boundary))
        .groupBy("area_kind", "area")
        .agg(F.count("*").alias("registered"), frail)
    )
    newest = census.where(F.col("census") < F.year(F.lit(as_of)))
    counted_then = newest.groupBy("area_kind", "area").agg(
        F.max_by("population", "census").alias("population")
    )
    places = boundary.where(F.col("area_kind").isin(*KINDS)).select("area_kind", "area").distinct()
    return (
        places.join(counted_then, ["area_kind", "area"], "left")
        .join(registered, ["area_kind", "area"], "left")
        .select(
            *("area_kind", "area", "registered", "frail_residents"),
            F.coalesce("population", "registered").cast("double").alias("residents"),
        )
    )


def with_population(rows: DataFrame, census: DataFrame, day: str) -> DataFrame:
    """``rows`` of areas with the ``population`` at the last census over before their ``day``."""
    lists = census.groupBy("area_kind", "area").agg(
        F.collect_list(F.struct("census", "population")).alias("counts")
    )
    past = f"filter(counts, c -> c.census < year({day}))"
    newest = F.expr(f"array_max({past}).population").alias("population")
    joined = rows.join(F.broadcast(lists), ["area_kind", "area"], "left")
    return joined.select(*rows.columns, newest)


def who_lives_there(lived: DataFrame) -> DataFrame:
    """The people themselves: how many, and how many of 1,000 are frail; a few are not told."""
    few = f"coalesce(frail_residents < {FEW}, false)"
    share = f"1000 * if({few}, {STAND_IN}, frail_residents) / nullif(registered, 0)"
    return lived.selectExpr(
        *("area_kind", "area"),
        "inline(array("
        "named_struct('indicator', 'residents', 'value', residents, 'withheld', false), "
        f"named_struct('indicator', 'frail_share', 'value', {share}, 'withheld', {few})))",
        *(f"cast(null as double) as value_{end}" for end in ("low", "high")),
        *(f"cast(null as date) as {day}" for day in ("period_from", "data_through")),
    )
