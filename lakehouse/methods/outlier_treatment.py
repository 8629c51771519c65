"""Indicators whose few extreme values would drown the rest: found by shape, then treated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.methods.judged import Array

SKEW, KURTOSIS = 2.0, 3.5
MOST_POINTS = 5
LEFT, WINSORISED, LOGARITHM = "left as it is", "winsorised", "logarithm"


def skewness(values: npt.ArrayLike) -> float:
    """G1, the sample skewness; missing with fewer than 3 values (Joanes and Gill 1998)."""
    values = np.asarray(values, dtype=float)
    gap, n = values - values.mean() if len(values) else values, len(values)
    square = float((gap**2).sum())
    if n < 3 or square <= 0:
        return float("nan")
    return float(np.sqrt(n) * (gap**3).sum() / square**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def excess_kurtosis(values: npt.ArrayLike) -> float:
    """G2, the sample excess kurtosis; missing with fewer than 4 values (Joanes and Gill 1998)."""
    values = np.asarray(values, dtype=float)
    gap, n = values - values.mean() if len(values) else values, len(values)
    square = float((gap**2).sum())
    if n < 4 or square <= 0:
        return float("nan")
    peak = n * float((gap**4).sum()) / square**2
    return ((n + 1) * (peak - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def has_outliers(values: npt.ArrayLike) -> bool:
    """Whether |skewness| reaches 2 and kurtosis 3.5 (the rule of the JRC's COIN Tool)."""
    return abs(skewness(values)) >= SKEW and excess_kurtosis(values) >= KURTOSIS


def winsorised(values: npt.ArrayLike, most: int = MOST_POINTS) -> Array:
    """Values of which the outermost are drawn in to the next, until the shape is harmless.

    ``values`` have none missing. The side of the longer tail goes first; values that are alike
    move together; it stops when ``most`` points or more have been moved.
    """
    moved, high, low = np.array(values, dtype=float), 0, 0
    while has_outliers(moved) and high + low < most:
        if skewness(moved) >= 0:
            top = moved == moved.max()
            moved[top], high = moved[~top].max(), int(top.sum())
        else:
            bottom = moved == moved.min()
            moved[bottom], low = moved[~bottom].min(), int(bottom.sum())
    return moved


def log_shifted(values: npt.ArrayLike) -> Array:
    """ln(x - min + 1 % of the range): finite for every value, the order kept."""
    values = np.asarray(values, dtype=float)
    low, high = values.min(), values.max()
    return np.asarray(np.log(values - low + 0.01 * (high - low)))


def treated(values: pd.DataFrame, most: int = MOST_POINTS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The indicators (a column each) after treatment, and what was done to each.

    The second has a row per indicator: how, points (moved), skewness and kurtosis before and
    after. Winsorising that does not suffice is undone and the logarithm taken instead, whatever
    it achieves; one that would make all values alike is undone and nothing taken. Missing values
    take no part. OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 3; limits of
    the COIN Tool.
    """
    columns, told = {}, {}
    for name in values.columns:
        columns[name], told[name] = _one(values[name], most)
    how = pd.DataFrame.from_dict(told, orient="index", columns=list(_TOLD))
    return pd.DataFrame(columns, index=values.index), how


_TOLD = ("how", "points", "skewness", "kurtosis", "skewness_after", "kurtosis_after")


def _one(indicator: pd.Series, most: int) -> tuple[pd.Series, tuple[object, ...]]:
    raw = indicator.to_numpy(dtype=float)
    known = np.isfinite(raw)
    before = raw[known]
    after, how = before, LEFT
    if has_outliers(before):
        after, how = winsorised(before, most), WINSORISED
        if after.max() <= after.min():  # none are extreme where all but one value are gone
            after, how = before, LEFT
        elif has_outliers(after):
            after, how = log_shifted(before), LOGARITHM
    made = raw.copy()
    made[known] = after
    shapes = [shape(x) for x in (before, after) for shape in (skewness, excess_kurtosis)]
    points = int((after != before).sum())
    return pd.Series(made, index=indicator.index), (how, points, *shapes)
