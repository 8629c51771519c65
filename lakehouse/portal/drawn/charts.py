"""Where dots and lines lie in the pictures; whole numbers, so that a page stays the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.portal.views.trial import Trial
from lakehouse.portal.views.trust import pairs_axis

SIDE = 200
CELLS = 42
_KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Sparkline:
    """A line and its dots as SVG paths in a box of 1000 by 100; y points down."""

    line: str
    dots: str


@dataclass(frozen=True)
class DotMap:
    """Dots as SVG paths in a box of ``width`` by ``height``; half lie within ``half_km``.

    ``dots`` holds the dot of each of the first rows and ``halves`` the kilometres for each number
    of them, joined by ``|``, for pages that ask how many come first.
    """

    width: int
    height: int
    every: str
    first: str
    half_km: float
    first_n: int
    dots: str = ""
    halves: str = ""


def sparkline(values: Sequence[float | None], low: float, high: float) -> Sparkline:
    """Values in order from left to right on an axis from ``low`` to ``high``; gaps stay gaps."""
    step = 1000 / max(1, len(values) - 1)
    line, dots, pen_up = [], [], True
    for place, value in enumerate(values):
        if value is None:
            pen_up = True
            continue
        x, y = round(place * step), round(100 * (high - value) / (high - low))
        line.append(f"{'M' if pen_up else 'L'}{x} {y}")
        dots.append(f"M{x} {y}h0")
        pen_up = False
    return Sparkline("".join(line), "".join(dots))


def pairs_lines(trial: Trial) -> dict[str, Sparkline]:
    """The share of right pairs per window of the chosen candidate, its rival, and of the lot."""
    low, high = pairs_axis(trial, pooled=False)
    lines = {}
    for who, name in (("ours", trial.chosen), ("theirs", trial.rival)):
        numbers = [trial.at(name, "auc", window) for window in trial.windows]
        lines[who] = sparkline([n.value if n else None for n in numbers], low, high)
    return lines | {"lot": sparkline([0.5, 0.5], low, high)}


def dot_map(scored: pd.DataFrame, first: int, most: int = 0) -> DotMap | None:
    """All scored places on a coarse grid and the first ones exactly, north up.

    ``most``: for so many of the first rows their dots are given one by one. Local
    equirectangular projection; None where no place of the first has coordinates.
    """
    placed = scored.dropna(subset=["latitude", "longitude"])
    top = placed[placed["rank"] <= first]
    if top.empty:
        return None
    shrink = math.cos(math.radians(float(placed["latitude"].mean())))
    across, up = placed["longitude"] * shrink, placed["latitude"]
    span = max(across.max() - across.min(), up.max() - up.min()) or 1.0
    x = (SIDE * (across - across.min()) / span).round(1)
    y = (SIDE * (up.max() - up) / span).round(1)
    cell = SIDE / CELLS
    grid = sorted({(round(round(a / cell) * cell), round(round(b / cell) * cell))
                   for a, b in zip(x, y, strict=True)})  # fmt: skip
    leading = scored.index[:most]
    drawn = top.index.union(leading.intersection(placed.index))
    dots = {row: f"M{round(x[row])} {round(y[row])}h0" for row in drawn}
    lead = np.column_stack([across.reindex(leading), up.reindex(leading)])
    halves = [_half_within(lead[:k]) for k in range(1, most + 1)]
    return DotMap(
        width=math.ceil(x.max()),
        height=math.ceil(y.max()),
        every="".join(f"M{a} {b}h0" for a, b in grid),
        first="".join(dots[row] for row in top.index),
        half_km=_half_within(np.column_stack([across[top.index], up[top.index]])),
        first_n=first,
        dots="|".join(dots.get(row, "") for row in leading),
        halves="|".join(f"{half:.0f}" for half in halves),
    )


def _half_within(placed: npt.NDArray[np.float64]) -> float:
    """Kilometres around the middle in which half of these places lie; 0 where none has a place."""
    known = placed[~np.isnan(placed[:, 0])]
    if not len(known):
        return 0.0
    away = np.hypot(*(known - np.median(known, axis=0)).T)
    return float(np.median(away)) * _KM_A_DEGREE
