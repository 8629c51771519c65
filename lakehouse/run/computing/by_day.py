"""Compute again only the days that changed, of a job whose rows are made day by day."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.job import Job
from lakehouse.run.answers.balanced import balance_check
from lakehouse.run.answers.step import handed, of_city
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import City
from lakehouse.store.delta.changed_days import changed_days
from lakehouse.store.lake import Lake, Written
from lakehouse.tables.quarantine import row as quarantine_row

MANY = 400  # days: of more it is quicker to make all
DAY = timedelta(days=1)
Versions = Mapping[str, int | None]


def days_to_make(lake: Lake, job: Job, then: Versions, now: Versions) -> set[date] | None:
    """Days of what ``job`` writes that are not as they were; None when all have to be made.

    ``then`` and ``now`` are the versions of the tables it reads, None where one is not there. A
    register that changed, a table that came or went, and rows in quarantine ask for all.
    """
    if job.days_back is None or {"source": job.writes.name} in lake.parts(quarantine_row):
        return None
    moved = [t for t in job.reads if then.get(t.name) != now[t.name]]
    if any(t not in job.dated or then.get(t.name) is None or now[t.name] is None for t in moved):
        return None
    since = {lake.path(t): (str(t.happened_at), then[t.name] or 0) for t in moved}
    changed = changed_days(lake.spark, since)
    if changed is None:
        return None
    days = {day for day in changed if day is not None}
    last = max((d for t in job.dated if (d := lake.newest(t, t.happened_at))), default=None)
    if len(days) < len(changed) or last is None:
        return None
    late = {day + n * DAY for day in days for n in range(1, job.days_back + 1)}
    touched = days | {day for day in late if day <= last}
    return touched if len(touched) <= MANY else None


def make_days(
    lake: Lake,
    job: Job,
    days: Collection[date],
    about: Mapping[str, Any],
    city: City,
    behind: Container[str] = (),
) -> Written | None:
    """Compute these days and put them in place of what is there; None when all must be made."""
    assert job.days_back is not None
    wanted = {day - n * DAY for day in days for n in range(job.days_back + 1)}
    tables = {t.name: t for t in job.dated}
    frames = handed(lake, job, behind)
    for name, table in job.parameters.items():
        if table.name in tables:
            frames[name] = on_days(frames[name], str(table.happened_at), wanted)
    made = call(job.function, frames, max(days), of_city(city, job))
    when = str(job.writes.happened_at)
    check = balance_check(lake, job, behind)
    return lake.replace_days(job.writes, on_days(made, when, days), days, about, check)


def on_days(frame: DataFrame, column: str, days: Iterable[date]) -> DataFrame:
    """The rows of these days, told by a column of dates."""
    within: list[Column] = [F.col(column).between(*span) for span in spans(days)]
    return frame.where(reduce(or_, within))


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last day of each stretch without a gap."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] <= DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
