"""A monitor is a value whose parts fit, and whose version follows its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lakehouse.declare import DAILY, WEEKLY, Column, Monitor, Rung, Table
from lakehouse.declare.errors import PlanError

COLUMNS = (Column("day", "date", "The day."), Column("cases", "int", "How many."))
CASES = Table("city.case_day", "One row per day.", ("day",), COLUMNS, "day", "day")
SIGNAL = Table("risk.case_signal", "One row per day.", ("day",), COLUMNS)


def series(case_day: Any) -> Any:
    """Cases."""


def monitor(**changed: Any) -> Monitor:
    said: dict[str, Any] = {
        "name": "case_signal",
        "asks": "Too many?",
        "reads": (CASES,),
        "series": series,
        "writes": SIGNAL,
    }
    return Monitor(**{**said, **changed})


def test_parts_that_fit_make_a_monitor() -> None:
    made = monitor()
    assert made.parameters == {"case_day": CASES}
    assert made.outputs == (SIGNAL,) and made.functions == (series,) and made.optional == ()
    assert made.ladder == DAILY and made.settings["ladder"].startswith("essence_ewma from 9")


def test_the_version_follows_the_settings_and_nothing_else() -> None:
    assert monitor().version == monitor(asks="Really too many?").version
    assert monitor().version != monitor(alert=0.001).version
    assert monitor().version != monitor(ladder=WEEKLY).version
    assert len(monitor().version) == 8


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"every": 2}, "is judged every 2 days"),
        ({"alert": 0.05, "warning": 0.01}, "alerts below p 0.05 and warns below 0.01"),
        ({"alert": 0.0}, "alerts below p 0.0"),
        ({"ladder": ()}, "rungs do not rise"),
        ({"ladder": (Rung("a", 9), Rung("b", 9))}, "rungs do not rise"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        monitor(**changed)


def test_a_misspelt_parameter_is_refused_with_the_nearest_table() -> None:
    def wrong(case_days: Any) -> Any: ...

    wants: dict[str, Callable[..., Any]] = {"series": wrong}
    with pytest.raises(PlanError, match=r"wants case_days.*did you mean case_day\?"):
        monitor(**wants)
