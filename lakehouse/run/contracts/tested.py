"""What the rows of one file would do: counted and said, rules and row numbers, never a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.contracts.tested_table import Made
from lakehouse.store.landed.staged import Staged
from lakehouse.transform.cases import broken
from lakehouse.transform.measured import counts, flagged, judged
from lakehouse.transform.referred import NONE, Known
from lakehouse.transform.typed import good, numbered, valued

FEW = 5  # row numbers that are named of each rule


@dataclass(frozen=True)
class Tested:
    """What a file's rows did: delivered, held back, why the whole file would go back.

    ``fails`` says that landing would end there, as the table would break its promise.
    """

    rows: int
    bad: int
    refused: tuple[str, ...]
    fails: bool = False


def tell(
    rows: DataFrame,
    staged: Staged,
    after: Callable[[DataFrame], Made],
    known: Known = NONE,
) -> Tested:
    """Type the rows, count what breaks a rule and say it: rules and row numbers, never a value."""
    feed, file = staged.delivery.feed, staged.delivery.file
    kept = valued(rows, feed, known).persist()
    try:
        every = numbered(kept, feed)
        held = broken(every, feed)
        each = held.select("row", F.explode("reasons").alias("reason"))
        numbers = F.slice(F.sort_array(F.collect_set("row")), 1, FEW).alias("first")
        reasons = each.groupBy("reason").agg(F.count(F.lit(1)).alias("n"), numbers)
        why = [r.asDict() for r in reasons.orderBy(F.desc("n"), "reason").collect()]
        bad = held.count()
        waiting = kept.where("_waits").count() if feed.references else 0
        table = after(good(every, feed, 1))
        about = judged([r.asDict() for r in counts(kept, feed).collect()], feed)
        numbers = kept.agg(F.count(F.lit(1)), *flagged(feed)).collect()[0][1:]
        flags = list(zip((name for name, _ in feed.all_flags), numbers, strict=True))
    finally:
        kept.unpersist()
    say.say(f"{file}: {staged.rows:,} rows, {staged.rows - bad:,} good, {bad:,} held back.")
    for row in why:
        first = ", ".join(str(n) for n in row["first"]) + (", ..." if row["n"] > FEW else "")
        say.say(f"  {row['n']:,} rows: {row['reason']} (row {first})")
    for name in staged.added:
        say.say(f"  new column {name}: it would land in _more and go no further")
    for text in table.says:
        say.say(f"  {text}")
    wrong_rows = bad - waiting if feed.refuse_over else bad
    for name, number in flags:
        if number:
            say.say(f"  flagged, not held back: {name}: {number:,}")
    refused = _refusals(feed, staged.rows, wrong_rows, why)
    for one in about:
        if one.kept:
            continue
        if one.severity == "warning":
            say.say(f"  flagged, not held back: {one.says}: {_number(one.number)}")
        else:
            refused.append(f"{one.says}, it is {_number(one.number)}")
    for text in refused:
        say.say(f"  The delivery would be refused: {text}.")
    if not refused:
        say.say("  It would land, and break its table." if table.fails else "  It would land.")
    return Tested(staged.rows, bad, tuple(refused), table.fails)


def _refusals(feed: Feed, rows: int, bad: int, why: list[dict[str, object]]) -> list[str]:
    found = []
    if bad > feed.refuse_over * rows:
        found.append(
            f"{bad:,} of {rows:,} rows break its contract, more than {feed.refuse_over:.0%}"
        )
    critical = [str(w["reason"]) for w in why if w["reason"] in feed.all_refuse_on]
    return found + [f"no row may break '{reason}'" for reason in critical]


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:,.6g}"
