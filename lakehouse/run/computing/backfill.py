"""Run a series of as-of days in order, and go on where it stopped."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.declare.waiver import in_force
from lakehouse.run import say
from lakehouse.run.catalogue import Step
from lakehouse.run.commands.running import Held, holding, logged, needed
from lakehouse.run.computing.days import asked_days
from lakehouse.run.computing.deciding import decide
from lakehouse.run.computing.steps import rules_of
from lakehouse.run.feeds.feeds import land_feeds, newest_days
from lakehouse.run.fingerprint import fingerprint
from lakehouse.store.state import Made, recall, remember

EVERY: Mapping[str, int] = {"day": 1, "week": 7, "month": 0}


def days_of(first: date, last: date, every: str) -> Iterator[date]:
    """The as-of days from ``first`` to ``last``, both included when the steps meet them.

    Months go by the day of the month of ``first``, or by a shorter month's last day. Raises
    :class:`SettingError` for a series that runs backwards or a step nobody knows.
    """
    if every not in EVERY:
        raise SettingError(
            f"A series cannot go by {every}{did_you_mean(every, EVERY)}.",
            f"Choose one of: {', '.join(EVERY)}.",
        )
    if last < first:
        raise SettingError(f"{last} comes before {first}.", "Give --from before --to.")
    day, step = first, 0
    while day <= last:
        yield day
        step += 1
        day = day + timedelta(EVERY[every]) if EVERY[every] else _months_after(first, step)


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def backfill(
    city: str | None, tables: list[str], first: date, last: date, every: str, wait: float
) -> int:
    """Compute and publish as of each day in order; the exit code of the day it stopped at.

    A day whose departments' tables, code and declarations are those it was computed from before
    is passed over. The series stops at a day with a problem, and starts there the next time.
    """
    days = list(days_of(first, last, every))
    with holding(city, "backfill", wait) as held:
        catalogue = held.catalogue
        steps = needed(catalogue, tables)
        with logged(held, "backfill: land") as run:
            land_feeds(run, catalogue.feeds)
            # What did not come holds up nobody, as in a single run; its exit code is told last.
            landing, newest = run.exit_code, newest_days(run)
        for number, day in enumerate(days, start=1):
            name = f"backfill.{'.'.join(sorted(tables)) or 'all'}.{day}"
            made_of = day_made_of(held, steps, day)
            if (before := recall(held.lake.root, name)) and before.fingerprint == made_of:
                say.say(f"{day}: computed before and unchanged.")
                continue
            say.say(f"{day}: day {number} of {len(days)}.")
            with logged(held, f"backfill {day}") as run:
                decide(run, steps, asked_days(catalogue, day, newest), day, publishes=not tables)
                code = run.exit_code
            if code:
                say.say(f"The series stopped at {day}; run the same command to go on there.")
                return code
            remember(held.lake.root, name, Made(made_of, 0, 0))
    return landing


def day_made_of(held: Held, steps: tuple[Step, ...], day: date) -> str:
    """Fingerprint of all that a day depends on: deliveries, code, declarations, what a city says.

    Only deliveries of the feeds that ``steps`` are made of. What lies between is made of these,
    and is written over by every other day of the series.
    """
    city = held.settings.city
    read, _ = held.catalogue.above(t for s in steps for t in (*s.reads, *s.optional))
    delivered = {
        f.name: (made.fingerprint if made else None)
        for f in held.catalogue.feeds
        if f.fills in read
        for made in [recall(held.lake.root, f.name)]
    }
    declared = [t for s in steps for t in s.reads]
    rules = [rules_of(step, city) for step in steps]
    signed = [in_force(city.waivers, str(getattr(step, "name", "")), day) for step in steps]
    return fingerprint(delivered, declared, rules, signed, city.capacity, day)
