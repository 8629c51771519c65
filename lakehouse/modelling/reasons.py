"""Say in words what puts a row high on the list, beside what is typical."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.design import MISSING, is_category, numbers, words
from lakehouse.modelling.ties import Array

Typical = float | bool | str
NOTHING = "nothing else stands out"


def typical(column: pd.Series) -> Typical:
    """The median of numbers, the more frequent of yes and no, or the most frequent word.

    Missing values are left out; a column of nothing else is typically missing (nan).
    """
    if is_category(column):
        known = column.dropna().astype("string")
        return str(known.mode().iloc[0]) if len(known) else MISSING
    values = numbers(column)
    known_values = values[np.isfinite(values)]
    if not len(known_values):
        return float("nan")
    if all(isinstance(value, bool | np.bool_) for value in column.dropna().unique()):
        return bool(known_values.mean() >= 0.5)
    return float(np.median(known_values))


def reasons(
    contributions: pd.DataFrame,
    X: pd.DataFrame,
    usual: Mapping[str, Typical],
    meanings: Mapping[str, str],
    most: int,
) -> npt.NDArray[np.object_]:
    """The ``most`` features that push the score up the most, in words, shape (rows, most).

    Only a feature that adds to the score and whose value differs from the typical one is a
    reason; where there are fewer, the rest says that nothing else stands out.
    """
    features = list(contributions.columns)
    said = np.full((len(X), most), NOTHING, dtype=object)
    if not len(X) or not features:
        return said
    pushes = contributions.to_numpy(dtype=float)
    unusual = np.column_stack([_unusual(X[f], usual[f]) for f in features])
    pushes = np.where(unusual & (pushes > 0), pushes, 0.0)
    order = np.argsort(-pushes, axis=1, kind="stable")[:, :most]
    for place in range(order.shape[1]):
        for number, feature in enumerate(features):
            here = np.flatnonzero((order[:, place] == number) & (pushes[:, number] > 0))
            said[here, place] = _sentences(X[feature].iloc[here], usual[feature], meanings[feature])
    return said


def value_in_words(value: Typical) -> str:
    """yes, no, unknown, a word as it is, or a number with as many digits as a person reads."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return "unknown" if value == MISSING else value
    if not np.isfinite(value):
        return "unknown"
    if abs(value) >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.1f}"


def _sentences(column: pd.Series, usual: Typical, meaning: str) -> npt.NDArray[np.object_]:
    values: Array | npt.NDArray[np.object_]
    values = words(column) if isinstance(usual, str) else numbers(column)
    known: dict[object, str] = {}
    for value in pd.unique(values):
        typed = bool(value) if isinstance(usual, bool) and np.isfinite(value) else value
        known[value] = f"{meaning}: {value_in_words(typed)} (typical {value_in_words(usual)})"
    unknown = f"{meaning}: unknown (typical {value_in_words(usual)})"
    return np.array([known.get(value, unknown) for value in values], dtype=object)


def _unusual(column: pd.Series, usual: Typical) -> npt.NDArray[np.bool_]:
    if isinstance(usual, str):
        return np.asarray(words(column) != usual)
    values = numbers(column)
    if not np.isfinite(usual):
        return np.isfinite(values)
    # Differences that vanish when written with two digits are not worth a sentence.
    near = np.abs(values - usual) <= 0.01 * np.maximum(np.abs(values), abs(usual))
    return np.asarray(~near)
