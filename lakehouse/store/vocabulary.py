"""A feed's typed rows become the city's vocabulary by the SELECT beside its contract."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.checks.plain import plain
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.transform.names import ACCENTED, PLAIN, code_of, coded

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
Codes = Mapping[str, Mapping[str, str]]


def as_vocabulary(
    spark: SparkSession, rows: DataFrame, feed: Feed, table: Table, codes: Codes
) -> DataFrame:
    """``rows`` (of :func:`lakehouse.transform.typed.good`) with the columns of ``table``.

    The SELECT sees the rows as a view named after the feed (see :func:`with_codes`) and the
    functions of ``FUNCTIONS``. Raises :class:`PlanError` naming the file that is wrong.
    """
    where = feed.contract.replace(".odcs.yaml", ".sql") if feed.select else feed.contract
    named = with_codes(rows, feed, codes)
    if feed.select is None:
        kept = rows if feed.itself else rows.drop("_row_id")
        return _conformed(kept, table, where)
    named.createOrReplaceTempView(feed.name)
    for signature, body in FUNCTIONS.items():
        spark.sql(f"create or replace temporary function {signature} return {body}")
    try:
        chosen = spark.sql(feed.select)
    except (AnalysisException, ParseException) as error:
        raise PlanError(f"{where}: {plain(error)}", "Correct the SELECT.") from error
    finally:
        spark.catalog.dropTempView(feed.name)
    return _conformed(chosen, table, where)


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
    found: dict[tuple[str, str], dict[str, object]] = {}
    for column, word, count in sorted(
        counted.collect(), key=lambda r: (r["column"], r["word"] or "")
    ):
        code_list = looked_up[column]
        code, reason = code_of(word, codes[code_list])
        said = {"feed": feed.name, "column": column, "code_list": code_list}
        said |= {"word": (word or "")[:LONGEST_WORD], "code": code, "reason": reason, "rows": 0}
        one = found.setdefault((column, str(said["word"])), said)
        one["rows"] += count
    return list(found.values())


def _conformed(frame: DataFrame, table: Table, where: str) -> DataFrame:
    try:
        return conform(frame, table)
    except PlanError as error:
        raise PlanError(f"{where}: {error.what}", error.todo) from error
