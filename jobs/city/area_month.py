"""What happened in each area in each month, zeros included, per 1,000 people who live there."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city

KEY = ("area_kind", "area", "month", "event_kind")


@job(
    reads=[city.area_day, city.area_boundary],
    optional=[city.area_population],
    writes=city.area_month,
)
def area_month(
    area_day: DataFrame, area_boundary: DataFrame, area_population: DataFrame
) -> DataFrame:
    """An area without an event in a month that the files reach had none: a zero, not a gap.

    Tracts are left to ``city.area_day``: most of their months are empty.
    """
    counted = area_day.groupBy(
        "area_kind", "area", F.trunc("day", "month").alias("month"), "event_kind"
    ).agg(*(F.sum(n).cast("int").alias(n) for n in ("events", "harmful")))
    places = area_boundary.where("area_kind <> 'tract'").select("area_kind", "area").distinct()
    every = months_reached(area_day).crossJoin(F.broadcast(places))
    dense = every.join(counted, [*KEY], "left").fillna(0, ["events", "harmful"])
    lived = with_population(dense, area_population)
    return lived.withColumns(
        {
            "per_1000": F.try_divide(1000 * F.col("events"), F.col("population")),
            "harmful_per_1000": F.try_divide(1000 * F.col("harmful"), F.col("population")),
        }
    ).select(*city.area_month.column_names)


def months_reached(area_day: DataFrame) -> DataFrame:
    """Each kind of event with the months between its first and last day, and their days."""
    edges = area_day.groupBy("event_kind").agg(
        F.min("day").alias("first"), F.max("day").alias("last")
    )
    months = F.expr("sequence(trunc(first, 'month'), trunc(last, 'month'), interval 1 month)")
    until = F.least(F.last_day("month"), "last")
    since = F.greatest("month", "first")
    return edges.withColumn("month", F.explode(months)).select(
        "event_kind", "month", (F.datediff(until, since) + 1).alias("days")
    )


def with_population(dense: DataFrame, area_population: DataFrame) -> DataFrame:
    """``dense`` with the population at the last census that was over before the month."""
    lists = area_population.groupBy("area_kind", "area").agg(
        F.collect_list(F.struct("census", "population")).alias("counts")
    )
    past = "filter(counts, c -> c.census < year(month))"
    newest = F.expr(f"array_max({past}).population").alias("population")
    joined = dense.join(F.broadcast(lists), ["area_kind", "area"], "left")
    return joined.select(*dense.columns, newest)
