"""Classes of a map: those of the release before while they part the areas, else cut anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.portal.drawn.axis import round_step


@dataclass(frozen=True)
class Classes:
    """Where the classes part; whether these are the limits of the release before.

    ``kept`` is None where that had no map of the same measure. ``column`` holds the values:
    per 1,000 residents where there are any.
    """

    limits: tuple[float, ...]
    kept: bool | None
    column: str


def classes_of(chosen: pd.DataFrame, before: Mapping[str, Sequence[float]]) -> Classes:
    """The classes of one measure, a row per area; ``before`` has earlier limits by :func:`key_of`.

    Earlier limits stay while no class holds more than half of the areas and at most one is empty:
    then an area changes its colour only if its number changes.
    """
    column = column_of(chosen)
    earlier, fresh = before.get(key_of(chosen)), cuts(chosen[column])
    if not earlier:
        return Classes(fresh, None, column)
    limits = tuple(earlier) if _part(chosen[column], earlier) else fresh
    return Classes(limits, limits == tuple(earlier), column)


def key_of(chosen: pd.DataFrame) -> str:
    """What the limits of a measure are kept under: ``ems_calls per_1000``."""
    return f"{chosen['measure'].iloc[0]} {column_of(chosen)}"


def column_of(chosen: pd.DataFrame) -> str:
    """``per_1000`` where the measure has it for any area, else ``value``."""
    return "per_1000" if chosen["per_1000"].notna().any() else "value"


def cuts(values: pd.Series) -> tuple[float, ...]:
    """Up to four round numbers that part the values into classes, more classes at the high end."""
    seen = values.dropna().astype("float64")
    if seen.nunique() < 2:
        return ()
    found = sorted({_rounded(float(seen.quantile(q))) for q in (0.3, 0.55, 0.75, 0.9)})
    low, high = float(seen.min()), float(seen.max())
    return tuple(cut for cut in found if low < cut <= high)


def _part(values: pd.Series, limits: Sequence[float]) -> bool:
    seen = values.dropna().astype("float64")
    places = np.searchsorted(np.asarray(limits), seen, side="right")
    many = np.bincount(places, minlength=len(limits) + 1)
    return bool(2 * many.max() <= len(seen) and (many == 0).sum() <= 1)


def _rounded(value: float) -> float:
    """To the next round step of a tenth to a fifth of the value: 3.4 is 3.5, 87 is 90."""
    if value == 0:
        return 0.0
    step = round_step(abs(value) / 10)
    return round(round(value / step) * step, 9)
