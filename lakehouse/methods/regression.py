"""The adaptive regression of ESSENCE, and the switch between it and the EWMA."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import t as student

from lakehouse.methods.ewma import essence_ewma
from lakehouse.methods.judged import Array, counts_of, judged, windows

FEWEST = 11
COLUMNS = 8
GOOD_ENOUGH = 0.6


def essence_regression(
    series: pd.Series, baseline: int = 28, guard: int = 2, alpha: float = 0.01
) -> pd.DataFrame:
    """Each day against a line and weekday effects fitted to the 28 days that end 2 days before.

    ``series`` is daily. The statistic is (y - forecast) over the standard error of the forecast,
    by Student's t. Burkom, Johns Hopkins APL Technical Digest 2007; Fricker, Introduction to
    Statistical Methods for Biosurveillance, 2013.
    """
    return _regression(series, baseline, guard, alpha)[0]


def essence_switch(
    series: pd.Series, baseline: int = 28, guard: int = 2, alpha: float = 0.01
) -> pd.DataFrame:
    """The regression where its adjusted R-squared reaches 0.6 on the baseline, else the EWMA.

    Adds the column ``algorithm`` with the one that was used.
    """
    line, explained = _regression(series, baseline, guard, alpha)
    smooth = essence_ewma(series, baseline, guard, alpha)
    chosen = np.nan_to_num(explained, nan=0.0) >= GOOD_ENOUGH
    made = {name: np.where(chosen, line[name], smooth[name]) for name in smooth}
    used = np.where(chosen, "essence_regression", "essence_ewma")
    return pd.DataFrame({**made, "algorithm": used}, index=line.index)


def _regression(
    series: pd.Series, baseline: int, guard: int, alpha: float
) -> tuple[pd.DataFrame, Array]:
    """The judgements, and the adjusted R-squared of each day's baseline.

    Seen from the day itself all baselines have one design: weekdays are told by the distance
    modulo 7, so all days are fitted at once.
    """
    counts = counts_of(series)
    before = windows(counts, baseline + guard)[:, :baseline]
    distance = np.arange(baseline + guard, guard, -1)
    design = np.column_stack(
        [np.ones(baseline), -distance / baseline, *(distance % 7 == day for day in range(1, 7))]
    )
    known = (~np.isnan(before)).astype(float)
    y = np.where(known > 0, before, 0.0)
    number = known.sum(axis=1)
    weekdays = np.column_stack([known @ (distance % 7 == day) for day in range(7)])
    usable = (number >= FEWEST) & (weekdays > 0).all(axis=1)
    products = (design[:, :, None] * design[:, None, :]).reshape(baseline, -1)
    normal = (known @ products).reshape(-1, COLUMNS, COLUMNS)
    normal[~usable] = np.eye(COLUMNS)
    beta = np.linalg.solve(normal, (y @ design)[..., None])[..., 0]
    fitted = beta @ design.T
    number = np.where(usable, number, np.nan)
    freedom = number - COLUMNS
    rest = (known * (y - fitted) ** 2).sum(axis=1)
    centre = (known * fitted).sum(axis=1) / number
    explained = (known * (fitted - centre[:, None]) ** 2).sum(axis=1)
    whole = np.where(rest + explained > 1e-12, rest + explained, np.nan)
    adjusted = 1 - (rest / whole) * (number - 1) / freedom
    ahead = np.sqrt((number + 7) * (number - 4) / (number * (number - 7)))
    floor = 0.01 / np.round(student.isf(0.05, freedom), 5)
    sigma = np.maximum(np.sqrt(rest / freedom) * ahead, floor)
    # The day itself is at distance 0 and of the weekday that has no column.
    expected = np.where(usable, np.maximum(0.0, beta[:, 0]), np.nan)
    score = (counts - expected) / sigma
    upper = expected + np.round(student.isf(alpha, freedom), 5) * sigma
    made = judged(series, expected=expected, upper=upper, score=score, p=student.sf(score, freedom))
    return made, adjusted
