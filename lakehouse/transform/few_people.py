"""Counts of a few people, replaced before anything that is published is worked out from them."""

from dataclasses import replace
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.monitor import Monitor
from lakehouse.tables.few import LEAST
from lakehouse.tables.published.signals import PUBLISHED

# Stands for a sum that is not told though it is no few: below zero, it teaches a bound nothing,
# and it is withheld as a small count is.
UNTOLD = -1
REPLACED = f"A rise that stays under {LEAST} people is seen in {{}} only."


def shown(count: Column, day: Column) -> Column:
    """The ``count`` of a day, or what stands in for it where it is too small to be shown."""
    return F.when(count >= F.lit(LEAST), count).when(count.isNotNull(), stand_in(day))


def stand_in(day: Column) -> Column:
    """0 to 4 by the date alone, as spread as small counts are: one number would be no noise."""
    return (2 * F.datediff(day, F.lit("1970-01-01"))) % F.lit(LEAST)


def told_sum(count: str) -> str:
    """SQL of the sum of a group's ``count`` of people, a row per day, or ``UNTOLD``.

    Days under five are blank elsewhere, the others are not, so the sum tells what the blank ones
    are together. It may say no more of each than that it is 0 to 4: all but one at their highest
    must be able to make up the rest, which is itself no few.
    """
    small = f"count_if({count} < {LEAST})"
    rest = f"sum(if({count} < {LEAST}, {count}, 0))"
    safe = f"({rest} >= {LEAST} and {rest} <= {LEAST - 1} * ({small} - 1))"
    return f"if({small} = 0 or {safe}, sum({count}), {UNTOLD})"


def without_few(series: DataFrame) -> DataFrame:
    """What is made of these counts tells nothing about the ones that were replaced."""
    return series.withColumn("value", shown(F.col("value"), F.col("day")))


def of_the_shown(asked: Monitor, *limits: str, **changes: Any) -> Monitor:
    """What is handed out asks the same of counts of which the small ones were replaced."""
    kept = (*asked.limits, REPLACED.format(asked.writes.name), *limits)
    return replace(asked, judges=PUBLISHED, limits=kept, **changes)
