"""The weeks of one operating indicator with range, status and trend, the last year of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.pulse import NONE, pulse
from lakehouse.methods.pulse_indicators import BY_NAME, LESS, Operating
from lakehouse.tables.few import LEAST, WITHHELD

WEEK, PUBLISHED = 7, 52
LATE = "late"
PULSED = (
    "indicator string, week_ends_on date, value double, expected double, expected_low double, "
    "expected_high double, status string, trend string, misses_target boolean, "
    "why_no_status string, data_through date, title string, domain string, owner string, "
    "unit string, worse string, target double"
)
COLUMNS = [word.split()[0] for word in PULSED.split(", ")]
DECLARED = ("title", "domain", "owner", "unit", "worse", "target")
TOO_LITTLE = "too few weeks came before"
NO_VALUE = "nothing was counted or measured in this week"
DECIMALS = 6


def pulsed(rows: pd.DataFrame) -> pd.DataFrame:
    """One indicator's last weeks; columns as ``PULSED``.

    ``rows``: indicator, week_ends_on, value, data_through and as_of, a row per week that has one.
    Weeks that are not over, or not settled, by the last day are left out. The newest week says
    late instead of its status where the last day lies too far back.
    """
    asked = BY_NAME[rows["indicator"].iloc[0]]
    through, as_of = (pd.Timestamp(rows[name].iloc[0]) for name in ("data_through", "as_of"))
    weeks = regular(rows, asked, through - pd.Timedelta(days=asked.settles))
    if asked.of_people:
        # Small counts, and those that would tell of small ones (below zero), are gone before
        # anything is worked out from them.
        few = weeks < LEAST
        weeks = weeks.where(~few)
    else:
        few = pd.Series(False, weeks.index)
    found = pulse(weeks, counted=asked.counted)
    found.loc[few, ["expected", "low", "high"]] = np.nan
    made = found.assign(value=weeks, why_no_status=_why(found, weeks, few)).tail(PUBLISHED)
    late = (as_of - through).days > asked.late_after
    if late and len(made):
        made.loc[made.index[-1], "status"] = LATE
        made.loc[made.index[-1], "why_no_status"] = f"the last day is {through.date()}"
    made["misses_target"] = _missed(made["value"], asked)
    made = made.rename(columns={"low": "expected_low", "high": "expected_high"})
    numbers = ["value", "expected", "expected_low", "expected_high"]
    made[numbers] = made[numbers].round(DECIMALS)
    made = made.rename_axis("week_ends_on").reset_index()
    made["week_ends_on"] = made["week_ends_on"].dt.date
    told = {name: getattr(asked, name) for name in DECLARED}
    return made.assign(indicator=asked.name, data_through=through.date(), **told)[COLUMNS]


def regular(rows: pd.DataFrame, asked: Operating, settled: pd.Timestamp) -> pd.Series:
    """A value for each week that was over on the day ``settled``; of counts, gaps are zeros.

    So are the weeks of counts from the last one that has a row to that day.
    """
    weeks = pd.Series(
        rows["value"].to_numpy(dtype=float), pd.DatetimeIndex(rows["week_ends_on"])
    ).sort_index()
    # The first week may have begun before the first day.
    weeks = weeks.iloc[1:]
    weeks = weeks[weeks.index <= settled]
    if weeks.empty:
        return weeks
    end = settled if asked.counted else weeks.index[-1]
    every = pd.date_range(weeks.index[0], end, freq=f"{WEEK}D")
    return weeks.reindex(every, fill_value=0.0 if asked.counted else np.nan)


def _why(found: pd.DataFrame, weeks: pd.Series, few: pd.Series) -> pd.Series:
    unjudged = found["status"] == NONE
    said = pd.Series(TOO_LITTLE, weeks.index, dtype=object).where(weeks.notna(), NO_VALUE)
    return said.where(~few, WITHHELD).where(unjudged, None)


def _missed(values: pd.Series, asked: Operating) -> pd.Series:
    """Whether the target is missed; missing without a target or a value."""
    if asked.target is None:
        return pd.Series([None] * len(values), values.index, dtype=object)
    worse = values < asked.target if asked.worse == LESS else values > asked.target
    return worse.astype(object).where(values.notna(), None)
