"""What is published of Chicago's deaths alerts of heat by its second day, and seldom of nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jobs.risk.health_signals import death_alert, death_signal
from lakehouse.declare import Monitor
from lakehouse.methods.ladder import judge
from lakehouse.tables.few import LEAST
from tests.shared_data import shared

# Deaths beyond the usual on the days of a wave, in all fewer than the 700 or so of July 1995.
WAVE = (30, 70, 150, 120, 50)
EACH_SUMMER = tuple(pd.Timestamp(f"{year}-07-1{year % 10}") for year in range(1989, 1995))


def deaths() -> pd.Series:
    file = shared("data", "chicago/health") / "deaths_daily.csv"
    counts = pd.read_csv(file, index_col="date", parse_dates=True)["death"].asfreq("D")
    # Nothing is withheld of days on which this many die: what is published is what is judged.
    assert counts.min() >= LEAST
    return counts.astype(float)


def alerts(counts: pd.Series, asked: Monitor) -> pd.DatetimeIndex:
    """The days of level alert; of a series alone q is p."""
    made = judge(counts, asked.ladder, asked.alert)
    found = (made["p"] < asked.alert) & (made["p"] <= asked.fdr) & (counts > made["expected"])
    return made.index[found]


@pytest.mark.parametrize("asked", [death_signal, death_alert], ids=lambda asked: asked.name)
def test_no_year_has_more_than_three_episodes_and_most_have_none(asked: Monitor) -> None:
    """Alerts up to three days apart are one episode; true influenza is among them."""
    days = alerts(deaths(), asked).to_series()
    begins = days[days.diff() > pd.Timedelta(days=3)]
    each = pd.DatetimeIndex([days.iloc[0], *begins]).year.value_counts()
    assert each.max() <= 3 and each.sum() / 8 <= 1.5


@pytest.mark.parametrize("asked", [death_signal, death_alert], ids=lambda asked: asked.name)
def test_a_heat_wave_is_an_alert_by_its_second_day(asked: Monitor) -> None:
    counts = deaths()
    for first in EACH_SUMMER:
        counts[first : first + pd.Timedelta(days=len(WAVE) - 1)] += np.array(WAVE)
    found = alerts(counts, asked)
    for first in EACH_SUMMER:
        assert (found[found >= first][0] - first).days <= 1, first
