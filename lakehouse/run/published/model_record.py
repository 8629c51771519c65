"""What is on record of the city's models, as the pages of a release take it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.declare.forecast import Forecast
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.portal.modelcard import ModelCard
from lakehouse.run.computing.runner import Run
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_gate, model_group, model_reliability

# A release is made anew when one of these changed.
RECORD = (model_gate, model_group, model_reliability)
_DOTS = ["probability", "observed", "low", "high"]


def record_versions(lake: Lake) -> dict[str, int | None]:
    """The version of each table of the record by name, None for one that was never written."""
    return {table.name: lake.version(table) for table in RECORD}


def reliability_of(lake: Lake) -> dict[str, pd.DataFrame]:
    """By model the chances it stated and what came true: ``PageData.calibration``.

    Models that state no chances are not in it.
    """
    rows = _rows(lake, model_reliability).sort_values(["model", "bin"])
    return {str(model): own[_DOTS].reset_index(drop=True) for model, own in rows.groupby("model")}


def models_of(run: Run) -> tuple[ModelCard, ...]:
    """Every question whose last contest is on record, in order of its name."""
    gates, groups = _rows(run.lake, model_gate), _rows(run.lake, model_group)
    questions = (s for s in run.catalogue.steps if isinstance(s, Ranking | Forecast | Outlook))
    named = {f"{run.settings.city.name}_{asked.name}": asked for asked in questions}
    return tuple(
        _card(name, named[name], own, groups[groups["model"] == name])
        for name, own in sorted(gates.groupby("model"), key=lambda pair: str(pair[0]))
        if name in named
    )


def _card(
    name: str, asked: Ranking | Forecast | Outlook, gates: pd.DataFrame, groups: pd.DataFrame
) -> ModelCard:
    """What is declared of the question; the others look at their series or rows alone."""
    told: dict[str, Any]
    if isinstance(asked, Ranking):
        told = {
            "cohort": asked.history,
            "features": {name: asked.meanings[name] for name in asked.learned},
            "left_out": dict(asked.left_out),
            "lacks": tuple(table.name for table in asked.lacks),
        }
    else:
        told = {"cohort": asked.series if isinstance(asked, Forecast) else asked.rows}
    told["cohort"] = " ".join((told["cohort"].__doc__ or "").split())
    return ModelCard(
        name=name,
        asks=asked.asks,
        owner=asked.owner,
        version=str(gates["version"].iloc[0]),
        counts=asked.counts,
        limits=asked.limits,
        gates=gates,
        groups=groups,
        **told,
    )


def _rows(lake: Lake, table: Table) -> pd.DataFrame:
    return lake.frame(table) if lake.exists(table) else pd.DataFrame(columns=[*table.column_names])
