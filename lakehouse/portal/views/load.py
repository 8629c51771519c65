"""Beds in use, what is expected next, and the chance of more than there are."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import first_text
from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.drawn.fan import fan_plot, values_of
from lakehouse.portal.drawn.plots import Plot
from lakehouse.portal.said.figures import (
    CLOSE,
    OPEN,
    about,
    as_day,
    chance_key,
    in_100,
    known,
    text_of,
    written,
)
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.wards import Wards
from lakehouse.portal.views.wards import title_of as title_of_wards

NONE = Wards()
EVERYBODY = "all"


@dataclass(frozen=True)
class Ahead:
    """One day ahead as a row, numbers as written, '' where not known."""

    day: str
    middle: str
    low: str
    high: str
    naive_low: str
    naive_high: str
    chance: str
    word: str


@dataclass(frozen=True)
class Load:
    """One resource of one group of hospitals; ``chance`` (0 to 1) is the highest one ahead."""

    title: str
    now: str
    now_day: str
    capacity: str
    chance: float | None
    ahead: tuple[Ahead, ...]
    bar: Bar | None
    capacity_at: int | None
    plot: Plot
    candidate: str

    @property
    def worst(self) -> Ahead:
        """The day ahead with the highest chance, the last one where no chance is known."""
        shown = in_100(self.chance)
        return next((one for one in self.ahead if one.chance == shown), self.ahead[-1])


def loads_of(rows: pd.DataFrame, words: Words) -> list[Load]:
    """Every resource and stratum with days ahead, the one most likely short first."""
    by = [name for name in ("resource", "stratum") if name in rows]
    found = []
    for names, own in rows.groupby(by, sort=True, dropna=False):
        own = own.sort_values("day")
        if own["q50"].notna().any():
            found.append(load_of(_name(names, words), own, words))
    return sorted(
        found, key=lambda one: (-(one.chance if one.chance is not None else -1), one.title)
    )


def _name(names: tuple[object, ...], words: Words) -> str:
    """The resource as people call it, and of whom where that is not everybody."""
    said = [text_of(name) for name in names]
    called = [words.named(f"load.resource.{said[0]}", said[0])]
    called += [one for one in said[1:] if one != EVERYBODY]
    plain = (one.replace("_", " ").replace("icu ", "ICU ") for one in called if one)
    return ", ".join(plain)


def title_of(found: list[Load], words: Words, wards: Wards = NONE) -> Markup:
    """Whether beds run short: by the highest chance of more than the capacity.

    Where the city has beds enough, what is said of the hospital most likely to run over.
    """
    chances = [one.chance for one in found if one.chance is not None]
    if not found or not chances:
        return words("load.no_capacity" if found else "load.nothing")
    written = round(100 * max(chances))
    short = [one for one in found if round(100 * (one.chance or 0)) >= OPEN]
    if written >= CLOSE:
        return words("load.short", first=found[0].title)
    if short:
        return words.plural("load.open", len(short), first=found[0].title)
    return title_of_wards(wards, words) or words("load.enough")


def load_of(title: str, own: pd.DataFrame, words: Words) -> Load:
    """One series: its rows in order of days, some of them ahead."""
    past, ahead = own[own["observed"].notna()], own[own["q50"].notna()]
    capacity = _last(own, "capacity")
    chances = values_of(ahead, "probability_over_capacity")
    seen = [x for x in chances if x is not None]
    worst = max(range(len(seen)), key=seen.__getitem__) if len(seen) == len(ahead) else -1
    last = ahead.iloc[worst].to_dict()
    low, middle, high = (float(last[q]) for q in ("q05", "q50", "q95"))
    # A picture of doubt needs no zero: as much room on both sides as the range is wide.
    start, top = low - (high - low), max(high, capacity or 0) + (high - low) + 1
    day = as_day(past["day"].iloc[-1]) if len(past) else None
    return Load(
        title=title[:1].upper() + title[1:],
        now=words.number(float(past["observed"].iloc[-1])) if len(past) else "",
        now_day=words.short_day(day),
        capacity=words.number(about(capacity)) if capacity else "",
        chance=max(seen, default=None),
        ahead=tuple(_ahead(row, words) for row in ahead.to_dict("records")),
        bar=bar_of(low, high, middle, top, start),
        capacity_at=round(100 * (capacity - start) / (top - start)) if capacity else None,
        plot=fan_plot(past, ahead, capacity, words),
        candidate=first_text(ahead, "candidate"),
    )


def _ahead(row: dict[str, object], words: Words) -> Ahead:
    def said(name: str) -> str:
        return written(row.get(name), words)

    day, chance = as_day(row["day"]), row.get("probability_over_capacity")
    share = float(chance) if known(chance) else None  # type: ignore[arg-type]
    return Ahead(
        day=words.short_day(day),
        middle=said("q50"),
        low=said("q05"),
        high=said("q95"),
        naive_low=said("naive_q05"),
        naive_high=said("naive_q95"),
        chance=in_100(share),
        word=chance_key(share) if share is not None else "",
    )


def _last(rows: pd.DataFrame, column: str) -> float | None:
    seen = [x for x in values_of(rows, column) if x is not None]
    return seen[-1] if seen else None
