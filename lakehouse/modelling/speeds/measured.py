"""Hours measured at detectors as one table of speeds, and why nothing can be told of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.panel import Array, Flags, filled

WEEK = 168
LEAST_HOURS = 4 * WEEK  # measured, before anything is learnt of a detector
DEAD = 48  # hours without a value: what was measured before says nothing of the coming ones
NEAR = 2500.0  # metres between detectors that tell of each other


@dataclass(frozen=True)
class Measured:
    """``values`` and ``imputed`` of detectors, from hour ``first`` on: (hours, names).

    ``near`` has 1 for detectors near each other, (names, names). ``silent`` says of each other
    detector why nothing is told of it; ``read`` is the last hour measured of all of them.
    """

    names: tuple[str, ...]
    first: int
    values: Array
    imputed: Flags
    near: Array
    silent: Mapping[str, str]
    read: pd.Series

    @property
    def last(self) -> int:
        """The last hour known to any of them."""
        return self.first + len(self.values) - 1


def measured(hours: pd.DataFrame) -> Measured:
    """The table of hours from the first to the last known; hours may lack.

    ``hours`` has detector_id, hour_number (since 1970 began, local time), speed (missing where
    it cannot be used), x and y (metres, missing where unknown). A detector that was measured for
    less than four weeks, or in none of the last 48 hours, is silent.
    """
    table = hours.pivot_table(index="hour_number", columns="detector_id", values="speed")
    every = range(int(hours["hour_number"].min()), int(hours["hour_number"].max()) + 1)
    table = table.reindex(every).where(lambda speed: speed > 0)
    table = table.reindex(columns=sorted(hours["detector_id"].unique()))
    many, read = table.notna().sum(), table.apply(pd.Series.last_valid_index)
    why = {name: _why_silent(int(many[name]), read[name], every[-1]) for name in table.columns}
    told = [name for name in table.columns if not why[name]]
    nothing = np.empty((len(every), 0))
    values, imputed = filled(table[told].to_numpy()) if told else (nothing, nothing > 0)
    silent = {name: said for name, said in why.items() if said}
    return Measured(tuple(told), every[0], values, imputed, _near(hours, told), silent, read)


def _near(hours: pd.DataFrame, names: list[str]) -> Array:
    """1 for detectors near each other, 0 for itself and where a place is unknown."""
    places = hours.groupby("detector_id")[["x", "y"]].first().reindex(names).to_numpy(dtype=float)
    apart = np.hypot(*(places[:, None, axis] - places[None, :, axis] for axis in (0, 1)))
    near = (apart <= NEAR).astype(float)
    np.fill_diagonal(near, 0.0)
    return np.asarray(near)


def _why_silent(many: int, read: float | None, last: int) -> str:
    if many < LEAST_HOURS or read is None:
        return f"only {many} hours were measured, and four weeks are needed"
    if last - read < DEAD:
        return ""
    return f"nothing measured since {pd.Timestamp(int(read) * 3600, unit='s'):%Y-%m-%d %H:%M}"
