"""What a page says of a series: its last count, or why there is none to be seen."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lakehouse.portal.alerts import series_of
from lakehouse.portal.wording import read_words

LEVELS = {"none": "[c]", "alert": "[c]", "no judgement": ""}


def drawn(level: str, observed: float | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": "visits",
            "title": "Visits per day",
            "day": [date(2024, 6, 1), date(2024, 6, 2)],
            "observed": [7.0, observed],
            "expected": 2.0,
            "upper": 6.0,
            "level": ["none", level],
            "why_no_bound": None,
            "algorithm": "essence_ewma",
        }
    )


@pytest.mark.parametrize("level", LEVELS)
def test_a_count_that_was_judged_and_is_not_there_is_withheld(level: str) -> None:
    (series,) = series_of(drawn(level, None), read_words())
    assert series.last.observed == LEVELS[level]
    assert [period.observed for period in series.recent] == ["7", LEVELS[level]]


def test_a_count_that_is_there_is_said() -> None:
    (series,) = series_of(drawn("alert", 9.0), read_words())
    assert (series.last.observed, series.level) == ("9", "alert")
