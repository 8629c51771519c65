"""What is counted of each delivery beside its broken rows: flagged rows and measures."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.plain import NAMES_ONLY, plain
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.measure import Measure


@dataclass(frozen=True)
class Found:
    """One measure of one delivery: its number, and whether it is as it must be."""

    delivery: str
    says: str
    number: float | None
    severity: str
    kept: bool


def flagged(feed: Feed) -> list[SparkColumn]:
    """How many rows that keep every rule break each flag: aggregates, in the order of the flags.

    Over rows of :func:`lakehouse.transform.typed.valued`.
    """
    each = (f"count_if(_fit and not coalesce({sql}, true))" for _, sql in feed.all_flags)
    return [F.expr(sql) for sql in each]


def counts(rows: DataFrame, feed: Feed) -> DataFrame:
    """One row per ``_delivery``: ``_rows``, then the number of each measure.

    ``rows`` are those of :func:`lakehouse.transform.typed.valued`; all is counted in one scan, of
    the rows that keep every rule. Raises :class:`PlanError` when Spark cannot read one.
    """
    numbers = [m.sql for m in feed.all_measures]
    try:
        counted = [F.expr(sql).cast("double").alias(f"n{i}") for i, sql in enumerate(numbers)]
        return rows.groupBy("_delivery").agg(F.count(F.lit(1)).alias("_rows"), *counted)
    except NAMES_ONLY as error:
        raise PlanError(f"{feed.contract}: {plain(error)}", "Correct its quality rules.") from error


def judged(counted: list[dict[str, object]], feed: Feed, before: int | None = None) -> list[Found]:
    """What collected :func:`counts` say; ``before`` is the number of rows of the delivery before.

    A measure of which there is nothing to compare with, or no row, keeps its bound.
    """
    said: list[Found] = []
    for row in counted:
        delivery, rows = str(row["_delivery"]), float(str(row["_rows"]))
        for i, measure in enumerate(feed.all_measures):
            value = row[f"n{i}"]
            number_of = _number(measure, None if value is None else float(str(value)), rows, before)
            kept = measure.bound.keeps(number_of)
            said.append(Found(delivery, measure.wants, number_of, measure.severity, kept))
    return said


def _number(measure: Measure, value: float | None, rows: float, before: int | None) -> float | None:
    if value is None or not measure.per:
        return value
    of = rows if measure.per == "rows" else before
    return 100 * value / of if of else None
