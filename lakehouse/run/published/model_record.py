"""What is on record of the city's models, as the pages of a release take it."""

from __future__ import annotations

import pandas as pd

from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_reliability

# A release is made anew when one of these changed.
RECORD = (model_reliability,)
_DOTS = ["probability", "observed", "low", "high"]


def record_versions(lake: Lake) -> dict[str, int | None]:
    """The version of each table of the record by name, None for one that was never written."""
    return {table.name: lake.version(table) for table in RECORD}


def reliability_of(lake: Lake) -> dict[str, pd.DataFrame]:
    """By model the chances it stated and what came true: ``PageData.calibration``.

    Models that state no chances are not in it.
    """
    if not lake.exists(model_reliability):
        return {}
    rows = lake.frame(model_reliability).sort_values(["model", "bin"])
    return {str(model): own[_DOTS].reset_index(drop=True) for model, own in rows.groupby("model")}
