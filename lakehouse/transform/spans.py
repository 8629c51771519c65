"""Stretches of months that a record covers whole: in others nothing happened for all one knows."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# A record reaches a stretch's end when its last event is nearer than a tenth of the stretch, or
# than five times the usual gap: events that come by chance leave a longer one 1 time in 150.
SHARE, GAPS = 0.1, 5


def covered_spans(known: DataFrame, as_of: date, months: int, before: int = 0) -> DataFrame:
    """``starts`` and ``ends`` (the first day after) of each stretch, counted back from ``as_of``.

    ``known`` has ``happened_on`` of what was known by the day. A stretch begins ``before`` days
    after the first of it or later. Without the last check a day long after a record ended would
    make cases of stretches in which nobody wrote down anything.
    """
    record = known.agg(
        F.min("happened_on").alias("since"),
        F.max("happened_on").alias("until"),
        F.count("happened_on").alias("events"),
    ).withColumn("day", F.lit(as_of))
    full = f"cast(floor(months_between(day, since) / {months}) as int)"
    spans = (
        record.withColumn("full", F.expr(full))
        .where("full >= 1")
        .select("*", F.explode(F.expr("sequence(1, full)")).alias("back"))
        .withColumn("starts", F.expr(f"add_months(day, -{months} * back)"))
        .withColumn("ends", F.expr(f"add_months(day, -{months} * (back - 1))"))
    )
    usual = f"{GAPS} * datediff(until, since) / events"
    late = f"greatest({SHARE} * datediff(ends, starts), {usual})"
    reached = f"datediff(starts, since) >= {before} and datediff(ends, until) - 1 <= {late}"
    return spans.where(reached).select("starts", "ends")
