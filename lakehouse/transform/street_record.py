"""The crashes that street sites are judged by: known before a day, in the years before it."""

from __future__ import annotations

from datetime import date

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

MONTHS = 60  # three to five years (Highway Safety Manual 2010, section 4.3)
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
