"""A frame held against its table's declaration: shaped, marked, and parted into good and broken."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.checks.mask import BITS, fits, masks, reasons
from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.table import Table

# Also the name of a folder of files, which may not begin with an underline: Delta skips those.
FIT = "keeps_rules"
# What became of a delivered row; a computed one is repaired where it came from.
CASE = {
    "found_at": "timestamp",
    "due_on": "date",
    "identity": "string",
    "closed_by": "string",
    "closed_at": "timestamp",
    "closed_as": "string",
}


@dataclass(frozen=True)
class Evaluated:
    """``marked`` has the declared columns and ``keeps_rules``: whether the row keeps every rule."""

    table: Table
    marked: DataFrame

    def good(self) -> DataFrame:
        """The rows that keep every rule."""
        return self.marked.where(FIT).drop(FIT)

    def broken(self) -> DataFrame:
        """The rows that break a rule, as ``quarantine.row`` keeps them."""
        names = mask_columns(self.table)
        rows = self.marked.where(f"not {FIT}")
        rows = rows.withColumns(dict(zip(names, masks(self.table.rules), strict=True)))
        return rows.select(
            F.lit(self.table.name).alias("source"),
            F.lit(None).cast("string").alias("file"),
            F.lit(None).cast("bigint").alias("row"),
            F.lit(None).cast("string").alias("delivery"),
            reasons(names, self.table.rules).alias("reasons"),
            F.to_json(F.struct(*self.table.column_names)).alias("content"),
            F.lit(self.table.owner).alias("owner"),
            F.lit(self.table.grade).alias("grade"),
            *(F.lit(None).cast(kind).alias(name) for name, kind in CASE.items()),
        )

    def refuse_repeated_key(self) -> None:
        """Raise :class:`PromiseBroken` when two good rows have one key."""
        keys = self.good().select(*self.table.key).groupBy(*self.table.key)
        twice = keys.agg(F.count(F.lit(1)).alias("n")).where("n > 1")
        found = twice.agg(F.count(F.lit(1)).alias("keys"), F.sum("n").alias("rows")).first()
        if found and found["keys"]:
            raise PromiseBroken(
                f"{self.table.name} would hold {found['rows']} rows for {found['keys']} keys "
                f"({', '.join(self.table.key)}).",
                "Each key may stand once: find the join or the delivery that repeats it.",
            )


def mask_columns(table: Table) -> list[str]:
    """Names of the mask columns that the table's rules need."""
    return [f"_broken_{i}" for i in range(-(-len(table.rules) // BITS))]


def evaluated(frame: DataFrame, table: Table) -> Evaluated:
    """Conform ``frame`` and evaluate every row rule; raises :class:`PlanError`."""
    shaped = conform(frame, table)
    return Evaluated(table, shaped.withColumn(FIT, fits(table.rules)))
