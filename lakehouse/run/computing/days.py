"""The day that each step decides for when nobody names one: the last that all it reads reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from lakehouse.declare.job import Job
from lakehouse.declare.ranking import Ranking
from lakehouse.run.catalogue import Catalogue, Question, Step

DAY = timedelta(days=1)


def default_days(catalogue: Catalogue, newest: Mapping[str, date]) -> dict[str, date]:
    """Each step's day, by the name of what it writes; ``newest`` is the last day of each table.

    A question is decided from what all of its own departments know: a feed that ended long ago
    holds up nobody who does not read it, and a table that does not pace holds up nobody. One that
    is judged by whole years decides for the day after where that begins a month, so that its years
    are not cut a day short. A job that sets sources side by side decides for the day after the
    last of them. What is made of an answer keeps the question's day, and what reads nothing dated
    takes the latest day there is. Empty when nothing dated was delivered.
    """
    found: dict[str, date] = {}
    for step in catalogue.steps:
        tables, makers = catalogue.above(step.reads)
        ranked = [m.writes.name for m in makers if isinstance(m, Question)]
        days = [found[name] for name in ranked if name in found]
        days = days or [newest[name] for name, t in tables.items() if t.paces and name in newest]
        if days and isinstance(step, Job) and step.side_by_side:
            found[step.writes.name] = max(days) + DAY
        elif days:
            found[step.writes.name] = _whole_years(step, min(days))
    latest = max(found.values(), default=None)
    if latest is None:
        return {}
    return {s.writes.name: found.get(s.writes.name, latest) for s in catalogue.steps}


def _whole_years(step: Step, last: date) -> date:
    by_years = isinstance(step, Ranking) and step.months % 12 == 0
    return last + DAY if by_years and (last + DAY).day == 1 else last
