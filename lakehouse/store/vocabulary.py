"""A feed's typed rows become the city's vocabulary by the SELECT beside its contract."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.conform import conform
from lakehouse.checks.plain import plain
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.transform.names import ACCENTED, PLAIN

# Functions that every SELECT may call, written in SQL so that no row goes through Python.
FUNCTIONS = {
    "chain_of(name string) returns string": (
        "array_join(slice(filter(split(regexp_replace(regexp_replace(translate(upper(name), "
        f"'{ACCENTED}', '{PLAIN}'), '[^A-Z ]', ''), "
        "'\\\\b(INC|LLC|CORP|CO|LTD|THE|RESTAURANT)\\\\b', ''), ' +'), x -> x <> ''), 1, 2), ' ')"
    )
}
Codes = Mapping[str, Mapping[str, str]]


def as_vocabulary(
    spark: SparkSession, rows: DataFrame, feed: Feed, table: Table, codes: Codes
) -> DataFrame:
    """``rows`` (of :func:`lakehouse.transform.typed.good`) with the columns of ``table``.

    The SELECT sees the rows as a view named after the feed, each code list of the city as
    ``code_<list>(delivered, code)``, and the functions of ``FUNCTIONS``.
    Raises :class:`PlanError` naming the file that is wrong.
    """
    where = feed.contract.replace(".odcs.yaml", ".sql") if feed.select else feed.contract
    if feed.select is None:
        return _conformed(rows.drop("_row_id"), table, where)
    views = {feed.name: rows}
    for name, code in codes.items():
        pairs = list(code.items())
        views[f"code_{name}"] = spark.createDataFrame(pairs, "delivered string, code string")
    for name, frame in views.items():
        frame.createOrReplaceTempView(name)
    for signature, body in FUNCTIONS.items():
        spark.sql(f"create or replace temporary function {signature} return {body}")
    try:
        chosen = spark.sql(feed.select)
    except (AnalysisException, ParseException) as error:
        raise PlanError(f"{where}: {plain(error)}", "Correct the SELECT.") from error
    finally:
        for name in views:
            spark.catalog.dropTempView(name)
    return _conformed(chosen, table, where)


def _conformed(frame: DataFrame, table: Table, where: str) -> DataFrame:
    try:
        return conform(frame, table)
    except PlanError as error:
        raise PlanError(f"{where}: {error.what}", error.todo) from error
