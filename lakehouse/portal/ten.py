"""The ten places that matter most: the lists taken in turn, for their numbers do not compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from lakehouse.portal.decision import Decision
from lakehouse.portal.drawn.outline import area_page
from lakehouse.portal.listed import listed
from lakehouse.portal.rows import Row, axis_of, rows_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

TEN = 10


@dataclass(frozen=True)
class Place:
    """One of the ten: its row on its own list and axis, the list, its day, and its area."""

    number: int
    row: Row
    decision: Decision
    list_name: str
    as_of: str
    area: str
    area_page: str


def ten_places(lists: list[Decision], names: Mapping[str, str], words: Words) -> list[Place]:
    """The first of each list, then the second of each, up to ten; ``names`` of areas by code."""
    queues = [_first_rows(decision, words) for decision in lists]
    turns = [pair for turn in zip_longest(*queues) for pair in turn if pair is not None]
    return [
        Place(
            number=place,
            row=row,
            decision=decision,
            list_name=Voice(words, decision.name).title,
            as_of=words.short_day(decision.as_of),
            area=names.get(row.area, ""),
            area_page=area_page(row.area) if row.area in names else "",
        )
        for place, (decision, row) in enumerate(turns[:TEN], start=1)
    ]


def pins_of(places: list[Place]) -> dict[str, str]:
    """The numbers of the ten to write on each area, by its code."""
    pins: dict[str, str] = {}
    for place in places:
        if place.row.area:
            before = f"{pins[place.row.area]} " if place.row.area in pins else ""
            pins[place.row.area] = f"{before}{place.number}"
    return pins


def _first_rows(decision: Decision, words: Words) -> list[tuple[Decision, Row]]:
    found = listed(decision)
    shown = found.ranked.head(TEN)
    if shown.empty:
        return []
    voice = Voice(words, decision.name)
    axis = axis_of(found, shown)
    return [(decision, row) for row in rows_of(found, shown, TEN, voice, axis)]
