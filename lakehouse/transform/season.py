"""The time of the year: the same weeks of other years, and what is in use at this one."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.transform.place import last_place

NEAR = 7  # days around the same day of other years in which something has to have happened


def same_time_of_year(happened_on: str, days: int, as_of: str = "as_of") -> str:
    """SQL: the day of the year is within ``days`` of that of ``as_of``, over New Year as well.

    Both are SQL expressions of dates; a leap year shifts the days after February by one.
    """
    apart = f"abs(dayofyear({happened_on}) - dayofyear({as_of}))"
    return f"least({apart}, 365 - {apart}) <= {days}"


def in_season(
    known: DataFrame,
    about: str,
    happened_on: str,
    as_of: date,
    *,
    within: int,
    one: str,
    doing: str,
) -> DataFrame:
    """Each ``about`` of ``known`` with its last place and, where it has one, ``why_no_score``.

    There is no score out of season (in no year did anything happen within a week of this day), or
    when nothing happened to it in the last ``within`` days while it did to others. ``one`` and
    ``doing`` name what happens: "sample" and "sampling".
    """
    season = F.expr(same_time_of_year(happened_on, NEAR, f"date '{as_of}'"))
    anywhere = known.agg(F.max(happened_on).alias("last_anywhere"), F.max(season).alias("season"))
    each = known.groupBy(about).agg(
        *last_place(happened_on),
        F.max(happened_on).alias("last"),
    )
    why = F.when(
        ~F.col("season"), f"out of season: no year has a {one} within a week of this day"
    ).when(
        F.datediff("last_anywhere", "last") > within,
        f"not in use: no {one} in the last {within} days of {doing}",
    )
    whole = each.crossJoin(anywhere)
    return whole.select(about, "latitude", "longitude", why.alias("why_no_score"))
