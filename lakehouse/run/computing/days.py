"""The day that each step decides for when nobody names one: the last that all it reads reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from lakehouse.declare.job import Job
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.run.catalogue import Catalogue, Question, Step

DAY = timedelta(days=1)
# Further back facts say nothing of the season, the year or the place as it is.
STALE = timedelta(days=366)


def default_days(catalogue: Catalogue, newest: Mapping[str, date]) -> dict[str, date]:
    """Each step's day, by the name of what it writes; ``newest`` is the last day of each table.

    A question is decided from what all of its own departments know: a feed that ended long ago
    holds up nobody who does not read it, and a table that does not pace holds up nobody. One that
    is judged by whole years decides for the day after where that begins a month, so that its years
    are not cut a day short. A step that sets sources side by side decides for the day after the
    last of them. What is made of an answer keeps the question's day, and what reads nothing dated
    takes the latest day there is. Empty when nothing dated was delivered.
    """
    found: dict[str, date] = {}
    for step in catalogue.steps:
        tables, makers = catalogue.above(step.reads)
        ranked = [m.writes.name for m in makers if isinstance(m, Question)]
        days = [found[name] for name in ranked if name in found]
        days = days or [newest[name] for name, t in tables.items() if t.paces and name in newest]
        if days and _side_by_side(step):
            found[step.writes.name] = max(days) + DAY
        elif days:
            found[step.writes.name] = _whole_years(step, min(days))
    latest = max(found.values(), default=None)
    if latest is None:
        return {}
    return {s.writes.name: found.get(s.writes.name, latest) for s in catalogue.steps}


def asked_days(catalogue: Catalogue, asked: date, newest: Mapping[str, date]) -> dict[str, date]:
    """Each step's day when ``asked`` is named: that day, save for rankings with nothing to go by.

    One whose departments' facts end more than ``STALE`` before keeps its own last day, and so
    does what is made of it alone: as of a later one it would rank by windows in which nothing
    was written down, and call them quiet.
    """
    own = default_days(catalogue, newest)
    held = {
        step.writes.name: own[step.writes.name]
        for step in catalogue.steps
        if isinstance(step, Ranking) and asked - own.get(step.writes.name, asked) > STALE
    }
    found = {step.writes.name: asked for step in catalogue.steps} | held
    for step in catalogue.steps:
        _, makers = catalogue.above(step.reads)
        ranked = {m.writes.name for m in makers if isinstance(m, Ranking)}
        if ranked and ranked <= set(held) and not _side_by_side(step):
            found[step.writes.name] = min(held[name] for name in ranked)
    return found


def held_back(steps: Iterable[Step], days: Mapping[str, date], asked: date) -> list[str]:
    """A sentence for each ranking that is not decided for the day that was asked for."""
    return [
        f"{step.writes.name} is as of {days[step.writes.name]:%d %B %Y}: what it is made of ends "
        f"there, more than a year before {asked:%d %B %Y}."
        for step in steps
        if isinstance(step, Ranking) and days[step.writes.name] != asked
    ]


def _side_by_side(step: Step) -> bool:
    return isinstance(step, Job | Outlook) and step.side_by_side


def _whole_years(step: Step, last: date) -> date:
    by_years = isinstance(step, Ranking) and step.months % 12 == 0
    return last + DAY if by_years and (last + DAY).day == 1 else last
