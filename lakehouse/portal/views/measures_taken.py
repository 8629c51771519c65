"""What measures against crashes changed, beside the places where the next ones may be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import number_in, text_of, written
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.infections import days_of

RESULT = "what_measures_did"
FEWER = "fewer crashes"


@dataclass(frozen=True)
class Measure:
    """One kind of measure, numbers as written, '' where there is none."""

    kind: str
    sites: str
    after: str
    expected: str
    change: str
    low: str
    high: str
    verdict: str


def measures_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where it is told elsewhere."""
    rows = decision.told_with(RESULT)
    found = measures_of(rows, words)
    return {
        "measures": found,
        "measures_title": title_of(rows, words),
        "measures_through": days_of(rows, words),
    }


def measures_of(rows: pd.DataFrame, words: Words) -> list[Measure]:
    """Every kind of measure, the one that took away most first, those without a number last."""
    if not len(rows):
        return []
    ordered = rows.sort_values(["ratio", "kind"], na_position="last")
    return [_measure(cells, words) for cells in ordered.to_dict("records")]


def title_of(rows: pd.DataFrame, words: Words) -> Markup:
    """How many kinds of measures took crashes away for sure."""
    if not len(rows):
        return Markup("")
    worked = int((rows["verdict"] == FEWER).sum())
    return words.plural("measures.title", worked) if worked else words("measures.none")


def _measure(cells: dict[str, Any], words: Words) -> Measure:
    return Measure(
        kind=text_of(cells["kind"]).replace("_", " "),
        sites=written(cells["sites"], words),
        after=written(cells["crashes_after"], words),
        expected=written(cells["expected"], words, 1),
        change=_change(cells["ratio"], words),
        low=_change(cells["ratio_low"], words),
        high=_change(cells["ratio_high"], words),
        verdict=_said(cells, words),
    )


def _said(cells: dict[str, Any], words: Words) -> str:
    """What can be said of it, and how many of its kind are left out of that."""
    verdict, why = text_of(cells["verdict"]), text_of(cells["why_not_judged"])
    return verdict if not why or why in verdict else f"{verdict}; {words('measures.not', why=why)}"


def _change(ratio: object, words: Words) -> str:
    """Percent more or fewer, with its sign."""
    found = number_in(ratio)
    if found is None:
        return ""
    percent = round(100 * (found - 1))
    sign = "+" if percent > 0 else "\u2212" if percent < 0 else ""
    return f"{sign}{words.number(abs(percent))}"
