"""Daily series side by side, and what of them was known when each day was the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.declare.forecast import WHOLE
from lakehouse.modelling.forecasting.candidates import Candidate, quantiles_of
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class Panel:
    """Series by name over the same unbroken days.

    ``values``: one row per day, one column per series, missing where nothing was reported.
    ``late``: same shape, days by which a value became known later than the earliest one does
    after its own day.
    """

    values: pd.DataFrame
    late: pd.DataFrame

    @property
    def days(self) -> pd.DatetimeIndex:
        return pd.DatetimeIndex(self.values.index)

    def of(self, name: str) -> Array:
        """The values of one series, shape (days,)."""
        return np.asarray(self.values[name].to_numpy(dtype=float))


def panel_of(rows: pd.DataFrame, keys: Sequence[str]) -> Panel:
    """Rows (``keys``, day, value, known_at) as a panel; a series is named by its keys' values.

    PlanError when a series has a day twice, or a value is below zero.
    """
    named = rows.assign(series=names_of(rows, keys), day=pd.to_datetime(rows["day"]))
    twice = named.duplicated(["series", "day"])
    if twice.any() or (named["value"] < 0).any():
        raise PlanError(
            f"{int(twice.sum())} day(s) come twice and {int((named['value'] < 0).sum())} value(s) "
            "lie below zero in the series to forecast.",
            "Give one value per series and day, not below zero.",
        )
    named["lag"] = (pd.to_datetime(named["known_at"]) - named["day"]).dt.days
    every = pd.date_range(named["day"].min(), named["day"].max(), freq="D")
    values, lag = (
        named.pivot(index="day", columns="series", values=column).reindex(every).astype(float)
        for column in ("value", "lag")
    )
    return Panel(values, (lag - lag.min()).fillna(0))


def names_of(rows: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """The name of each row's series: the values of its keys, such as ``icu_bed covid``.

    The word for a whole is left out, so that a sum has the name it had before it had parts.
    """
    said = rows[list(keys)].astype(str)
    return said.agg(lambda values: " ".join(v for v in values if v != WHOLE), axis=1)


def sums_of(rows: pd.DataFrame, keys: Sequence[str], adds_up: str) -> pd.Series:
    """The name of the series that each row's is a part of, '' for none; see ``Forecast``."""
    wholes = set(names_of(rows[rows[adds_up] == WHOLE], keys)) if len(rows) else set()
    above = names_of(rows.assign(**{adds_up: WHOLE}), keys)
    return above.where((rows[adds_up] != WHOLE) & above.isin(wholes), "")


def rolling(
    panel: Panel, name: str, candidate: Candidate, horizons: Sequence[int], levels: Sequence[float]
) -> Array:
    """Quantiles of one series seen from each day, shape (days, horizons, quantiles).

    What came later than usual is struck out where it was not known yet.
    """
    values, late = panel.of(name), panel.late[name].to_numpy()
    made = quantiles_of(candidate, values, horizons, levels)
    known_on = np.arange(len(values)) + late
    for t in range(len(values)):
        hidden = known_on[: t + 1] > t
        if hidden.any():
            then = np.where(hidden, np.nan, values[: t + 1])
            made[t] = quantiles_of(candidate, then, horizons, levels, last=True)[-1]
    return made
