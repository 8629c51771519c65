"""What the SELECT of a contract would make of a file's good rows, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.evaluated import evaluated
from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.settings import City
from lakehouse.store.contract.vocabulary import as_vocabulary, words

FEW = 5  # words that are named of each code list


@dataclass(frozen=True)
class Made:
    """Sentences on the table, and whether landing would fail because it breaks its promise."""

    says: tuple[str, ...] = ()
    fails: bool = False


def made(rows: DataFrame, feed: Feed, table: Table | None, city: City) -> Made:
    """The table that the good rows would become: how many rows, and what is wrong with them."""
    if table is None:
        return Made()
    checked = evaluated(as_vocabulary(rows.sparkSession, rows, feed, table, city.codes), table)
    held = checked.broken().cache()
    try:
        each = held.select(F.explode("reasons").alias("reason")).groupBy("reason")
        why = each.agg(F.count(F.lit(1)).alias("n")).orderBy(F.desc("n"), "reason").collect()
        bad = held.count()
    finally:
        held.unpersist()
    every = checked.marked.count()
    found = [f"It makes {every:,} rows of {table.name}, {every - bad:,} good, {bad:,} held back."]
    found += [f"{r['n']:,} rows of {table.name} would be held back: {r['reason']}" for r in why]
    found += _without_code(rows, feed, city)
    try:
        checked.refuse_repeated_key()
    except PromiseBroken as error:
        return Made((*found, f"{error.what} {error.todo}"), True)
    return Made(tuple(found))


def _without_code(rows: DataFrame, feed: Feed, city: City) -> list[str]:
    """The words that a code list lacks; of a personal column only how many rows have one."""
    personal = {c.name for c in feed.columns if c.grade == "personal"}
    lacking: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for said in words(rows, feed, city.codes):
        if said["code"] is None and said["word"]:
            one = lacking.setdefault((str(said["column"]), str(said["code_list"])), [])
            one.append((int(str(said["rows"])), str(said["word"])))
    found = []
    for (column, code_list), each in lacking.items():
        named = [word for _, word in sorted(each, key=lambda w: (-w[0], w[1]))[:FEW]]
        more = ", ..." if len(each) > FEW else ""
        which = "" if column in personal else f": {', '.join(named)}{more}"
        count = sum(n for n, _ in each)
        found.append(f"{count:,} rows: {column} is not in [codes.{code_list}]{which}")
    return found
