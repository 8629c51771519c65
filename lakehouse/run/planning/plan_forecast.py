"""Check a forecast on empty tables: what its series lack, and what its answer cannot be put in."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.declare.errors import PlanError
from lakehouse.declare.forecast import Forecast
from lakehouse.tables.risk.shared import STAMP

SERIES = ("day", "value", "capacity", "known_at")


def resolved_forecast(asked: Forecast, series: DataFrame) -> DataFrame:
    """The empty frame that the forecast would write; raises :class:`PlanError`."""
    absent = [n for n in (*asked.keys, *SERIES) if n not in series.columns]
    if absent:
        raise PlanError(
            f"{asked.name}: series lacks {', '.join(absent)}.", "Select them in series."
        )
    answered = {*asked.answered, *(c.name for c in STAMP)}
    without = sorted(answered - set(asked.writes.column_names))
    if without:
        raise PlanError(
            f"{asked.writes.name} has no place for {', '.join(without)}.",
            "Declare them: each quantile has a column, and one for the candidate beside it.",
        )
    kinds = {c.name: c.type for c in asked.writes.columns}
    nothing = [F.lit(None).cast(kind).alias(name) for name, kind in kinds.items()]
    return conform(series.where("false").select(*nothing), asked.writes)
