"""In which hours and areas of the coming week crashes are to be expected most."""

from datetime import date, timedelta

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.modelling.crash_hours.columns import WEEK
from lakehouse.tables import city, published, transport, weather

YEARS = 8  # on record at most
MOST = 200  # hours of areas on the list: more than anybody watches in a week
IN_DARKNESS = (
    "case when lighting like 'dark%' then 1D when lighting in ('dawn', 'dusk') then 0.5D "
    "when lighting = 'daylight' then 0D end"
)


@job(
    reads=[transport.crash, city.event],
    optional=[weather.day],
    # The weather may end earlier: then rain is unknown for the last days, and said to be.
    side_by_side=True,
    writes=published.hours_and_places_to_watch,
)
def hours_and_places_to_watch(
    crash: DataFrame, event: DataFrame, day: DataFrame, as_of: date
) -> DataFrame:
    """Crashes known before the day, in the areas they were located in; rain as it was measured."""
    known = crash.where((F.col("known_at") < F.lit(as_of)) & (F.col("happened_on") < F.lit(as_of)))
    span = known.agg(
        F.greatest(F.min("happened_on"), F.add_months(F.lit(as_of), -12 * YEARS)).alias("first"),
        F.max("happened_on").alias("data_through"),
    ).where("data_through is not null")
    located = event.where("event_kind = 'crash'").select(
        F.col("event_id").alias("row_id"), F.col("community_area").alias("area")
    )
    crashes = known.join(located, "row_id").select(
        F.lit("crash").alias("kind"),
        *("area", F.col("happened_on").alias("day"), F.col("hour").cast("int").alias("hour")),
        F.expr(IN_DARKNESS).alias("is_dark"),
        *("latitude", "longitude", F.lit(None).cast("double").alias("precipitation")),
    )
    rain = day.where(F.col("known_at") < F.lit(as_of)).select(
        F.lit("weather").alias("kind"), "day", "precipitation"
    )
    rows = crashes.unionByName(rain, allowMissingColumns=True).crossJoin(F.broadcast(span))
    # An hour of an area has its crashes only beside all others: one memory holds a city's.
    made = rows.withColumn("begins", F.lit(as_of)).groupBy().applyInPandas(_told, WEEK)
    first = Window.orderBy(F.desc("expected"), "community_area", "day", "hour")
    return (
        made.withColumnRenamed("area", "community_area")
        .crossJoin(F.broadcast(span.select("data_through")))
        .withColumns(
            {
                "day": F.date_add(F.lit(as_of), F.col("day_number")),
                "hour": F.col("hour").cast("tinyint"),
                "as_of": F.lit(as_of),
            }
        )
        .withColumn("place", F.row_number().over(first))
        .where(F.col("place") <= MOST)
        .select(*published.hours_and_places_to_watch.column_names)
        .sort("place")
    )


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    from lakehouse.modelling.crash_hours.week import coming_week

    crashes, rain = (rows[rows["kind"] == kind] for kind in ("crash", "weather"))
    first, last, begins = (rows[name].iloc[0] for name in ("first", "data_through", "begins"))
    return coming_week(crashes, rain, first, last + timedelta(days=1), begins)
