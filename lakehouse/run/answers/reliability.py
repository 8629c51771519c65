"""How often the winner's chances came true, as rows of governance.model_reliability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.reliability import reliability_table
from lakehouse.run.answers.model_part import told_of


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
    fixed = told_of(stamp) | {"candidate": played.winner}
    table = reliability_table(told["probability"], told["outcome"])
    return [{**fixed, **row} for row in table.to_dict("records")]
