"""Deaths by heat and cold beside the alarms, incidents that draw others beside the places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import as_day, in_100, known, number_in, text_of, written
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.infections import days_of

HEAT, REPEATS = "deaths_of_heat_and_cold", "incidents_that_repeat"
_ORDER = ("heat", "cold", "all")


@dataclass(frozen=True)
class Cause:
    """Heat, cold or both, numbers as written, '' where there is none."""

    cause: str
    deaths: str
    low: str
    high: str
    share: str
    why: str


@dataclass(frozen=True)
class Repeat:
    """One kind of incident, numbers as written."""

    kind: str
    incidents: str
    pairs: str
    expected: str
    ratio: str
    low: str
    high: str
    draws: bool


def heat_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the section on heat and cold needs; nothing where it is told elsewhere."""
    rows = decision.told_with(HEAT)
    cells = sorted(rows.to_dict("records"), key=lambda row: _ORDER.index(text_of(row["cause"])))
    first = as_day(cells[0]["first_day"]) if cells else None
    return {
        "causes": [_cause(row, words) for row in cells],
        "causes_from": words.day(first),
        "causes_through": days_of(rows, words),
        "fewest_at": written(cells[0]["fewest_at"], words) if cells else "",
    }


def repeats_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the section on near repeats needs; nothing where it is told elsewhere."""
    rows = decision.told_with(REPEATS)
    found = [_repeat(row, words) for row in rows.to_dict("records")]
    return {"repeats": found, "repeats_through": days_of(rows, words)}


def _cause(cells: dict[str, object], words: Words) -> Cause:
    deaths = (number_in(cells[name]) for name in ("deaths", "deaths_low", "deaths_high"))
    # A range that goes below none says that there may be none.
    middle, low, high = ("" if n is None else words.number(max(0.0, n)) for n in deaths)
    share = in_100(cells["share"]) if (number_in(cells["share"]) or 0) > 0 else ""
    return Cause(text_of(cells["cause"]), middle, low, high, share, text_of(cells["why_none"]))


def _repeat(cells: dict[str, object], words: Words) -> Repeat:
    kind = text_of(cells["kind"]).replace("_", " ")
    return Repeat(
        kind=kind[:1].upper() + kind[1:],
        incidents=written(cells["incidents"], words),
        pairs=written(cells["pairs"], words),
        expected=written(cells["expected"], words, 1),
        ratio=written(cells["ratio"], words, 1),
        low=written(cells["ratio_low"], words, 1),
        high=written(cells["ratio_high"], words, 1),
        draws=known(cells["draws_others"]) and bool(cells["draws_others"]),
    )
