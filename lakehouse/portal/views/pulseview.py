"""What the page of the city's pulse is filled with: each indicator in its newest week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.drawn.axis import count_axis
from lakehouse.portal.drawn.plots import Box, Plot
from lakehouse.portal.said.figures import about, as_day, known, number_in, text_of
from lakehouse.portal.said.wording import Words
from lakehouse.tables.few import WITHHELD

PULSE = "city_pulse"
OUTSIDE = ("above", "below")
RECENT = 8


@dataclass(frozen=True)
class Week:
    """One week as a row, as written; '' where not known."""

    day: str
    value: str
    low: str
    high: str
    status: str


@dataclass(frozen=True)
class Beat:
    """One operating indicator in its newest week; ``worse``: it lies on the city's wrong side."""

    name: str
    title: str
    domain: str
    owner: str
    unit: str
    status: str
    worse: bool
    last: Week
    target: str
    misses: bool
    trend: str
    why: str
    data_through: str
    weeks: tuple[Week, ...]
    plot: Plot | None


def pulse_view(data: PageData, words: Words) -> dict[str, Any]:
    """Everything on pulse.html, by its names in the templates."""
    rows = data.rows(PULSE)
    beats = beats_of(rows, words)
    return {
        "beats": beats,
        "pulse_title": title_of(beats, words),
        "late": [beat.title for beat in beats if beat.status == "late"],
        "missed": [beat.title for beat in beats if beat.misses and beat.status != "late"],
    }


def beats_of(rows: pd.DataFrame, words: Words) -> list[Beat]:
    """Each indicator once: outside on the wrong side first, then outside, missed, late, others."""
    made = [
        _beat(str(name), own.sort_values("week_ends_on"), words)
        for name, own in rows.groupby("indicator", sort=True)
    ]
    return sorted(made, key=lambda beat: (_order(beat), beat.title))


def judged_first(beats: list[Beat]) -> list[Beat]:
    """The same, with those that were judged before those that are late or without a status."""
    return sorted(beats, key=lambda beat: beat.status not in ("within", *OUTSIDE))


def title_of(beats: list[Beat], words: Words) -> Markup:
    """How many are outside what was expected, or that none is."""
    judged = [beat for beat in beats if beat.status in ("within", *OUTSIDE)]
    out = [beat for beat in judged if beat.status in OUTSIDE]
    if not judged:
        return words("pulse.unjudged")
    if not out:
        return words.plural("pulse.calm", len(judged))
    return words.plural("pulse.title", len(out), all=words.number(len(judged)), first=out[0].title)


def _order(beat: Beat) -> int:
    if beat.status in OUTSIDE:
        return 0 if beat.worse else 1
    if beat.status == "late":
        return 3
    return 2 if beat.misses else 4 if beat.status == "within" else 5


def _beat(name: str, own: pd.DataFrame, words: Words) -> Beat:
    cells = own.iloc[-1].to_dict()
    status = text_of(cells["status"])
    side = "above" if text_of(cells["worse"]) == "more" else "below"
    target = number_in(cells["target"])
    through = as_day(cells["data_through"])
    weeks = tuple(_week(row, words) for row in own.tail(RECENT).to_dict("records"))
    return Beat(
        name=name,
        title=text_of(cells["title"]),
        domain=text_of(cells["domain"]),
        owner=text_of(cells["owner"]),
        unit=text_of(cells["unit"]),
        status=status,
        worse=status == side,
        last=weeks[-1],
        target=_written(target, words),
        misses=known(cells["misses_target"]) and bool(cells["misses_target"]),
        trend=text_of(cells["trend"]) if known(cells["value"]) else "",
        why=words.dated(text_of(cells["why_no_status"])),
        data_through=words.day(through),
        weeks=weeks,
        plot=_plot(own, words),
    )


def _week(cells: dict[Any, Any], words: Words) -> Week:
    day = as_day(cells["week_ends_on"])
    cells["expected_low"] = _from_zero(cells["expected_low"])
    held = text_of(cells["why_no_status"]) == WITHHELD
    value, low, high = (
        _written(number_in(cells[name]), words)
        for name in ("value", "expected_low", "expected_high")
    )
    if held:
        # Neither the count nor what was expected of it.
        value, low, high = str(words("mark.withheld")), "", ""
    return Week(words.short_day(day), value, low, high, text_of(cells["status"]))


def _from_zero(cell: object) -> float | None:
    """The lower end as it is drawn: there are no counts and no shares below none."""
    value = number_in(cell)
    return None if value is None else max(0.0, value)


def _written(value: float | None, words: Words) -> str:
    if value is None:
        return ""
    return words.number(value, 0 if value >= 100 or value.is_integer() else 1)


def _plot(own: pd.DataFrame, words: Words) -> Plot | None:
    """The line over the band that was expected, the last point labelled."""
    days = [day for cell in own["week_ends_on"] if (day := as_day(cell))]
    at = [day.toordinal() for day in days]
    lines = {
        name: list(zip(at, map(number_in, own[name]), strict=True))
        for name in ("value", "expected", "expected_low", "expected_high")
    }
    seen = [v for points in lines.values() for _, v in points if v is not None]
    if not seen or not max(seen) > 0:
        return None
    axis = count_axis(max(seen), 4)
    box = Box(at[0], at[-1], axis)
    low = [(day, _from_zero(v)) for day, v in lines["expected_low"]]
    paths = (
        ("band", box.band(low, lines["expected_high"])),
        ("mid", box.line(lines["expected"])),
        ("ln", box.line(lines["value"])),
    )
    ends = [(day, v) for day, v in lines["value"] if v is not None][-1:]
    label = tuple(box.mark(day, v, "end", words.number(about(v))) for day, v in ends)
    first, last = words.short_day(days[0]), words.short_day(days[-1])
    return Plot(tuple(p for p in paths if p[1]), label, axis, first, last)
