"""Where traffic gets stuck again and again, and where nobody can rely on it, beside its speeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import in_100, number_in, text_of, written
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.infections import days_of

STUCK, CORRIDORS = "bottlenecks", "unreliable_corridors"
# The table holds them all; so many are read.
MOST = 10


@dataclass(frozen=True)
class Stuck:
    """A place that is congested in the same hours of most days, numbers as written."""

    place: str
    when: str
    share: str
    minutes: str
    hours: str


@dataclass(frozen=True)
class Corridor:
    """A place and part of the day whose travel times cannot be relied on, numbers as written."""

    place: str
    when: str
    planned: str
    buffer: str
    minutes: str


def roads_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where they are told elsewhere."""
    stuck, corridors = decision.told_with(STUCK), decision.told_with(CORRIDORS)
    judged = corridors[corridors["is_reliable"].notna()] if len(corridors) else corridors
    unsure = corridors_of(judged, words)
    found = stuck_of(stuck, words)
    return {
        "stuck": found,
        # Without a row nothing is stuck; without a column nobody looked.
        "stuck_known": len(stuck.columns) > 0,
        "stuck_title": stuck_title(found, words),
        "stuck_rest": max(0, len(stuck) - MOST),
        "stuck_through": days_of(stuck if len(stuck) else corridors, words),
        "corridors": unsure[:MOST],
        "corridors_all": len(unsure),
        "corridors_judged": len(judged),
        "roads_through": days_of(corridors, words),
    }


def stuck_of(rows: pd.DataFrame, words: Words) -> list[Stuck]:
    """The bottlenecks that are read, those where most hours are lost first."""
    if not len(rows):
        return []
    first = rows.sort_values("rank").head(MOST)
    return [_stuck(cells, words) for cells in first.to_dict("records")]


def stuck_title(found: list[Stuck], words: Words) -> Markup:
    """Where most is lost, and when."""
    if not found:
        return words("stuck.none")
    return words("stuck.title", place=found[0].place, when=found[0].when)


def corridors_of(rows: pd.DataFrame, words: Words) -> list[Corridor]:
    """The unreliable ones of those that were judged, the longest to plan for first."""
    if not len(rows):
        return []
    unsure = rows[~rows["is_reliable"].astype(bool)]
    ordered = unsure.sort_values(["planning_time_index", "detector_id"], ascending=[False, True])
    return [_corridor(cells, words) for cells in ordered.to_dict("records")]


def _stuck(cells: dict[str, Any], words: Words) -> Stuck:
    low, high = int(cells["from_hour"]), int(cells["to_hour"])
    hours = str(words("hours.span", low=low, high=high))
    return Stuck(
        place=_place(cells),
        when=str(words(f"stuck.{cells['days_of_week']}", hours=hours)),
        share=in_100(cells["share_congested"]),
        minutes=written(cells["minutes_lost"], words, 1),
        hours=written(cells["vehicle_hours_lost"], words),
    )


def _corridor(cells: dict[str, Any], words: Words) -> Corridor:
    return Corridor(
        place=_place(cells),
        when=text_of(cells["part_of_day"]),
        planned=written(cells["planning_time_index"], words, 1),
        buffer=_percent(cells["buffer_index"]),
        minutes=written(cells["minutes_lost"], words, 1),
    )


def _place(cells: dict[str, Any]) -> str:
    """The street and the detector, for a street may have several."""
    street, detector = text_of(cells["street"]), text_of(cells["detector_id"])
    return f"{street} ({detector})" if street else detector


def _percent(cell: object) -> str:
    found = number_in(cell)
    return "" if found is None else str(round(100 * found))
