"""What is on record of the city's monitors, as the pages of a release take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lakehouse.declare.monitor import Monitor
from lakehouse.declare.table import Result
from lakehouse.portal.monitorcard import MonitorCard
from lakehouse.run.computing.runner import Run

ALARMS = {"series", "day", "level"}


def monitors_of(run: Run) -> tuple[MonitorCard, ...]:
    """Every monitor whose table is there, in order of its name."""
    asked = [s for s in run.catalogue.steps if isinstance(s, Monitor) and run.there(s.writes)]
    return tuple(_card(run, one) for one in sorted(asked, key=lambda one: one.name))


def released_in(asked: Monitor, steps: Iterable[Any]) -> str:
    """The last name of the result that hands out this monitor's series, '' where none does."""
    for step in steps:
        made = getattr(step, "writes", None)
        read = asked.writes.name in {table.name for table in step.reads}
        if read and isinstance(made, Result) and set(made.column_names) >= ALARMS:
            return made.last
    return ""


def _card(run: Run, asked: Monitor) -> MonitorCard:
    """Of the monitor's own table only the names of series are read, and of one released alone."""
    result = released_in(asked, run.catalogue.steps)
    names = run.lake.frame(asked.writes, names=["series"])["series"] if result else ()
    return MonitorCard(
        name=f"{run.settings.city.name}_{asked.name}",
        asks=asked.asks,
        watches=asked.writes.one_row,
        every=asked.every,
        alert=asked.alert,
        warning=asked.warning,
        fdr=asked.fdr,
        ladder=tuple((rung.method, rung.at_least) for rung in asked.ladder),
        owner=asked.owner,
        version=asked.version,
        changed=asked.changed,
        limits=asked.limits,
        result=result,
        series=frozenset(map(str, names)),
    )
