"""The day that each step decides for when nobody names one: the last that all it reads reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from lakehouse.declare.job import Job
from lakehouse.run.catalogue import Catalogue, Question


def default_days(catalogue: Catalogue, newest: Mapping[str, date]) -> dict[str, date]:
    """Each step's day, by the name of what it writes; ``newest`` is the last day of each table.

    A question is decided from what all of its own departments know: a feed that ended long ago
    holds up nobody who does not read it. A job that sets sources side by side decides for the day
    after the last of them. What is made of an answer keeps the question's day, and
    what reads nothing dated takes the latest day there is. Empty when nothing dated was delivered.
    """
    found: dict[str, date] = {}
    for step in catalogue.steps:
        tables, makers = catalogue.above(step.reads)
        ranked = [m.writes.name for m in makers if isinstance(m, Question)]
        days = [found[name] for name in ranked if name in found]
        days = days or [newest[name] for name in tables if name in newest]
        if days and isinstance(step, Job) and step.side_by_side:
            found[step.writes.name] = max(days) + timedelta(days=1)
        elif days:
            found[step.writes.name] = min(days)
    latest = max(found.values(), default=None)
    if latest is None:
        return {}
    return {s.writes.name: found.get(s.writes.name, latest) for s in catalogue.steps}
