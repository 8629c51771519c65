"""Speeds within the hour, beside the last reading and the usual, on the page of the speeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision, first_text
from lakehouse.portal.said.figures import text_of, written
from lakehouse.portal.said.wording import Words

WITHIN = "speeds_within_the_hour"
# So many detectors are read, the slowest beside their usual first; the files hold them all.
MOST = 12
ERRORS = {"own": "error", "last": "error_last"}


@dataclass(frozen=True)
class Soon:
    """One detector, numbers as written; ``told`` has a speed and its ends per quarter hour.

    ``usual`` is that of the last of these, ``minutes`` after the last reading.
    """

    place: str
    last: str
    at: str
    told: tuple[tuple[str, str, str], ...]
    usual: str
    minutes: int
    share: float


def within_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where it is told elsewhere."""
    rows = decision.told_with(WITHIN)
    if not len(rows):
        return {"soon_known": False}
    told = rows.dropna(subset=["expected", "expected_low", "expected_high"])
    found = soon_of(told, words)
    return {
        "soon_known": True,
        "soon": found[:MOST],
        "soon_rest": max(0, len(found) - MOST),
        "soon_minutes": sorted(int(n) for n in told["minutes_ahead"].unique()),
        "soon_title": soon_title(found, words),
        "soon_sure": sure_of(told, words),
        "soon_how": words("within.how", day=words.day(told["last_measured_at"].max()))
        if found
        else "",
        "soon_untold": rows["detector_id"].nunique() - len(found),
        "soon_why": first_text(rows, "why_no_forecast"),
    }


def soon_of(told: pd.DataFrame, words: Words) -> list[Soon]:
    """Every detector that is told of, the one slowest beside its usual first."""
    found = []
    for name, own in told.groupby("detector_id", sort=True):
        ahead = own.sort_values("minutes_ahead")
        last, street = ahead.iloc[-1], first_text(ahead, "street")
        share = (ahead["expected"] / ahead["usual_speed"]).fillna(1.0).min()
        found.append(
            Soon(
                place=str(words("speeds.detector", street=street, name=name))
                if street
                else text_of(name),
                last=written(last["last_speed"], words),
                at=f"{last['last_measured_at']:%H:%M}",
                told=tuple(_told(row, words) for row in ahead.to_dict("records")),
                usual=written(last["usual_speed"], words),
                minutes=int(last["minutes_ahead"]),
                share=float(share),
            )
        )
    return sorted(found, key=lambda one: (one.share, one.place))


def soon_title(found: list[Soon], words: Words) -> Markup:
    """The detector that is slowest beside its usual, or that nobody is told of."""
    if not found:
        return words("within.none")
    first = found[0]
    middle, low, high = first.told[-1]
    said = {"place": first.place, "minutes": first.minutes}
    return words("within.title", expected=middle, low=low, high=high, **said)


def sure_of(told: pd.DataFrame, words: Words) -> Markup | str:
    """How far off it was on days held back, beside the last speed; '' where nobody knows."""
    by_step = told.groupby("minutes_ahead")[[*ERRORS.values(), "coverage"]].mean().dropna()
    if by_step.empty:
        return ""
    said = {
        f"{whose}_{end}": words.number(by_step[name].iloc[at], 2)
        for whose, name in ERRORS.items()
        for end, at in (("near", 0), ("far", -1))
    }
    near, far = int(by_step.index[0]), int(by_step.index[-1])
    coverage = words.number(100 * by_step["coverage"].mean())
    return words("within.sure", near=near, far=far, coverage=coverage, **said)


def _told(row: dict[Any, Any], words: Words) -> tuple[str, str, str]:
    middle, low, high = (
        written(row[name], words) for name in ("expected", "expected_low", "expected_high")
    )
    return middle, low, high
