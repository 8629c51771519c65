"""A value is shown as a person would write it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.run.commands.shown import cell
from lakehouse.run.explained.explaining import _typed
from lakehouse.run.explained.walk import text
from lakehouse.tables import published


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        ("", ""),
        ("Café", "Café"),
        (1.0, "1"),
        (0.123456, "0.1235"),
        (0.0000123456, "1.235e-05"),
        (-73.98765432, "-73.9877"),
        (1234567.5, "1234567.5"),
        (2.00001, "2"),
        (1.5e12 + 0.5, "1.5e+12"),
        (float("inf"), "inf"),
        (7, "7"),
        (True, "True"),
        (date(2024, 6, 28), "2024-06-28"),
    ],
)
def test_a_cell_of_show(value: object, shown: str) -> None:
    assert cell(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "missing"), (float("nan"), "missing"), (1.0, "1"), (0.123456, "0.1235"), ("x", "x")],
)
def test_a_value_of_explain(value: Any, shown: str) -> None:
    assert text(value) == shown


@pytest.mark.parametrize(
    ("key", "typed"), [("7", 7), ("007", 7), ("²", None), ("٣", None), ("1" + "0" * 20, None)]
)
def test_a_key_is_a_number_only_where_the_column_can_hold_it(key: str, typed: int | None) -> None:
    assert _typed(published.intersections_to_make_safer, "intersection_id", key) == typed


@pytest.mark.parametrize("shown", [cell, text])
def test_a_large_whole_number_is_shown_whole(shown: Any) -> None:
    assert shown(12345.0).replace(",", "") == "12345"
    assert shown(np.float64(12345.0)).replace(",", "") == "12345"
