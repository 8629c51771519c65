"""The pages that hold all rows of a list that is too long for one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.portal.data import PageData
from lakehouse.portal.decision import Decision
from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.drawn.outline import area_page
from lakehouse.portal.listed import Listed, listed
from lakehouse.portal.rows import MOST, Row, axis_of, rows_of
from lakehouse.portal.said.figures import times_in
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

# Rows a page: some 300 KB, of which a browser makes a table in a quarter of a second.
A_PAGE = 500


@dataclass(frozen=True)
class Part:
    """One page of rows: its file, and the first and last place in the order of the list."""

    page: str
    first: int
    last: int


def parts_of(decision: Decision, scored: int) -> list[Part]:
    """The pages of all ``scored`` rows; none where the page of the decision holds them all."""
    if scored <= MOST:
        return []
    starts = range(0, scored, A_PAGE)
    return [
        Part(f"rows-{decision.name}-{n}.html", start + 1, min(start + A_PAGE, scored))
        for n, start in enumerate(starts, start=1)
    ]


def part_views(
    data: PageData, decision: Decision, names: Mapping[str, str], words: Words
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and values of every page of rows of a list, on one axis."""
    found, voice = listed(decision), Voice(words, decision.name)
    parts = parts_of(decision, len(found.ranked))
    if not parts:
        return
    axis = axis_of(found, found.ranked)
    for at, part in enumerate(parts):
        shown = found.ranked.iloc[part.first - 1 : part.last]
        rows = rows_of(found, shown, 0, voice, axis)
        yield (
            part.page,
            {
                **table_view(data, found, rows, axis, names),
                "d": voice,
                "dn": voice.plural,
                "decision": decision,
                "list_name": voice.title,
                "part": part,
                "around": (parts[at - 1] if at else None, parts[at + 1 : at + 2]),
                "scored": len(found.ranked),
                "steps": None,
                "fits": None,
                "short": False,
            },
        )


def table_view(
    data: PageData, found: Listed, rows: list[Row], axis: Axis, names: Mapping[str, str]
) -> dict[str, Any]:
    """What the table of a list is filled with, on whichever page."""
    times, of = times_in(data.list_level)
    return {
        "rows": rows,
        "chance": found.chance,
        "axis": axis,
        "times": times,
        "of": of,
        "area_names": names,
        "area_pages": {code: area_page(code) for code in names},
    }
