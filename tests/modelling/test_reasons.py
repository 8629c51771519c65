"""Reasons push up, differ from what is typical, and read as a person would say them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.reasons import NOTHING, reasons, typical, value_in_words

ROWS = pd.DataFrame(
    {
        "rate": [0.8, 0.2, np.nan],
        "days": [1200.0, 210.0, 90.0],
        "late": [True, False, True],
        "kind": ["School", "Shop", None],
    }
)
USUAL: dict[str, float | bool | str] = {"rate": 0.2, "days": 210.0, "late": False, "kind": "Shop"}
MEANINGS = {
    "rate": "critical violations per earlier visit",
    "days": "days since the last visit",
    "late": "opened late",
    "kind": "kind of place",
}


def test_the_strongest_pushes_come_first_and_pulls_are_no_reasons() -> None:
    pushes = pd.DataFrame(
        {"rate": [0.5, 9, 0.1], "days": [0.9, 1, -1], "late": [-2, 1, 0.3], "kind": [0.1, 1, 0.2]}
    )
    found = reasons(pushes, ROWS, USUAL, MEANINGS, 3)
    assert list(found[0]) == [
        "days since the last visit: 1,200 (typical 210)",
        "critical violations per earlier visit: 0.8 (typical 0.2)",
        "kind of place: School (typical Shop)",
    ]
    # Everything is typical in the second row, however hard it pushes.
    assert list(found[1]) == [NOTHING] * 3
    assert list(found[2]) == [
        "opened late: yes (typical no)",
        "kind of place: unknown (typical Shop)",
        "critical violations per earlier visit: unknown (typical 0.2)",
    ]


def test_fewer_features_than_reasons_leave_the_rest_empty() -> None:
    found = reasons(pd.DataFrame({"rate": [1.0, 1, 1]}), ROWS, USUAL, MEANINGS, 3)
    assert found.shape == (3, 3) and (found[:, 1:] == NOTHING).all()
    assert reasons(pd.DataFrame({"rate": []}), ROWS[:0], USUAL, MEANINGS, 3).shape == (0, 3)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.8, "0.8"),
        (0.01234, "0.012"),
        (12.345, "12.3"),
        (3.0, "3"),
        (1234.6, "1,235"),
        (float("nan"), "unknown"),
        (True, "yes"),
        (False, "no"),
        ("Bakery", "Bakery"),
        ("(missing)", "unknown"),
    ],
)
def test_values_are_said_as_people_do(value: float | bool | str, said: str) -> None:
    assert value_in_words(value) == said


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 9, None], 2.0),
        ([True, False, False, None], False),
        (["a", "b", "b", None], "b"),
    ],
)
def test_typical_is_the_middle_or_the_most_frequent(values: list[object], expected: object) -> None:
    found = typical(pd.Series(values))
    assert found == expected and type(found) is type(expected)
    assert np.isnan(typical(pd.Series([np.nan, np.nan])))
