"""The rows of a list as they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.drawn.axis import Axis, Bar, bar_of, chance_axis, count_axis
from lakehouse.portal.listed import TOLD, Listed
from lakehouse.portal.said.figures import as_day, chance_key, in_100, known, text_of
from lakehouse.portal.said.reason import reason_in_words
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.why import why
from lakehouse.portal.sorting import sort_keys

# So many rows are on the page of a decision: its budget is 300 KB and 3,000 elements.
MOST = 150
SHOWN = 15


@dataclass(frozen=True)
class Row:
    """One place as it is shown; ``value`` is empty where none was made, ``word`` for counts.

    ``keys`` are the places of the row in the orders that a table can be sorted by.
    """

    rank: int
    name: str
    place: str
    area: str
    told: tuple[Markup, ...]
    value: str
    word: str
    low: str
    high: str
    bar: Bar | None
    reasons: tuple[str, ...]
    by_lot: bool
    first: bool
    keys: str


def axis_of(found: Listed, shown: pd.DataFrame) -> Axis:
    """The one axis that all rows share; without any range it ends at 1."""
    highest = pd.concat([shown["high"], shown["value"]]).astype("float64").max()
    end = float(highest) if known(highest) else 1.0
    return chance_axis(end) if found.chance else count_axis(end, 4)


def written(value: object, chance: bool, voice: Voice) -> str:
    """A chance as a whole number in 100, an expected count with one decimal, '' for neither."""
    if not known(value):
        return ""
    number = float(value)  # type: ignore[arg-type]
    return in_100(number) if chance else voice.words.number(number, 1)


def rows_of(
    found: Listed, shown: pd.DataFrame, first: int, voice: Voice, axis: Axis | None = None
) -> list[Row]:
    """One Row per row of ``shown``; those with a rank up to ``first`` are marked."""
    end = (axis or axis_of(found, shown)).end
    return [
        _row(cells, keys, found.chance, first, end, voice)
        for cells, keys in zip(shown.to_dict("records"), sort_keys(found, shown), strict=True)
    ]


def _row(
    cells: dict[str, object], keys: str, chance: bool, first: int, end: float, voice: Voice
) -> Row:
    value, low, high = (cells[name] for name in ("value", "low", "high"))
    ranged = all(known(x) for x in (value, low, high))
    said = (reason_in_words(cells[f"reason_{n}"], voice.words) for n in (1, 2, 3))
    name = text_of(cells["name"])
    rank = int(cells["rank"])  # type: ignore[call-overload]
    return Row(
        rank=rank,
        name=voice.called(name) if name else str(voice.words("mark.missing")),
        place=_place(cells, voice),
        area=text_of(cells["community_area"]),
        told=tuple(_told(cells, voice)),
        value=written(value, chance, voice),
        word=chance_key(_number(value)) if chance and known(value) else "",
        low=written(low, chance, voice) if ranged else "",
        high=written(high, chance, voice) if ranged else "",
        bar=bar_of(_number(low), _number(high), _number(value), end) if ranged else None,
        reasons=tuple(reason for reason in said if reason) or why(cells, voice),
        by_lot=known(cells["random_share"]) and bool(cells["random_share"]),
        first=rank <= first,
        keys=keys,
    )


def _place(cells: dict[str, object], voice: Voice) -> str:
    """The address, else where a piece of a street begins: many have the same name."""
    start = text_of(cells["starts_at"])
    if start and voice.has("row.place"):
        return str(voice("row.place", value=start).unescape())
    return text_of(cells["address"])


def _told(cells: dict[str, object], voice: Voice) -> list[Markup]:
    """What an opened row says: the columns its list has a sentence for, and its key."""
    said = [
        voice(f"row.{name}", value=_shown(cells[name], voice))
        for name in TOLD
        if name in cells and known(cells[name]) and voice.has(f"row.{name}")
    ]
    return [*said, voice("row.key", value=text_of(cells["key"]))]


def _shown(cell: object, voice: Voice) -> str:
    if isinstance(cell, (int, float)):
        return voice.words.number(cell, 0 if float(cell).is_integer() else 1)
    day = as_day(cell) if not isinstance(cell, str) else None
    return voice.words.day(day) if day else text_of(cell)


def _number(cell: object) -> float:
    return float(cell)  # type: ignore[arg-type]
