"""Speeds of the coming day, detector by detector: where it gets slow, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision, first_text
from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.drawn.plots import Plot
from lakehouse.portal.drawn.speed_plot import speed_plot
from lakehouse.portal.said.figures import known, number_in, written
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.hour_rows import span

# Slow is below three quarters of the fastest hour of the day there: a third more time on the way.
SLOW = 0.75
# So many detectors are drawn, the slowest first; the files hold them all.
MOST = 12


@dataclass(frozen=True)
class Hour:
    """One hour as a row, as written; '' where not known."""

    at: str
    expected: str
    low: str
    high: str
    usual: str
    slow: bool


@dataclass(frozen=True)
class Detector:
    """One detector with its hours; ``share`` is its slowest hour's speed to its fastest's."""

    title: str
    share: float
    worst: Hour | None
    last: str
    why: str
    hours: tuple[Hour, ...]
    bar: Bar | None
    usual_at: int | None
    plot: Plot | None

    @property
    def slow(self) -> bool:
        """Whether traffic gets slow there."""
        return self.share < SLOW


def detectors_of(rows: pd.DataFrame, words: Words) -> list[Detector]:
    """Every detector, the one that slows down most first, those without a forecast last."""
    found = [
        _detector(str(name), own.sort_values(["day", "hour"]), words)
        for name, own in rows.groupby("detector_id", sort=True)
    ]
    return sorted(found, key=lambda one: (not one.hours, one.share, one.title))


def title_of(found: list[Detector], words: Words) -> Markup:
    """How many get slow, the first by name, or that none does."""
    told = [one for one in found if one.hours]
    slow = [one for one in told if one.slow]
    if not told:
        return words("speeds.nothing")
    if not slow or slow[0].worst is None:
        return words.plural("speeds.calm", len(told))
    return words.plural("speeds.title", len(slow), first=slow[0].title, hour=slow[0].worst.at)


def sure_of(rows: pd.DataFrame, words: Words, key: str = "speeds.sure") -> Markup | str:
    """How far off it was on weeks held back, beside the usual speed; '' where nobody knows."""
    names = ("error", "error_last", "error_usual", "coverage")
    if rows.empty or rows[list(names)].isna().to_numpy().any(axis=0).all():
        return ""
    by_hour = rows.groupby("hours_ahead")[list(names)].mean().mean()
    told = {name: words.number(by_hour[name], 1) for name in names if known(by_hour[name])}
    told["coverage"] = words.number(100 * by_hour["coverage"]) if known(by_hour["coverage"]) else ""
    return words(key, **dict.fromkeys(names, str(words("mark.missing"))) | told)


def speeds_view(decision: Decision, words: Words) -> dict[str, Any]:
    """Everything on the page of the speeds to expect, by its names in the templates."""
    voice, found = Voice(words, decision.name), detectors_of(decision.rows, words)
    return {
        "d": voice,
        "decision": decision,
        "list_name": voice.title,
        "detectors": found[:MOST],
        "rest": max(0, len(found) - MOST),
        "title": title_of(found, words),
        "ends": next(((one.plot.first, one.plot.last) for one in found if one.plot), None),
        "sure": sure_of(decision.rows, words),
    }


def _detector(name: str, own: pd.DataFrame, words: Words) -> Detector:
    street = first_text(own, "street")
    title = str(words("speeds.detector", street=street, name=name)) if street else name
    told = own.dropna(subset=["expected", "expected_low", "expected_high"])
    shared = {"title": title, "last": written(own["last_speed"].iloc[-1], words)}
    if told.empty:
        return Detector(
            share=1.0, worst=None, why=first_text(own, "why_no_forecast"), hours=(), bar=None,
            usual_at=None, plot=None, **shared,
        )  # fmt: skip
    top = float(told["expected"].max())
    hours = tuple(_hour(row, top, words) for row in told.to_dict("records"))
    slowest = int(told["expected"].to_numpy().argmin())
    row = told.iloc[slowest].to_dict()
    low, high, middle = (float(row[n]) for n in ("expected_low", "expected_high", "expected"))
    usual = number_in(row["usual_speed"])
    end = max(top, high, usual or 0.0)
    return Detector(
        share=middle / top if top > 0 else 1.0,
        worst=hours[slowest],
        why="",
        hours=hours,
        bar=bar_of(low, high, middle, end),
        usual_at=None if usual is None else round(100 * usual / end),
        plot=speed_plot(told, [hour.slow for hour in hours], words),
        **shared,
    )


def _hour(row: Mapping[Any, Any], top: float, words: Words) -> Hour:
    return Hour(
        at=span(int(row["hour"]), words),
        expected=written(row["expected"], words),
        low=written(row["expected_low"], words),
        high=written(row["expected_high"], words),
        usual=written(row["usual_speed"], words),
        slow=float(row["expected"]) < SLOW * top,
    )
