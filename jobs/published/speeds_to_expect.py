"""How fast traffic will flow in the coming day, detector by detector and hour by hour."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.bounds import Bounds
from lakehouse.modelling.speeds.columns import EXPECTED
from lakehouse.tables import published, transport
from lakehouse.transform.grid import Grid
from lakehouse.transform.stuck import with_stuck

WEEKS = 26  # learnt from: longer ago the streets were others


@job(
    reads=[transport.detector_hour, transport.detector, transport.street_segment],
    writes=published.speeds_to_expect,
)
def speeds_to_expect(
    detector_hour: DataFrame,
    detector: DataFrame,
    street_segment: DataFrame,
    as_of: date,
    bounds: Bounds,
) -> DataFrame:
    """Hours known before the day; missing and stuck ones are imputed, and never judged by."""
    since = F.date_sub(F.lit(as_of), 7 * WEEKS)
    known = detector_hour.where((F.col("known_at") < F.lit(as_of)) & (F.col("day") >= since))
    through = known.agg(F.max("day").alias("data_through"))
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    places = detector.select(
        "detector_id",
        F.expr(f"longitude * {wide}").alias("x"),
        F.expr(f"latitude * {high}").alias("y"),
    )
    usable = F.when((F.col("speed") > 0) & ~F.col("is_stuck"), F.col("speed"))
    measured = with_stuck(known).select(
        "detector_id",
        (F.unix_date("day") * 24 + F.col("hour")).cast("bigint").alias("hour_number"),
        usable.alias("speed"),
    )
    # Detectors tell of each other, and a city's half year of hours fits into one memory.
    made = measured.join(places, "detector_id").groupBy().applyInPandas(_told, EXPECTED)
    lie = detector.join(street_segment, "segment_id", "left").select("detector_id", "street")
    return (
        made.join(lie, "detector_id")
        .crossJoin(F.broadcast(through))
        .withColumns(
            {
                "day": F.expr("date_from_unix_date(cast(floor(hour_number / 24) as int))"),
                "hour": F.expr("cast(pmod(hour_number, 24) as tinyint)"),
                "as_of": F.lit(as_of),
            }
        )
        .select(*published.speeds_to_expect.column_names)
        .sort("day", "hour", "detector_id")
    )


def _told(hours: pd.DataFrame) -> pd.DataFrame:
    # The trees' library takes a second to load, which a command that only plans does not need.
    from lakehouse.modelling.speeds.next_hours import next_hours

    return next_hours(hours)
