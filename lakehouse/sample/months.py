"""The months of the deliveries, and which month's file a day belongs to."""

import pandas as pd

from lakehouse.sample.parameters import AFTER, FIRST_DAY, LAST_DAY

ARCHIVE = "archive"
MONTHS: tuple[str, ...] = tuple(pd.period_range(FIRST_DAY, LAST_DAY, freq="M").astype(str))


def month_of(days: pd.Series) -> pd.Series:
    """The month of each day as "2023-01"; "archive" before the first of the 24 months.

    Days that are missing or after the last month stay missing: such rows are not delivered.
    """
    month = days.dt.strftime("%Y-%m").where(days >= FIRST_DAY, ARCHIVE)
    return month.where(days < AFTER).where(days.notna())
