"""A feed's typed rows become the city's vocabulary by the SELECT beside its contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.checks.plain import NAMES_ONLY, plain
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.transform.names import ACCENTED, PLAIN, coded, decoder

# Functions that every SELECT may call, written in SQL so that no row goes through Python.
FUNCTIONS = {
    "chain_of(name string) returns string": (
        "array_join(slice(filter(split(regexp_replace(regexp_replace(translate(upper(name), "
        f"'{ACCENTED}', '{PLAIN}'), '[^A-Z ]', ''), "
        "'\\\\b(INC|LLC|CORP|CO|LTD|THE|RESTAURANT)\\\\b', ''), ' +'), x -> x <> ''), 1, 2), ' ')"
    )
}
# A code is short; what stands where one should may be anything, and is not repeated whole.
LONGEST_WORD = 40
# Steps of a query that look at one row at a time, as its plan in words names them.
ROW_BY_ROW = {"Project", "Filter", "Generate", "SubqueryAlias", "View", "LogicalRDD"}
ANALYZED = "== Analyzed Logical Plan =="
STEP = re.compile(r"^[\s:+-]*(\w*)")
Codes = Mapping[str, Mapping[str, str]]


def as_vocabulary(
    spark: SparkSession, rows: DataFrame, feed: Feed, table: Table, codes: Codes
) -> DataFrame:
    """``rows`` (of :func:`lakehouse.transform.typed.good`) with the columns of ``table``.

    The SELECT sees the rows as a view named after the feed (see :func:`with_codes`) and the
    functions of ``FUNCTIONS``. Raises :class:`PlanError` naming the file that is wrong.
    """
    sql = feed.contract.replace(".odcs.yaml", ".sql")
    named = with_codes(rows, feed, codes)
    if feed.select is None:
        kept = rows if feed.itself else rows.drop("_row_id")
        todo = f"Correct its columns, or write {sql.rpartition('/')[2]} beside it: the SELECT."
        return _conformed(kept, table, feed.contract, todo)
    return _conformed(_asked(spark, feed.select, named, feed), table, sql, "Correct the SELECT.")


def _asked(spark: SparkSession, query: str, rows: DataFrame, feed: Feed) -> DataFrame:
    """The answer to a query that sees ``rows`` as a view named after the feed."""
    rows.createOrReplaceTempView(feed.name)
    for signature, body in FUNCTIONS.items():
        if signature.partition("(")[0] not in query:
            continue
        spark.sql(f"create or replace temporary function {signature} return {body}")
    try:
        return spark.sql(query)
    except NAMES_ONLY as error:
        where = feed.contract.replace(".odcs.yaml", ".sql")
        raise PlanError(f"{where}: {plain(error)}", "Correct the SELECT.") from error
    finally:
        spark.catalog.dropTempView(feed.name)


def row_by_row(
    spark: SparkSession, rows: DataFrame, feed: Feed, table: Table, codes: Codes
) -> bool:
    """Whether each row of ``table`` comes from one row delivered, and says from which.

    A SELECT that groups, joins, sorts or looks at other rows is none.
    """
    if not {"_file", "_row"} <= set(table.column_names):
        return False
    if feed.select is None:
        return True
    none = with_codes(spark.createDataFrame([], rows.schema), feed, codes)
    said = _asked(spark, f"explain extended {feed.select}", none, feed).collect()[0][0]
    tree = said.partition(ANALYZED)[2].partition("== ")[0].strip().splitlines()[1:]
    return bool(tree) and {STEP.findall(line)[0] for line in tree} <= ROW_BY_ROW


def with_codes(rows: DataFrame, feed: Feed, codes: Codes) -> DataFrame:
    """Rows with ``<column>_code`` and ``<column>_code_reason`` of each column with a code list.

    Words match however they are spelt (:func:`lakehouse.transform.names.coded`). Raises
    :class:`PlanError` for a code list that the city does not have.
    """
    for column in feed.columns:
        if column.codes is None:
            continue
        if column.codes not in codes:
            raise PlanError(
                f"{feed.contract}: column {column.name} names the code list {column.codes}, which "
                f"the city does not have{did_you_mean(column.codes, codes)}.",
                f"Write it into city.toml as [codes.{column.codes}].",
            )
        rows = coded(rows, codes[column.codes], column.name, f"{column.name}_code")
    return rows


def words(rows: DataFrame, feed: Feed, codes: Codes) -> list[dict[str, object]]:
    """How often each word of each column with a code list came, its code, or why it has none.

    Only the few different words are looked up: one pass over the rows, and no join.
    """
    looked_up = {c.name: c.codes for c in feed.columns if c.codes}
    if not looked_up:
        return []
    each = ", ".join(f"named_struct('column', '{n}', 'word', `{n}`)" for n in looked_up)
    counted = rows.select(F.expr(f"inline(array({each}))")).groupBy("column", "word").count()
    decoders = {name: decoder(codes[name]) for name in looked_up.values()}
    found: dict[tuple[str, str], dict[str, object]] = {}
    for column, word, count in sorted(
        counted.collect(), key=lambda r: (r["column"], r["word"] or "")
    ):
        code_list = looked_up[column]
        code, reason = decoders[code_list](word)
        said = {"feed": feed.name, "column": column, "code_list": code_list}
        said |= {"word": (word or "")[:LONGEST_WORD], "code": code, "reason": reason, "rows": 0}
        one = found.setdefault((column, str(said["word"])), said)
        one["rows"] += count
    return list(found.values())


def more_words(known: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words of earlier rows and of those that were added, each once with all its rows."""
    summed: dict[tuple[str, str], dict[str, Any]] = {}
    for said in [*known, *found]:
        one = summed.setdefault((said["column"], said["word"]), said | {"rows": 0})
        one["rows"] += said["rows"]
    return [summed[each] for each in sorted(summed)]


def _conformed(frame: DataFrame, table: Table, where: str, todo: str) -> DataFrame:
    try:
        return conform(frame, table)
    except PlanError as error:
        raise PlanError(f"{where}: {error.what}", todo) from error
