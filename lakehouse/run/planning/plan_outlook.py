"""Check an outlook on empty tables: what its rows lack, and the stamp of what it writes."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.declare.errors import PlanError
from lakehouse.declare.outlook import Outlook
from lakehouse.tables.risk.shared import STAMP, TRIAL


def resolved_outlook(asked: Outlook, rows: DataFrame) -> DataFrame:
    """The empty frame that the outlook would write; raises :class:`PlanError`."""
    kinds = {field.name: field.dataType.simpleString() for field in rows.schema.fields}
    if kinds.get("known_at") != "date":
        raise PlanError(
            f"{asked.name}: rows lack known_at, the day each became known.", "Select it in rows."
        )
    for table, wants in ((asked.writes, STAMP), (asked.trials, (*TRIAL, *STAMP))):
        without = [c.name for c in wants if c.name not in table.column_names]
        if without:
            raise PlanError(
                f"{table.name} has no place for {', '.join(without)}.",
                "Add TRIAL and STAMP of lakehouse/tables/risk/shared.py to its columns.",
            )
    nothing = [F.lit(None).cast(c.type).alias(c.name) for c in asked.writes.columns]
    return conform(rows.where("false").select(*nothing), asked.writes)
