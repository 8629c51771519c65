"""The time of the year, so that a day can be set beside the same weeks of other years."""

from __future__ import annotations


def same_time_of_year(happened_on: str, days: int, as_of: str = "as_of") -> str:
    """SQL: the day of the year is within ``days`` of that of ``as_of``, over New Year as well.

    Both are SQL expressions of dates; a leap year shifts the days after February by one.
    """
    apart = f"abs(dayofyear({happened_on}) - dayofyear({as_of}))"
    return f"least({apart}, 365 - {apart}) <= {days}"
