"""What the page of the hours to watch is filled with: the coming week, by day and by area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision, first_text
from lakehouse.portal.drawn.outline import area_page
from lakehouse.portal.rows import MOST, SHOWN
from lakehouse.portal.said.figures import as_day, times_in
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.hour_rows import axis_of, span, watched

# From so many areas at once on an hour of the calendar is drawn darker.
MANY = 3


@dataclass(frozen=True)
class Calendar:
    """Hours by days: how many areas are to be watched at once, '' for none."""

    days: tuple[str, ...]
    hours: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Watch:
    """What the week comes to; ``told`` fills sentences on it, empty where there is no hour."""

    title: Markup
    says: Markup | str
    quiet: bool
    told: dict[str, str]


def watch_of(decision: Decision, words: Words) -> Watch:
    """How many hours, on which day most of them, and the crashes expected beside those before."""
    rows = decision.rows
    if rows.empty:
        return Watch(words("hours.nothing"), "", True, {})
    by_day = rows.groupby("day", sort=True).size()
    busiest = as_day(by_day.idxmax())
    told = {
        "weekday": words.weekday(busiest) if busiest else "",
        "expected": words.number(float(rows["expected"].sum()), 1),
        "observed": words.number(float(rows["observed"].fillna(0).sum()) / 52, 1),
    }
    title = words.plural("hours.title", len(rows), weekday=told["weekday"])
    return Watch(title, words("hours.says", **told), False, told)


def hours_view(
    decision: Decision, names: Mapping[str, str], level: float, words: Words
) -> dict[str, Any]:
    """Everything on the page of the hours and places to watch, by its names in the templates."""
    voice, said = Voice(words, decision.name), watch_of(decision, words)
    listed = decision.rows.sort_values("place").head(MOST)
    axis = axis_of(listed)
    times, of = times_in(level)
    return {
        "d": voice,
        "dn": voice.plural,
        "decision": decision,
        "list_name": voice.title,
        "title": said.title,
        "says": said.says,
        "model": first_text(decision.rows, "candidate"),
        "judged": first_text(decision.rows, "judged"),
        "many": MANY,
        "calendar": calendar_of(decision.rows, words),
        "by_area": _by_area(decision.rows, names, words),
        "rows": watched(listed, voice, axis),
        "all": len(decision.rows),
        "shown_first": SHOWN,
        "chance": False,
        "short": True,
        "steps": None,
        "fits": None,
        "axis": axis,
        "times": times,
        "of": of,
        "area_names": names,
        "area_pages": {code: area_page(code) for code in names},
    }


def calendar_of(rows: pd.DataFrame, words: Words) -> Calendar:
    """The days from the first to the last, and the hours in which something is to be watched."""
    if rows.empty:
        return Calendar((), ())
    many = rows.groupby(["hour", "day"]).size()
    found = {(int(hour), as_day(day)): int(n) for (hour, day), n in many.items()}
    days = sorted({day for _, day in found if day})
    week = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)]
    return Calendar(
        tuple(_column(day, words) for day in week),
        tuple(
            (span(hour, words), tuple(str(found.get((hour, day), "")) for day in week))
            for hour in sorted({hour for hour, _ in found})
        ),
    )


def _column(day: date, words: Words) -> str:
    return str(words("hours.column", weekday=words.weekday(day)[:3], day=day.day))


def _by_area(
    rows: pd.DataFrame, names: Mapping[str, str], words: Words
) -> list[tuple[str, str, str, str]]:
    """Name, page, hours and crashes expected of each area, the most hours first."""
    found = rows.groupby("community_area")["expected"].agg(["size", "sum"]).reset_index()
    found = found.sort_values(["size", "sum"], ascending=False)
    return [
        (
            names.get(code, code),
            area_page(code) if code in names else "",
            words.number(size),
            words.number(expected, 1),
        )
        for code, size, expected in found.itertuples(index=False)
    ]
