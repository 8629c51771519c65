"""What a contract asks of a whole delivery, judged before it lands: critical rules and measures."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import functions as F

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import Counted
from lakehouse.store.landed.staged import Staged
from lakehouse.store.state import recall
from lakehouse.transform.cases import broken
from lakehouse.transform.measured import counts, judged
from lakehouse.transform.typed import RELEASED

FEW = 3  # files of which each has a line of its own, as a rule that many files break would have


@dataclass(frozen=True)
class Judged:
    """``refused`` are hashes of deliveries with the reasons; ``notices`` are said and no more."""

    refused: dict[str, list[str]]
    notices: tuple[str, ...]


def judge(lake: Lake, feed: Feed, counted: Counted) -> Judged:
    """Hold deliveries against the contract; nothing is asked where it asks nothing."""
    refused: dict[str, list[str]] = {}
    notices: list[str] = []
    if feed.all_refuse_on:
        rows = broken(counted.rows, feed).select("delivery", F.explode("reasons").alias("why"))
        none = rows.where(F.col("why").isin(*feed.all_refuse_on)).groupBy("delivery", "why")
        for row in none.agg(F.count(F.lit(1)).alias("n")).orderBy("why").collect():
            text = f"{row['why']} ({row['n']:,} rows, of which none may be)"
            refused.setdefault(row["delivery"], []).append(text)
    notices += _flagged(feed, counted)
    if feed.all_measures:
        collected = [r.asDict() for r in counts(counted.kept, feed).collect()]
        files = {str(b["delivery"]): str(b["file"]) for b in counted.balance}
        for one in judged(collected, feed, rows_before(lake, feed)):
            if one.kept:
                continue
            number = "nothing" if one.number is None else f"{one.number:,.6g}"
            if one.severity == "warning":
                file = files[one.delivery]
                notices.append(f"{feed.name}: {file}: {one.says}: {number} (flagged).")
            else:
                refused.setdefault(one.delivery, []).append(f"{one.says}, it is {number}")
    return Judged(refused, tuple(notices))


def _flagged(feed: Feed, counted: Counted) -> list[str]:
    """What is said of rows that break a rule and go on: a line per file, or one for many files."""
    found: dict[str, list[tuple[int, str]]] = {}
    for each in counted.balance:
        for reason, number in each["flagged"].items():
            found.setdefault(reason, []).append((int(number), str(each["file"])))
    said = []
    for reason, files in found.items():
        if len(files) <= FEW:
            said += [f"{feed.name}: {file}: {reason}: {n:,} (flagged)." for n, file in files]
            continue
        rows, most = sum(n for n, _ in files), max(files)
        said.append(
            f"{feed.name}: {len(files)} files: {reason}: {rows:,} (flagged), "
            f"most of them in {most[1]} ({most[0]:,})."
        )
    return said


def rows_before(lake: Lake, feed: Feed) -> int | None:
    """The rows of the last delivery that landed and was not a release; None when none did."""
    made = recall(lake.root, feed.name)
    balance = made.facts.get("balance", []) if made else []
    whole = [b for b in balance if not b["file"].startswith(RELEASED)]
    last = max(whole, key=lambda b: b["sequence"], default=None)
    return None if last is None else int(last["delivered"])


def refusal(staged: Staged, reasons: list[str]) -> DeliveryRefused:
    """Why a delivery goes back whose rows may all be good."""
    feed, file = staged.delivery.feed, staged.delivery.file
    return DeliveryRefused(
        f"{feed.name}: {file} breaks its contract: {'; '.join(reasons)}.",
        f"Ask {feed.owner} to deliver it as {feed.contract} says.",
    )
