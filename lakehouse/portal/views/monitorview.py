"""The page of each monitor: what it watches, by which methods, and how often it alarmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.monitorcard import MonitorCard
from lakehouse.portal.said.figures import as_day, in_100, text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.seriesdays import apart_of

JUDGED = ("alert", "warning", "none")


@dataclass(frozen=True)
class Watched:
    """One series over its last year: alarms of each level, periods judged and not judged.

    ``by_chance``: alarms that a year of these judged periods has at most by chance, as written.
    """

    title: str
    alerts: int
    warnings: int
    judged: int
    unjudged: int
    by_chance: str


def monitor_pages(data: PageData, words: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and values of the page of every monitor that is on record."""
    for card in data.monitors:
        yield card.page, monitor_view(data, card, words)


def monitor_view(data: PageData, card: MonitorCard, words: Words) -> dict[str, Any]:
    """What is on the page of one monitor, by its names in the templates.

    Counted are rows of the released table alone: what it withholds has no level there.
    """
    rows = last_year(data.rows(card.result), card)
    found = [_watched(own, card, words) for _, own in rows.groupby("series")] if len(rows) else []
    found.sort(key=lambda one: (-one.alerts, -one.warnings, -one.unjudged, one.title))
    every = rows if len(rows) else pd.DataFrame(columns=["series", "day", "level"])
    last = every.sort_values("day").groupby("series").tail(1)
    loud = [one for one in found if one.alerts or one.warnings or one.unjudged]
    return {
        "card": card,
        "period": words(f"monitor.period.{card.every}"),
        "periods": words(f"monitor.periods.{card.every}"),
        "monitor_title": _finding(found, card, words),
        "used": f"decision-{card.result}.html" if len(rows) else "",
        "used_name": Voice(words, card.result).title if card.result else "",
        "found": found,
        "loud": loud,
        "quiet": len(found) - len(loud),
        "levels": _levels(every, card, words),
        "judged": int(every["level"].isin(JUDGED).sum()),
        "ladder": [(_method(name, words), number) for name, number in card.ladder],
        "methods": _methods(last, words),
        "unjudged": _unjudged(every, last),
        "days": _days(every, words),
        "apart": apart_of(every, words) if len(every) else Markup(""),
        "one_in": {"alert": round(1 / card.alert), "warning": round(1 / card.warning)},
        "fdr": in_100(card.fdr),
        "changed": words.listing([words.day(day) for day in card.changed]),
    }


def last_year(rows: pd.DataFrame, card: MonitorCard) -> pd.DataFrame:
    """The released rows of a monitor's series, the last year of each.

    A period without its count has the level ``no judgement``: a level tells where a count lies.
    """
    if rows.empty:
        return rows
    own = rows[rows["series"].astype(str).isin(card.series)].sort_values(["series", "day"])
    own = own.groupby("series").tail(card.a_year)
    said = own["level"].isin(JUDGED) & own["observed"].notna()
    return own.assign(level=own["level"].where(said, "no judgement"))


def _watched(own: pd.DataFrame, card: MonitorCard, words: Words) -> Watched:
    level = own["level"]
    judged = int(level.isin(JUDGED).sum())
    return Watched(
        title=text_of(own["title"].iloc[-1]) or str(own["series"].iloc[-1]).replace("_", " "),
        alerts=int((level == "alert").sum()),
        warnings=int((level == "warning").sum()),
        judged=judged,
        unjudged=len(own) - judged,
        by_chance=words.number(card.alert * judged, 1),
    )


def _finding(found: list[Watched], card: MonitorCard, words: Words) -> Markup:
    if not card.result:
        return words("monitor.inside")
    if not found:
        return words("monitor.absent")
    if not any(one.judged for one in found):
        return words.plural("monitor.unjudged_all", len(found))
    return words.plural(
        "monitor.title",
        sum(one.alerts for one in found),
        of=words.plural("monitor.series", len(found)),
        many=words.number(max(one.judged + one.unjudged for one in found)),
        periods=words(f"monitor.periods.{card.every}"),
    )


def _levels(rows: pd.DataFrame, card: MonitorCard, words: Words) -> list[tuple[str, str, str, str]]:
    """Each level with its alarms, those per series, and as many as chance alone brings at most."""
    many, judged = rows["series"].nunique(), int(rows["level"].isin(JUDGED).sum())
    if not judged:
        return []
    chance = {"alert": card.alert, "warning": card.warning - card.alert}
    return [
        (
            level,
            words.number(found := int((rows["level"] == level).sum())),
            words.number(found / many, 1),
            words.number(chance[level] * judged / many, 1),
        )
        for level in ("alert", "warning")
    ]


def _methods(last: pd.DataFrame, words: Words) -> list[tuple[str, int]]:
    """Each method with the number of series whose last period it judged, the most first."""
    if "algorithm" not in last:
        return []
    own = last.loc[last["level"].isin(JUDGED), "algorithm"].dropna()
    return [(_method(str(name), words), int(n)) for name, n in own.value_counts().items()]


def _method(name: str, words: Words) -> str:
    return words.named(f"alerts.method.{name}", name)


def _unjudged(rows: pd.DataFrame, last: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    """Each reason with the series it holds for now, those it ever held for, and its periods."""
    if "why_no_bound" not in rows:
        return []
    told = [frame[frame["level"] == "no judgement"] for frame in (rows, last)]
    every, now = (frame.assign(why=frame["why_no_bound"].map(text_of)) for frame in told)
    counted = every.groupby("why").agg(series=("series", "nunique"), periods=("day", "size"))
    at_last = now["why"].value_counts()
    return [
        (str(why), int(at_last.get(why, 0)), int(row["series"]), int(row["periods"]))
        for why, row in counted.sort_values("periods", ascending=False).iterrows()
    ]


def _days(rows: pd.DataFrame, words: Words) -> dict[str, str]:
    """The first and last period looked at, and the day it was judged for."""
    there = {name: rows[name].dropna() for name in ("day", "data_through", "as_of") if name in rows}
    ends = {name: days.max() if len(days) else None for name, days in there.items()}
    first = there["day"].min() if len(rows) else None
    ends = {"first": first, "data_through": None, "as_of": None} | ends
    return {name: words.day(as_day(day)) for name, day in ends.items()}
