"""The rows of the list as they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lakehouse.portal.figures import as_day, chance_key, in_100, known, round_up, text_of
from lakehouse.portal.reason import reason_in_words
from lakehouse.portal.wording import Words

MOST = 500
SHOWN = 15


@dataclass(frozen=True)
class Bar:
    """An interval with its dot, in whole per cent of the axis."""

    low: int
    high: int
    dot: int


@dataclass(frozen=True)
class Row:
    """One premises as it is shown; ``chance`` is empty where no probability was made."""

    rank: int
    name: str
    address: str
    facility: str
    licence: str
    last_visit: str
    chance: str
    word: str
    low: str
    high: str
    bar: Bar | None
    reasons: tuple[str, ...]
    by_lot: bool
    first: bool


def ranked(list_rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a rank, in its order."""
    return list_rows[list_rows["rank"].notna()].sort_values(["rank", "premises_id"], kind="stable")


def axis_end(shown: pd.DataFrame) -> float:
    """The end of the one axis that all rows share, a full tenth; 1 without any range."""
    highest = pd.concat([shown["probability_high"], shown["probability"]]).max()
    return round_up(float(highest)) if known(highest) else 1.0


def bar_of(low: float, high: float, dot: float, end: float, start: float = 0.0) -> Bar:
    """Low, high and dot as whole per cent of an axis from ``start`` to ``end``."""
    at = (round(100 * (x - start) / (end - start)) for x in (low, high, dot))
    return Bar(*(min(100, max(0, place)) for place in at))


def rows_of(shown: pd.DataFrame, first: int, words: Words) -> list[Row]:
    """One Row per row of ``shown``; those with a rank up to ``first`` are marked."""
    end = axis_end(shown)
    return [_row(cells, first, end, words) for cells in shown.to_dict("records")]


def _row(cells: dict[str, object], first: int, end: float, words: Words) -> Row:
    chance, low, high = (cells[f"probability{part}"] for part in ("", "_low", "_high"))
    with_range = all(known(x) for x in (chance, low, high))
    last = as_day(cells["last_visit_on"])
    said = (reason_in_words(cells[f"reason_{n}"], words) for n in (1, 2, 3))
    return Row(
        rank=int(cells["rank"]),  # type: ignore[call-overload]
        name=text_of(cells["name"]) or str(words("mark.missing")),
        address=text_of(cells["address"]),
        facility=text_of(cells["facility"]),
        licence=text_of(cells["premises_id"]),
        last_visit=words.day(last) if last else "",
        chance=in_100(_number(chance)) if known(chance) else "",
        word=chance_key(_number(chance)) if known(chance) else "",
        low=in_100(_number(low)) if with_range else "",
        high=in_100(_number(high)) if with_range else "",
        bar=bar_of(_number(low), _number(high), _number(chance), end) if with_range else None,
        reasons=tuple(reason for reason in said if reason),
        by_lot=known(cells["random_share"]) and bool(cells["random_share"]),
        first=int(cells["rank"]) <= first,  # type: ignore[call-overload]
    )


def _number(cell: object) -> float:
    return float(cell)  # type: ignore[arg-type]
