"""Lists that are worked off: the week of the food inspectors, and the hazards still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.rows import SHOWN
from lakehouse.portal.said.figures import as_day, in_100, known, text_of, written
from lakehouse.portal.said.reason import reason_in_words
from lakehouse.portal.said.wording import Words

WEEK, HAZARDS = "inspections_this_week", "hazards_overdue"
PAGES = {WEEK: "week.html", HAZARDS: "hazards.html"}
MOST = 150  # rows of a page; the files hold them all, by their key
# What is done first stands first: column and whether it ascends.
ORDER = {
    WEEK: {"place": True},
    HAZARDS: {"state": False, "risk": False, "days_over": False, "hazard_id": True},
}
# Which of their columns hold numbers, counted from 0.
NUMBERS = {WEEK: (1, 2), HAZARDS: (1,)}


@dataclass(frozen=True)
class Line:
    """One visit or one hazard: its name, what stands small below it, and its cells as written."""

    name: str
    note: str
    cells: tuple[str, ...]


def worklist_view(name: str, data: PageData, words: Words) -> dict[str, Any]:
    """Everything on the page of a worklist, by its names in the templates."""
    order = ORDER[name]
    rows = data.rows(name).sort_values([*order], ascending=[*order.values()], na_position="last")
    lines, heads = (_visits if name == WEEK else _hazards)(rows.head(MOST), words)
    files = {file for file, *_ in data.files}
    return {
        "worklist": name,
        "worklist_title": _title(name, rows, words),
        "heads": heads,
        "numbers": NUMBERS[name],
        "lines": lines,
        "shown_first": SHOWN,
        "more": len(rows) - len(lines),
        "file": f"{name}.csv" if f"{name}.csv" in files else "",
        "notes": _notes(name, rows, words),
    }


def _title(name: str, rows: pd.DataFrame, words: Words) -> Markup:
    if name == WEEK:
        return words.plural("worklist.visits", len(rows), lot=int(rows["by_lot"].sum()))
    overdue = int((rows["state"] == "overdue").sum())
    if not overdue:
        return words.plural("worklist.on_time", len(rows))
    return words.plural("worklist.overdue", overdue, open=words.number(len(rows) - overdue))


def _notes(name: str, rows: pd.DataFrame, words: Words) -> list[Markup]:
    day, through = (words.day(as_day(rows[n].iloc[0])) for n in ("as_of", "data_through"))
    made = [words("worklist.days", day=day, through=through)]
    if name == WEEK:
        return [words("worklist.capacity", capacity=text_of(rows["capacity"].iloc[0])), *made]
    untold = int(rows["deadline"].isna().sum())
    return [words.plural("worklist.untold", untold), *made] if untold else made


def _visits(rows: pd.DataFrame, words: Words) -> tuple[list[Line], list[Markup]]:
    """The visits in their order; what one is chosen for stands beside it."""
    heads = ("premises", "chance", "harm", "why", "last_visit")
    return [
        Line(
            text_of(cells["name"]) or text_of(cells["premises_id"]),
            text_of(cells["address"]),
            (
                in_100(cells["probability"]),
                written(cells["expected_harm"], words, 1),
                str(words("worklist.by_lot"))
                if cells["by_lot"]
                else reason_in_words(cells["reason_1"], words),
                _day(cells["last_visit_on"], words),
            ),
        )
        for cells in rows.to_dict("records")
    ], _heads(heads, words)


def _hazards(rows: pd.DataFrame, words: Words) -> tuple[list[Line], list[Markup]]:
    """The hazards in the order of the table: overdue first, the largest risk first."""
    heads = ("hazard", "risk", "state", "deadline", "control")
    return [
        Line(
            str(words(f"worklist.kind.{cells['kind']}", place=_place(cells)).unescape()),
            _note(cells, words),
            (
                written(cells["residual_risk"], words),
                _state(cells, words),
                _day(cells["deadline"], words),
                text_of(cells["control"]),
            ),
        )
        for cells in rows.to_dict("records")
    ], _heads(heads, words)


def _place(cells: dict[str, Any]) -> str:
    """What people call it: its name, else its address, else its key."""
    return next(filter(None, (text_of(cells[name]) for name in ("name", "address", "place_id"))))


def _note(cells: dict[str, Any], words: Words) -> str:
    """What may happen there, and where that is if a name stands above."""
    what, address = text_of(cells["what"]), text_of(cells["address"])
    if not (address and known(cells["name"])):
        return what
    return str(words("worklist.at", what=what, address=address).unescape())


def _state(cells: dict[str, Any], words: Words) -> str:
    if cells["state"] != "overdue":
        return str(words("worklist.open"))
    return str(words.plural("worklist.over", int(cells["days_over"])))


def _day(cell: object, words: Words) -> str:
    day = as_day(cell)
    return words.short_day(day) if day and known(cell) else ""


def _heads(names: tuple[str, ...], words: Words) -> list[Markup]:
    return [words(f"worklist.head.{name}") for name in names]
