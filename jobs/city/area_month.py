"""What happened in each area in each month, zeros included, per 1,000 people who live there."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city
from lakehouse.transform.area_people import with_population

KEY = ("area_kind", "area", "month", "event_kind")


@job(
    reads=[city.area_day, city.area_boundary],
    optional=[city.area_population],
    writes=city.area_month,
)
def area_month(
    area_day: DataFrame, area_boundary: DataFrame, area_population: DataFrame
) -> DataFrame:
    """An area without an event in a month in which the city had one had none: a zero.

    A month without an event of the kind in the whole city was most likely not delivered, or the
    department did not look: it has no row, a gap. Tracts are left to ``city.area_day``: most of
    their months are empty.
    """
    counted = area_day.groupBy(
        "area_kind", "area", F.trunc("day", "month").alias("month"), "event_kind"
    ).agg(*(F.sum(n).cast("int").alias(n) for n in ("events", "harmful")))
    places = area_boundary.where("area_kind <> 'tract'").select("area_kind", "area").distinct()
    every = months_reached(area_day).crossJoin(F.broadcast(places))
    dense = every.join(counted, [*KEY], "left").fillna(0, ["events", "harmful"])
    lived = with_population(dense, area_population, "month")
    return lived.withColumns(
        {
            "per_1000": F.try_divide(1000 * F.col("events"), F.col("population")),
            "harmful_per_1000": F.try_divide(1000 * F.col("harmful"), F.col("population")),
        }
    ).select(*city.area_month.column_names)


def months_reached(area_day: DataFrame) -> DataFrame:
    """Each kind of event with the months in which the city had one, and the days of its record."""
    of_kind = Window.partitionBy("event_kind")
    months = area_day.groupBy("event_kind", F.trunc("day", "month").alias("month")).agg(
        F.min("day").alias("since"), F.max("day").alias("until")
    )
    first, last = F.min("since").over(of_kind), F.max("until").over(of_kind)
    until, since = F.least(F.last_day("month"), last), F.greatest("month", first)
    return months.select("event_kind", "month", (F.datediff(until, since) + 1).alias("days"))
