"""The trials of a contest as a table: every candidate, over all windows and one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame

from lakehouse.declare.table import Table
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.summary import mark
from lakehouse.store.lake import Lake


def trials(
    played: Contest | ForecastContest | OutlookContest, asks: str, stamp: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Rows of trials, the question ``asks`` and the ``stamp`` on each."""
    tried = played.candidates
    each = played.per_window.assign(window=played.per_window["window"].astype(str).str[:10])
    mark(each, tried, played.winner)
    rows = played.summary.assign(window="all").to_dict("records") + each.to_dict("records")
    fixed: dict[str, Any] = {"question": asks, "verdict": played.verdict, **stamp}
    return [{**row, **fixed, "says": tried[str(row["candidate"])].says} for row in rows]


def frame_of(lake: Lake, table: Table, records: Iterable[Mapping[Any, Any]]) -> DataFrame:
    """Records as a frame with the table's columns; not-a-number is missing, like what is absent."""
    kinds = {c.name: c.type for c in table.columns}
    rows = [tuple(plain(r.get(name), kind) for name, kind in kinds.items()) for r in records]
    return lake.spark.createDataFrame(rows, lake.empty(table).schema)


def plain(value: Any, kind: str) -> Any:
    """A Python value that Spark takes for a column of that type."""
    if value is None or value is pd.NaT or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        # Spark would take a time without a zone for one of this machine's.
        aware = value.tz_localize("UTC").to_pydatetime()
        return aware if kind == "timestamp" else aware.date()
    return int(value) if kind == "int" else value
