"""The crashes that street sites are judged by: known before a day, in the years before it."""

from __future__ import annotations

from datetime import date

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

# Eight years: a long record tells a site from luck. Three to five are the manual's (Highway Safety
# Manual 2010, section 4.3), which has counts in mind too.
MONTHS = 96
# Metres: within its own area a crash is an intersection's, where streets are a block apart.
AT_INTERSECTION = 30


def known_before(site_crash: DataFrame, as_of: date) -> DataFrame:
    """The crashes that had happened, and were known, before the day."""
    return site_crash.where(
        (F.col("known_at") < F.lit(as_of)) & (F.col("happened_on") < F.lit(as_of))
    )


def since(as_of: date) -> Column:
    """The first day of the years that count."""
    return F.add_months(F.lit(as_of), -MONTHS)


def on_record(known: DataFrame, as_of: date) -> DataFrame:
    """Those of ``known_before`` in the years that count, with a site."""
    return known.where((F.col("happened_on") >= since(as_of)) & F.col("site_id").isNotNull())


def crashes_at(street_site: DataFrame, record: DataFrame, **more: Column) -> DataFrame:
    """Every site with its ``crashes`` and ``injury_crashes``, those of ``on_record``.

    ``more``: further sums over a site's crashes, by name. 0 where no crash is on record.
    """
    sums = {
        "crashes": F.count(F.lit(1)).cast("int"),
        "injury_crashes": F.count_if("has_injury").cast("int"),
        **more,
    }
    counted = record.groupBy("site_id").agg(*(total.alias(name) for name, total in sums.items()))
    return street_site.join(counted, "site_id", "left").fillna(0, list(sums))


def years_on_record(known: DataFrame, as_of: date) -> DataFrame:
    """One row: ``data_through`` and the ``years`` counted; none without a crash."""
    through = known.agg(F.max("happened_on").alias("data_through")).where(
        "data_through is not null"
    )
    return through.crossJoin(F.broadcast(begins(known))).select(
        "data_through",
        F.greatest(
            F.lit(0.25), F.months_between(F.lit(as_of), F.greatest("begins", since(as_of))) / 12
        ).alias("years"),
    )


def begins(crashes: DataFrame) -> DataFrame:
    """One row, ``begins``: the first crash since the record was whole; no row without a crash.

    A few crashes are dated years before the rest, by mistake or from a register on trial: whole is
    the record from the first month with at least half as many crashes as its middle month.
    """
    month = F.trunc("happened_on", "month")
    months = crashes.groupBy(month.alias("month")).agg(
        F.count(F.lit(1)).alias("many"), F.min("happened_on").alias("first")
    )
    middle = months.agg(F.percentile("many", 0.5).alias("middle"))
    whole = months.crossJoin(F.broadcast(middle)).where("many >= middle / 2")
    return whole.agg(F.min("first").alias("begins")).where("begins is not null")
