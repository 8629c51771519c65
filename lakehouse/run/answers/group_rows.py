"""How the winner of a contest treats each group, as rows of governance.model_group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.contest import Contest
from lakehouse.run.answers.trials import frame_of
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_group

RANGES = "ranges"
_RATES = {"rate": "measure", "of": "cases", "disparity": "times"}


def group_rows(played: Contest, asked: Ranking, stamp: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per measure and group of the winner, those that can bar it first.

    ``stamp`` has model_name, model_version and as_of. No rows where no groups are compared.
    """
    fair = asked.gates.fair
    if fair is None:
        return []
    rates = _of(played.groups, played.winner).rename(columns=_RATES)
    ranges = _of(played.ranges, played.winner).assign(measure=RANGES, counts=False)
    ranges = ranges.drop(columns="rows", errors="ignore").rename(columns={"ranges": "cases"})
    if len(ranges):
        ranges = ranges.astype({"cases": float})
    fixed = {
        "model": stamp["model_name"],
        "version": stamp["model_version"],
        "as_of": stamp["as_of"],
        "across": fair.across,
    }
    return [{**row, **fixed} for rows in (rates, ranges) for row in rows.to_dict("records")]


def write_groups(lake: Lake, played: Contest, asked: Ranking, stamp: Mapping[str, Any]) -> None:
    """Replace the model's rows by those of its last contest."""
    rows = group_rows(played, asked, stamp)
    if rows or lake.exists(model_group):
        frame = frame_of(lake, model_group, rows).coalesce(1)
        lake.replace_part(model_group, frame, "model", str(stamp["model_name"]))


def _of(told: pd.DataFrame, winner: str) -> pd.DataFrame:
    return told[told["candidate"] == winner] if len(told) else told
