"""How the winner of a contest treats each group, as rows of governance.model_group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.contest import Contest
from lakehouse.run.answers.model_part import told_of

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
    fixed = told_of(stamp) | {"across": fair.across}
    return [{**row, **fixed} for rows in (rates, ranges) for row in rows.to_dict("records")]


def _of(told: pd.DataFrame, winner: str) -> pd.DataFrame:
    return told[told["candidate"] == winner] if len(told) else told
