"""An outlook's parts fit together, or it is refused when its file is imported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lakehouse.declare import Column, Outlook, Table
from lakehouse.declare.bounds import Bounds
from lakehouse.declare.errors import PlanError

COLUMNS = (Column("place", "string", "The place."), Column("day", "date", "The day."))
COUNTED = Table("city.counted", "One row per place and day.", ("place", "day"), COLUMNS)
RAIN = Table("city.rain", "One row per day.", ("day",), COLUMNS)
AHEAD = Table("risk.ahead", "One row per place and day.", ("place", "day"), COLUMNS)
TRIALS = Table("risk.ahead_trials", "One row per trial.", ("place",), COLUMNS)


def rows(counted: Any, rain: Any, as_of: date, bounds: Bounds) -> Any:
    """Counts."""


def play(known: Any) -> Any:
    """Judged."""


def fit(known: Any, played: Any) -> Any:
    """Kept."""


def after(known: Any, listed: Any) -> Any:
    """What came of it."""


def outlook(**changed: Any) -> Outlook:
    said: dict[str, Any] = {
        "name": "ahead",
        "asks": "Where?",
        "reads": (COUNTED, RAIN),
        "optional": (RAIN,),
        "rows": rows,
        "play": play,
        "fit": fit,
        "after": after,
        "writes": AHEAD,
        "trials": TRIALS,
    }
    return Outlook(**{**said, **changed})


def test_parts_that_fit_make_an_outlook() -> None:
    made = outlook()
    assert made.parameters == {"counted": COUNTED, "rain": RAIN}
    assert made.outputs == (TRIALS, AHEAD) and made.functions == (rows, play, fit, after)
    assert made.of_city == ("bounds",) and not made.side_by_side
    assert outlook(rows=lambda counted: None).of_city == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rows": lambda countd: None}, r"wants countd, .* \(did you mean counted\?\)"),
        ({"reads": (COUNTED,), "rows": lambda counted: None}, "could do without city.rain, which"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        outlook(**changed)
