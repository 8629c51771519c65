"""Write what became of a forecast since its release: drift of its series, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from lakehouse.declare.forecast import Forecast, quantile_name
from lakehouse.modelling.forecasting.after_release import outcome_row, series_drift
from lakehouse.run.answers.after_release import earlier_lists
from lakehouse.run.answers.model_part import told_of, write_part
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_drift, model_performance

MIDDLE = quantile_name(0.5)


def watch_forecast(
    lake: Lake, asked: Forecast, history: pd.DataFrame, stamp: Mapping[str, Any]
) -> None:
    """Write the model's rows of governance.model_drift and governance.model_performance.

    ``history``: of ``known_history``; ``stamp``: model_name, model_version and as_of.
    """
    fixed = told_of(stamp)
    values = history.pivot(index="day", columns="series", values="value").asfreq("D")
    moved = [fixed | row for row in series_drift(values)]
    write_part(lake, model_drift, stamp, moved)
    told = [fixed | row for row in performance(lake, asked, history, stamp)]
    write_part(lake, model_performance, stamp, told)


def performance(
    lake: Lake, asked: Forecast, history: pd.DataFrame, stamp: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """One row per earlier forecast of which some days are known by now, the last one first.

    Each is held to what it said then, not to what the model would say today.
    """
    known = history[["series", *asked.keys, "day", "value"]].astype({"day": "datetime64[ns]"})
    for listed in earlier_lists(lake, asked, stamp["as_of"], MIDDLE):
        said = listed.rename(columns={"given": MIDDLE})
        said["day"] = pd.to_datetime(said["day"]).astype("datetime64[ns]")
        both = known.merge(said, on=[*asked.keys, "day"]).dropna(subset=f"naive_{MIDDLE}")
        if both.empty:
            continue
        yield {
            "version": str(listed["model_version"].iloc[0]),
            "as_of": listed["as_of"].iloc[0],
            "looked_at": stamp["as_of"],
            **outcome_row(both, asked.quantiles),
        }
