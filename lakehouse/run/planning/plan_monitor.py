"""Check a monitor on empty tables: its series have the columns, its methods and levels exist."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame

from lakehouse.checks.conform import conform
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.monitor import Monitor
from lakehouse.transform.monitored import monitored

WANTS = {"series": "string", "title": "string", "day": "date", "known_at": "date"}
NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double")


def resolve_monitor(asked: Monitor, series: DataFrame, as_of: date) -> DataFrame:
    """What the monitor would write, resolved on the empty ``series``; :class:`PlanError` if not."""
    # The methods bring scipy with them, which a plan without monitors need not wait for.
    from lakehouse.methods.ladder import METHODS

    has = {field.name: field.dataType.simpleString() for field in series.schema.fields}
    wrong = [f"{name} {kind}" for name, kind in WANTS.items() if has.get(name) != kind]
    if has.get("value") not in NUMBERS:
        wrong.append("value as a number")
    if wrong:
        raise PlanError(
            f"{asked.name}: its series lack {', '.join(wrong)}.", "Select them in series."
        )
    for rung in asked.ladder:
        if rung.method not in METHODS:
            raise PlanError(
                f"{asked.name}: there is no method {rung.method}"
                f"{did_you_mean(rung.method, METHODS)}.",
                "Correct the ladder.",
            )
    return conform(monitored(series, asked, as_of), asked.writes)
