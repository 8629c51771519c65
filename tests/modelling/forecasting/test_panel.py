"""Series side by side, and what came late struck out where it was not known yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.forecasting.candidates import DampedTrend, WeekdayNaive
from lakehouse.modelling.forecasting.panel import panel_of, rolling
from tests.modelling.forecasting.conftest import LEVELS, draw_series, rows_of


def test_days_without_a_report_are_missing_values() -> None:
    rows = rows_of({"a": np.array([1.0, np.nan, 3]), "b": np.array([np.nan, 5.0, 6])})
    made = panel_of(rows, ["name"])
    assert list(made.values.columns) == ["a", "b"] and len(made.days) == 3
    assert np.array_equal(made.of("a"), [1, np.nan, 3], equal_nan=True)
    assert (made.late == 0).all(axis=None)


def test_a_day_twice_or_a_value_below_zero_is_refused() -> None:
    rows = rows_of({"a": np.array([1.0, 2])})
    with pytest.raises(PlanError, match=r"1 day\(s\) come twice"):
        panel_of(pd.concat([rows, rows.tail(1)]), ["name"])
    with pytest.raises(PlanError, match=r"1 value\(s\) lie below zero"):
        panel_of(rows.assign(value=[1.0, -2]), ["name"])


def test_what_came_late_is_not_known_before() -> None:
    values = draw_series(80)
    rows = rows_of({"a": values})
    late = rows["day"] == rows["day"].iloc[70]
    rows.loc[late, "known_at"] += pd.Timedelta(days=3)
    panel = panel_of(rows, ["name"])
    assert panel.late["a"].iloc[70] == 3
    for candidate in (WeekdayNaive(), DampedTrend()):
        made = rolling(panel, "a", candidate, (7,), LEVELS)
        wild = rows.assign(value=rows["value"].where(~late, 9e5))
        changed = rolling(panel_of(wild, ["name"]), "a", candidate, (7,), LEVELS)
        assert made[:73].tobytes() == changed[:73].tobytes()
        assert made[73:].tobytes() != changed[73:].tobytes()
