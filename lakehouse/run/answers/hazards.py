"""Note which hazards a list opens: each list's own part, so that the same day again is no other."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

import pandas as pd

from lakehouse.declare.ranking import Ranking
from lakehouse.run.answers.trials import frame_of
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import hazard_opened


def hazards_of(asked: Ranking, listed: pd.DataFrame) -> list[dict[str, Any]]:
    """The top of a list as rows of governance.hazard_opened; none where the question opens none.

    ``listed`` has the entity, rank, probability and as_of of the list, as the question writes it.
    """
    opens, ranked = asked.hazard, listed[listed["rank"].notna()]
    if opens is None or ranked.empty:
        return []
    first = ranked[ranked["rank"] <= ceil(opens.top * len(ranked))].sort_values("rank")
    day = first["as_of"].iloc[0]
    return [
        {
            "listed": f"{asked.name} {day}",
            "question": asked.name,
            "place_id": str(place),
            "listed_on": day,
            "what": opens.what,
            "likelihood": float(chance),
            "consequence": opens.consequence,
            "control": opens.control,
            "days": opens.days,
        }
        for place, chance in zip(first[asked.about], first["probability"], strict=True)
        if pd.notna(chance)
    ]


def note_hazards(lake: Lake, asked: Ranking, stamp: Mapping[str, Any]) -> None:
    """Put the list's part of the history in the place of what the same day said before."""
    if asked.hazard is None:
        return
    rows = hazards_of(asked, lake.frame(asked.writes))
    if rows:
        made = frame_of(lake, hazard_opened, rows).coalesce(1)
        lake.replace_part(hazard_opened, made, "listed", f"{asked.name} {stamp['as_of']}")
