"""Check an outlook on empty tables: what its rows lack, and the stamp of what it writes."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.declare.errors import PlanError
from lakehouse.declare.outlook import Outlook
from lakehouse.tables.risk.shared import STAMP, TRIAL

TOLD = "expected"  # what an earlier answer is held to


def resolved_outlook(asked: Outlook, rows: DataFrame) -> DataFrame:
    """The empty frame that the outlook would write; raises :class:`PlanError`."""
    kinds = {field.name: field.dataType.simpleString() for field in rows.schema.fields}
    if kinds.get("known_at") != "date":
        raise PlanError(
            f"{asked.name}: rows lack known_at, the day each became known.", "Select it in rows."
        )
    stamp = [c.name for c in STAMP]
    tried = [c.name for c in TRIAL]
    for table, wants in ((asked.writes, [TOLD, *stamp]), (asked.trials, [*tried, *stamp])):
        without = [name for name in wants if name not in table.column_names]
        if without:
            raise PlanError(
                f"{table.name} has no place for {', '.join(without)}.",
                "Declare them; TRIAL and STAMP are in lakehouse/tables/risk/shared.py.",
            )
    nothing = [F.lit(None).cast(c.type).alias(c.name) for c in asked.writes.columns]
    return conform(rows.where("false").select(*nothing), asked.writes)
