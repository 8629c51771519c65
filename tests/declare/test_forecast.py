"""A forecast's parts fit together, or it is refused when its file is imported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lakehouse.declare import Column, Forecast, Table
from lakehouse.declare.errors import PlanError
from lakehouse.declare.forecast import quantile_name

COLUMNS = (Column("place", "string", "The place."), Column("day", "date", "The day."))
COUNTED = Table("city.counted", "One row per place and day.", ("place", "day"), COLUMNS)
AHEAD = Table("risk.ahead", "One row per place and day.", ("place", "day"), COLUMNS)
TRIALS = Table("risk.ahead_trials", "One row per trial.", ("place",), COLUMNS)


def series(counted: Any, as_of: date) -> Any:
    """Counts."""


def forecast(**changed: Any) -> Forecast:
    said: dict[str, Any] = {
        "name": "ahead",
        "asks": "How many?",
        "reads": (COUNTED,),
        "series": series,
        "carries": COLUMNS[:1],
        "candidates": {"naive": object},
        "beside": "naive",
        "writes": AHEAD,
        "trials": TRIALS,
    }
    return Forecast(**{**said, **changed})


def test_parts_that_fit_make_a_forecast() -> None:
    made = forecast()
    assert made.parameters == {"counted": COUNTED}
    assert made.outputs == (TRIALS, AHEAD)
    assert made.functions == (series,) and made.optional == () and made.keys == ("place",)
    assert made.answered[:5] == ("place", "day", "days_ahead", "q05", "q25")
    assert "expected" in forecast(adds_up="place").answered
    assert {"naive_q50", "probability_over_capacity", "why_no_forecast"} <= set(made.answered)


@pytest.mark.parametrize(
    ("chance", "name"),
    [(0.05, "q05"), (0.5, "q50"), (0.975, "q975"), (0.1, "q10"), (0.025, "q025")],
)
def test_a_quantile_has_a_column_of_its_own(chance: float, name: str) -> None:
    assert quantile_name(chance) == name


def misspelt(countd: Any) -> Any:
    """Counts."""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"series": misspelt}, r"wants countd, which it does not read \(did you mean counted\?\)"),
        ({"judged": 15}, "is judged 15 days ahead, which is not among its horizons"),
        ({"horizons": (0, 7)}, "Give horizons of 1 day or more"),
        ({"quantiles": (0.05, 0.5, 0.9)}, "do not come in pairs around 0.5"),
        ({"quantiles": (0.25, 0.75)}, "do not come in pairs around 0.5"),
        ({"quantiles": (0.5,)}, "do not come in pairs around 0.5"),
        ({"adds_up": "plac"}, r"adds up over plac, .* do not carry \(did you mean place\?\)"),
        ({"beside": "naiv"}, r"naiv, which is no candidate \(did you mean naive\?\)"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        forecast(**changed)
