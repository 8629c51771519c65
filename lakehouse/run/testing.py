"""The command that holds files against a contract as landing would, and writes nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import schema_of
from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused, NotFound, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.settings import City, load_settings
from lakehouse.store.contract_file import WAITING, status_of
from lakehouse.store.contracts import read_contract
from lakehouse.store.delivery import delivered_files, inspect_file, refuse_damaged
from lakehouse.store.reading import stage
from lakehouse.store.session import open_session
from lakehouse.store.staged import Staged
from lakehouse.transform.measured import counts, judged
from lakehouse.transform.typed import broken, numbered, valued

FEW = 5  # row numbers that are named of each rule


@dataclass(frozen=True)
class Tested:
    """What a file's rows did: delivered, held back, and why the whole file would go back."""

    rows: int
    bad: int
    refused: tuple[str, ...]


def test(contract: str, files: list[Path], city: str | None) -> int:
    """Say what would become of each file; the exit code of a refused delivery when one is."""
    settings = load_settings(city)
    path = find_contract(contract, settings.city)
    feed = read_contract(path)
    if status_of(path) in WAITING:
        say.say(f"{feed.contract} is a draft: nothing lands by it yet.")
    chosen = files or delivered_files(feed, settings.city.delivered)
    if not chosen:
        raise DeliveryMissing(
            f"{feed.name}: no file matches {feed.glob} in {settings.city.delivered}.",
            "Name a file, or correct the path in the contract.",
        )
    with say.working("starting Spark"):
        spark = open_session(settings.spark)
    code = 0
    for file in chosen:
        with tempfile.TemporaryDirectory(prefix="citylake_test_") as folder:
            try:
                if not file.is_file():
                    raise DeliveryMissing(f"There is no file {file}.", "Name a delivered file.")
                delivery = inspect_file(feed, file, file.parent)
                refuse_damaged(delivery)
                staged = stage(delivery, Path(folder))
                reader = spark.read.schema(schema_of(feed.landed))
                rows = reader.parquet(str(staged.path)).withColumns(
                    {"_file": F.lit(delivery.file), "_delivery": F.lit(delivery.hash)}
                )
                found = tell(rows.withColumn("_sequence", F.lit(1)), staged)
            except DeliveryRefused as error:
                say.problem(error)
                found = Tested(0, 0, (error.what,))
        if found.refused:
            code = DeliveryRefused.exit_code
    return code


def find_contract(name: str, city: City) -> Path:
    """The file of a feed's contract, drafts included, or the file that was named."""
    path = Path(name)
    if path.is_file():
        return path
    files = {p.name.removesuffix(".odcs.yaml"): p for p in city.folder.glob("*.odcs.yaml")}
    if name in files:
        return files[name]
    raise NotFound(
        f"{city.title} has no contract {name}{did_you_mean(name, files)}.",
        "Name a feed of the city (--city), or the file of a contract.",
    )


def tell(rows: DataFrame, staged: Staged) -> Tested:
    """Type the rows, count what breaks a rule and say it: rules and row numbers, never a value."""
    feed, file = staged.delivery.feed, staged.delivery.file
    kept = valued(rows, feed).persist()
    try:
        held = broken(numbered(kept, feed), feed)
        each = held.select("row", F.explode("reasons").alias("reason"))
        numbers = F.slice(F.sort_array(F.collect_set("row")), 1, FEW).alias("first")
        reasons = each.groupBy("reason").agg(F.count(F.lit(1)).alias("n"), numbers)
        why = [r.asDict() for r in reasons.orderBy(F.desc("n"), "reason").collect()]
        bad = held.count()
        about = judged([r.asDict() for r in counts(kept, feed).collect()], feed)
    finally:
        kept.unpersist()
    say.say(f"{file}: {staged.rows:,} rows, {staged.rows - bad:,} good, {bad:,} held back.")
    for row in why:
        first = ", ".join(str(n) for n in row["first"]) + (", ..." if row["n"] > FEW else "")
        say.say(f"  {row['n']:,} rows: {row['reason']} (row {first})")
    for name in staged.added:
        say.say(f"  new column {name}: it would land in _more and go no further")
    refused = _refusals(feed, staged.rows, bad, why)
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
        say.say("  It would land.")
    return Tested(staged.rows, bad, tuple(refused))


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
