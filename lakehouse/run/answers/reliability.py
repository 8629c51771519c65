"""How often the winner's chances came true, as rows of governance.model_reliability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.reliability import reliability_table
from lakehouse.run.answers.trials import frame_of
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_reliability


def reliability_rows(played: Contest, stamp: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per tenth of what the winner stated in the windows it was judged on.

    ``stamp`` has model_name, model_version and as_of. No rows where it stated no chances: of
    counts, and where a single window could be judged.
    """
    rows = played.out_of_time
    # The windows before those taught the calibrator.
    judged = rows["window"].isin(pd.to_datetime(played.per_window["window"].unique()))
    rows = rows[judged & (rows["candidate"] == played.winner)]
    if "probability" not in rows or rows["probability"].isna().all():
        return []
    told = rows[rows["probability"].notna()]
    fixed = {
        "model": stamp["model_name"],
        "version": stamp["model_version"],
        "as_of": stamp["as_of"],
        "candidate": played.winner,
    }
    table = reliability_table(told["probability"], told["outcome"])
    return [{**fixed, **row} for row in table.to_dict("records")]


def write_reliability(lake: Lake, played: Contest, stamp: Mapping[str, Any]) -> None:
    """Replace the model's rows by those of its last contest."""
    rows = reliability_rows(played, stamp)
    if rows or lake.exists(model_reliability):
        frame = frame_of(lake, model_reliability, rows).coalesce(1)
        lake.replace_part(model_reliability, frame, "model", str(stamp["model_name"]))
