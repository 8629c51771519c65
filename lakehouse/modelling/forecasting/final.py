"""The winner and the plain candidate beside it, as something that can be kept and asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.declare.forecast import quantile_name
from lakehouse.modelling.forecasting.candidates import Candidate, quantiles_of
from lakehouse.modelling.forecasting.paths import CARRIED
from lakehouse.modelling.forecasting.summed import agreed
from lakehouse.modelling.ties import Array


@dataclass(frozen=True)
class FinalForecast:
    """What forecasts: the winner, the plain candidate beside it, horizons and quantiles.

    ``adds_up``: whether series are parts of others, and have to agree with these.
    """

    name: str
    candidate: Candidate
    beside: Candidate
    horizons: tuple[int, ...]
    quantiles: tuple[float, ...]
    adds_up: bool = False

    @property
    def columns(self) -> list[str]:
        """The quantiles' columns: the winner's, then those of the candidate beside it."""
        own = [quantile_name(q) for q in self.quantiles]
        return [*own, *(f"naive_{name}" for name in own)]

    def predict(self, history: pd.DataFrame) -> pd.DataFrame:
        """Quantiles for the days after the last of ``history`` (series, day, value).

        One row per series and horizon: series, day, days_ahead, ``columns``, why_no_forecast,
        which says in words why a series has no quantiles. Where series add up, ``history`` has
        capacity and adds_to as well, and rows what ``summed.agreed`` adds.
        """
        days = pd.to_datetime(history["day"])
        last, parts = days.max(), []
        every = pd.date_range(days.min(), last, freq="D")
        for series, rows in history.assign(day=days).groupby("series", sort=True):
            values = rows.set_index("day")["value"].reindex(every).to_numpy(dtype=float)
            parts.append(self._ahead(values).assign(series=series))
        made = pd.concat(parts, ignore_index=True)
        made["day"] = last + pd.to_timedelta(made["days_ahead"], unit="D")
        made = made[["series", "day", "days_ahead", *self.columns, "why_no_forecast"]]
        return agreed(made, history, self.candidate, self.quantiles) if self.adds_up else made

    def _ahead(self, values: Array) -> pd.DataFrame:
        known = np.flatnonzero(np.isfinite(values))
        since = len(values) - 1 - known[-1] if len(known) else len(values)
        whole = np.column_stack(
            [
                quantiles_of(each, values, self.horizons, self.quantiles, last=True)[-1]
                for each in (self.candidate, self.beside)
            ]
        )
        why = None
        if since > CARRIED:
            why = f"nothing was reported in the last {since} days"
        elif not np.isfinite(whole).all():
            why = f"{len(known)} days with a value are too few to know how wrong it would be"
        frame = pd.DataFrame(np.full_like(whole, np.nan) if why else whole, columns=self.columns)
        return frame.assign(days_ahead=list(self.horizons), why_no_forecast=why)
