"""What arrived, what is late and what was held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import floor

from markupsafe import Markup

from lakehouse.portal.data import Source
from lakehouse.portal.said.figures import about
from lakehouse.portal.said.wording import Words


@dataclass(frozen=True)
class Arrival:
    """A source as a row; ``status`` is ok, undated, late or none.

    ``landed`` is the day its last delivery came, where its rows tell of no day.
    """

    name: str
    owner: str
    status: str
    last_day: str
    landed: str
    delivered: str
    good: str
    quarantined: str
    held_back: bool
    files: str
    quality: str
    note: str
    age: str


def status_of(source: Source, as_of: date) -> str:
    """none without a row, late from ``late_after`` silent days on, else ok, undated without a day.

    A feed whose rows have no day, a register or what happens rarely, is silent since it landed.
    """
    if not source.delivered:
        return "none"
    if source.heard and (as_of - source.heard).days >= source.late_after:
        return "late"
    return "ok" if source.last_day else "undated"


def complete(sources: tuple[Source, ...], as_of: date) -> bool:
    """Whether every source arrived in time."""
    return all(status_of(source, as_of) in ("ok", "undated") for source in sources)


def arrivals(sources: tuple[Source, ...], as_of: date, words: Words) -> list[Arrival]:
    """One row per source: none and late first, then by name."""
    order = {"none": 0, "late": 1}
    rows = [_arrival(source, as_of, words) for source in sources]
    return sorted(rows, key=lambda row: (order.get(row.status, 2), row.name))


def sources_title(sources: tuple[Source, ...], as_of: date, words: Words) -> Markup:
    """What is wrong with the sources, the worst first; or that all arrived."""
    if not sources:
        return words("sources.nothing")
    counts = [status_of(source, as_of) for source in sources]
    late, none = counts.count("late"), counts.count("none")
    held = sum(source.quarantined for source in sources)
    if late and none:
        return words("sources.late_and_none", late=words.number(late), none=words.number(none))
    if none:
        return words.plural("sources.none", none)
    if late:
        return words.plural("sources.late", late)
    if held:
        return words.plural("sources.held", held, rounded=words.number(about(held)))
    return words("sources.complete")


def age_in_words(days: int, words: Words) -> str:
    """152 days, 8 years: whole years from two years on."""
    years = days // 365
    return str(
        words.plural("missing.days", days) if years < 2 else words.plural("missing.years", years)
    )


def right_of_100(share: float, words: Words) -> str:
    """A share of right rows, rounded down: 100 means that not one row is wrong."""
    return words.number(floor(1000 * share + 1e-9) / 10, 1)


def _arrival(source: Source, as_of: date, words: Words) -> Arrival:
    status, last = status_of(source, as_of), source.heard
    return Arrival(
        name=source.name,
        owner=source.owner,
        status=status,
        last_day=words.day(source.last_day),
        landed="" if source.last_day else words.day(source.last_landed),
        delivered=words.number(source.delivered),
        good=words.number(source.good),
        quarantined=words.number(source.quarantined),
        held_back=source.quarantined > 0,
        files=words.number(source.files),
        quality="" if source.quality is None else right_of_100(source.quality, words),
        note=source.note,
        age=age_in_words((as_of - last).days, words) if last and status == "late" else "",
    )
