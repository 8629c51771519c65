"""Compute one step: call a job's function, or answer a question by its kind."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from pyspark.sql import DataFrame

from lakehouse.declare.errors import SettingError
from lakehouse.declare.forecast import Forecast
from lakehouse.declare.job import OF_CITY, Job
from lakehouse.declare.monitor import Monitor
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.table import Table
from lakehouse.run.answers.balanced import balance_check
from lakehouse.run.catalogue import Step
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import City, Settings
from lakehouse.store.lake import Lake, Written


def answer(
    lake: Lake,
    step: Step,
    as_of: date,
    about: Mapping[str, Any],
    settings: Settings,
    behind: Container[str] = (),
) -> Written:
    """Write the step's tables as of a day; what was written to the one it is named after.

    Of tables named ``behind`` nothing is handed over.
    """
    if isinstance(step, Job):
        frames = handed(lake, step, behind)
        made = call(step.function, frames, as_of, of_city(settings.city, step))
        return lake.write(step.writes, made, about, balance_check(lake, step, behind))
    if isinstance(step, Monitor):
        from lakehouse.run.answers.monitor import watch

        return watch(lake, step, as_of, about, settings)
    # A question brings the learners with it, which take seconds to import.
    if isinstance(step, Forecast):
        from lakehouse.run.answers.forecast import forecast

        return forecast(lake, step, as_of, about, settings)
    if isinstance(step, Outlook):
        from lakehouse.run.answers.outlook import outlook

        return outlook(lake, step, as_of, about, settings)
    from lakehouse.run.answers.ranking import rank

    return rank(lake, step, as_of, about, settings)


def of_city(city: City, step: Job | Outlook) -> dict[str, Any]:
    """What a step asks of the city's settings; raises :class:`SettingError` where they lack it."""
    said = {name: getattr(city, name) for name in step.of_city}
    for name in [name for name, value in said.items() if value is None]:
        raise SettingError(
            f"{step.writes.name} asks {OF_CITY[name]}, which nothing says.",
            f"Copy conf/{name}.toml of the project into your conf folder.",
        )
    return said


def handed(lake: Lake, step: Step, behind: Container[str] = ()) -> dict[str, DataFrame]:
    """The tables a step reads by parameter; empty where it has to do without one, and can."""

    def read(table: Table) -> DataFrame:
        absent = table.name in behind or not lake.exists(table)
        return lake.empty(table) if absent and table in step.optional else lake.read(table)

    return {name: read(table) for name, table in step.parameters.items()}
