"""Speeds measured at detectors as one table, and why nothing can be told of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.pace import Pace
from lakehouse.modelling.speeds.panel import Array, Flags, filled

NEAR = 2500.0  # metres between detectors that tell of each other


@dataclass(frozen=True)
class Measured:
    """``values`` and ``imputed`` of detectors, from step ``first`` on: (steps, names).

    ``near`` has 1 for detectors near each other, (names, names). ``silent`` says of each other
    detector why nothing is told of it; ``read`` is the last step measured of all of them.
    """

    pace: Pace
    names: tuple[str, ...]
    first: int
    values: Array
    imputed: Flags
    near: Array
    silent: Mapping[str, str]
    read: pd.Series

    @property
    def last(self) -> int:
        """The last step known to any of them."""
        return self.first + len(self.values) - 1


def measured(read: pd.DataFrame, pace: Pace) -> Measured:
    """The table of steps from the first to the last known; steps may lack.

    ``read`` has detector_id, step (those of ``pace`` since 1970 began, local time), speed (missing
    where it cannot be used), x and y (metres, missing where unknown). A detector that was measured
    for less than four weeks, or in none of the last ``pace.dead`` steps, is silent.
    """
    table = read.pivot_table(index="step", columns="detector_id", values="speed")
    every = range(int(read["step"].min()), int(read["step"].max()) + 1)
    table = table.reindex(every).where(lambda speed: speed > 0)
    table = table.reindex(columns=sorted(read["detector_id"].unique()))
    many, ends = table.notna().sum(), table.apply(pd.Series.last_valid_index)
    why = {
        name: _why_silent(int(many[name]), ends[name], every[-1], pace) for name in table.columns
    }
    told = [name for name in table.columns if not why[name]]
    nothing = np.empty((len(every), 0))
    values, imputed = filled(table[told].to_numpy()) if told else (nothing, nothing > 0)
    silent = {name: said for name, said in why.items() if said}
    near = _near(read, told)
    return Measured(pace, tuple(told), every[0], values, imputed, near, silent, ends)


def _near(read: pd.DataFrame, names: list[str]) -> Array:
    """1 for detectors near each other, 0 for itself and where a place is unknown."""
    places = read.groupby("detector_id")[["x", "y"]].first().reindex(names).to_numpy(dtype=float)
    apart = np.hypot(*(places[:, None, axis] - places[None, :, axis] for axis in (0, 1)))
    near = (apart <= NEAR).astype(float)
    np.fill_diagonal(near, 0.0)
    return np.asarray(near)


def _why_silent(many: int, end: float | None, last: int, pace: Pace) -> str:
    if many < pace.least or end is None:
        return f"only {many} {pace.unit}s were measured, and four weeks are needed"
    if last - end < pace.dead:
        return ""
    return f"nothing measured since {pace.begins(end):%Y-%m-%d %H:%M}"
