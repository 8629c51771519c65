"""Visits and admissions to expect, as charts below the city's beds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import as_day, text_of
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.load import Load, load_of

RESULT = "arrivals_to_expect"
# In this order, each with a title of its own.
SERIES = (("emergency_visit", "all"), ("admission", "all"), ("admission", "covid"))


def arrivals_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where they are told elsewhere."""
    rows = decision.told_with(RESULT)
    return {"arrivals": arrivals_of(rows, words), "arrivals_without": without(rows, words)}


def arrivals_of(rows: pd.DataFrame, words: Words) -> list[Load]:
    """Every series with a forecast; of the days ahead the coming fortnight is listed.

    Its chart goes on from the last day whose reports are in, which is some days before.
    """
    found = []
    for names in SERIES:
        own = _own(rows, names)
        if len(own) and own["q50"].notna().any():
            made = load_of(str(words(f"arrivals.title.{'_'.join(names)}")), own, words)
            decided = as_day(own["as_of"].iloc[0])
            days = own.loc[own["q50"].notna(), "day"].map(as_day)
            past = sum(1 for day in days if day and decided and day < decided)
            found.append(replace(made, ahead=made.ahead[past:] or made.ahead))
    return found


def without(rows: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    """The titles of the series without a forecast, and why they have none."""
    found = []
    for names in SERIES:
        own = _own(rows, names)
        whys = [text_of(why) for why in own["why_no_forecast"].dropna()] if len(own) else []
        if whys:
            found.append((str(words(f"arrivals.title.{'_'.join(names)}")), whys[0]))
    return found


def _own(rows: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    if not len(rows):
        return rows
    return rows[(rows["resource"] == names[0]) & (rows["stratum"] == names[1])].sort_values("day")
