"""What a page says of a series: its last count, or why there is none to be seen."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lakehouse.portal.alerts import series_of
from lakehouse.portal.wording import read_words
from lakehouse.tables.published.signals import WITHHELD


def drawn(level: str, observed: float | None, why: str | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": "visits",
            "title": "Visits per day",
            "day": [date(2024, 6, 1), date(2024, 6, 2)],
            "observed": [7.0, observed],
            "expected": 2.0,
            "upper": 6.0,
            "level": ["none", level],
            "lasting": [0, 2],
            "why_no_bound": [None, why],
            "algorithm": "essence_ewma",
        }
    )


@pytest.mark.parametrize(("why", "shown"), [(WITHHELD, "[c]"), ("no count was reported", "")])
def test_a_count_that_is_not_there_is_withheld_or_missing(why: str, shown: str) -> None:
    (series,) = series_of(drawn("no judgement", None, why), read_words())
    assert series.last.observed == shown
    assert [period.observed for period in series.recent] == ["7", shown]
    assert series.why == why


@pytest.mark.parametrize("level", ["alert", "warning", "none"])
def test_no_level_stands_beside_a_count_that_is_not_shown(level: str) -> None:
    """A level says on which side of the bound a count lies."""
    (series,) = series_of(drawn(level, None), read_words())
    assert (series.level, series.last.level, series.lasting) == ("no judgement",) * 2 + (False,)
    assert series.recent[-1].level == "no judgement" and series.alarms == 0
    assert series.bar is None


def test_a_count_that_is_there_is_said() -> None:
    (series,) = series_of(drawn("alert", 9.0), read_words())
    assert (series.last.observed, series.level, series.alarms) == ("9", "alert", 1)


def test_the_bound_is_the_last_count_that_is_no_alarm() -> None:
    (series,) = series_of(drawn("none", 5.0).assign(upper=15.9), read_words())
    assert series.last.upper == "15"


def test_a_count_between_two_that_are_withheld_is_drawn() -> None:
    rows = pd.concat([drawn("none", None, WITHHELD)] * 2, ignore_index=True)
    rows["day"] = [date(2024, 6, n) for n in (1, 2, 3, 4)]
    (series,) = series_of(rows, read_words())
    line = dict(series.plot.paths)["ln"]
    assert line.count("h6") == line.count("M") == 2


def test_of_a_series_of_withheld_counts_nothing_is_drawn() -> None:
    rows = drawn("no judgement", None, WITHHELD).iloc[1:]
    (series,) = series_of(rows.assign(expected=None, upper=None), read_words())
    assert series.plot.paths == () and series.last.upper == series.last.expected == ""
