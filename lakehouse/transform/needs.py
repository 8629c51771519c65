"""What residents asked the service line for in a year: each need once, with the days it took."""

from __future__ import annotations

from datetime import date

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

RIPE, YEAR = 60, 365  # days after which nearly all needs are closed or repeated; a year of them
IN_TIME = 0.75  # a need is in time when it is among the sooner three quarters of its category


def needs_of_year(request: DataFrame, as_of: date) -> DataFrame:
    """The needs first reported in the year that ended ``RIPE`` days before ``as_of``.

    ``request`` as ``services.request``, with ``reports`` (how often the need was told), ``days``
    until it was closed (missing while open), and of its category in the city ``due``, the days
    within which ``IN_TIME`` of them are closed, and ``usual``, the middle.
    """
    day = F.lit(as_of)
    known = request.where(F.col("known_at") < day)
    again = known.where("status = 'duplicate' and duplicate_of is not null")
    again = again.groupBy(F.col("duplicate_of").alias("request_id")).agg(
        F.count(F.lit(1)).alias("more")
    )
    through = F.date_sub(day, RIPE)
    asked = known.where("status <> 'duplicate'").where(
        (F.col("created_on") <= through) & (F.col("created_on") > F.date_sub(through, YEAR))
    )
    # What was closed on the day or later was open then.
    closed = F.when(F.col("closed_at") < day, F.col("closed_at"))
    took = (closed.cast("double") - F.col("created_at").cast("double")) / 86400
    of = Window.partitionBy("category")
    return (
        asked.join(again, "request_id", "left")
        .fillna(0, ["more"])
        .withColumn("days", F.when(took.isNotNull(), F.greatest(F.lit(0.0), took)))
        # Without a closing day it is later than all that have one.
        .withColumn("_at_least", F.coalesce("days", F.lit(1e6)))
        .withColumns(
            {
                "due": F.percentile("_at_least", IN_TIME).over(of),
                "usual": F.greatest(F.lit(0.01), F.percentile("_at_least", 0.5).over(of)),
                "reports": F.col("more") + 1,
            }
        )
    )


def beside_the_city() -> Column:
    """Whether fewer or more than ``IN_TIME`` are in time, by the interval of their share."""
    return (
        F.when(F.col("in_time_high") < IN_TIME, "slower")
        .when(F.col("in_time_low") > IN_TIME, "sooner")
        .otherwise("like the city")
    )
