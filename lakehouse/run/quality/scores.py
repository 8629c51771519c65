"""How good a feed is, by rule, day and dimension, from what its refreshes counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from lakehouse.declare.feed import Feed
from lakehouse.tables.governance.quality import DIMENSIONS
from lakehouse.transform.typed import RELEASED, REPEATED, row_rules

# Days after which a source is called late, by the cadence its contract agrees.
LATE_AFTER = {"daily": 7, "weekly": 21, "monthly": 45, "yearly": 400}
UNKNOWN_CADENCE = 35
Balance = Iterable[Mapping[str, Any]]


def late_after(feed: Feed) -> int:
    """Days without anything new after which the feed is late."""
    return feed.latency or LATE_AFTER.get(feed.cadence, UNKNOWN_CADENCE)


def dimensions_of(feed: Feed) -> dict[str, str]:
    """The dimension that each rule of the contract, in words, belongs to.

    Dimensions are those of ISO/IEC 25012 and DAMA: a value that is lacking is incomplete, a key
    that stands twice not unique, rules over several columns or tables are consistency, all else
    validity.
    """
    across = {reason for reason, _ in (*feed.rules, *(r.rule for r in feed.references))}
    found = {}
    for reason, _ in (*row_rules(feed), *feed.all_flags):
        if reason in across:
            found[reason] = "consistency"
        else:
            found[reason] = "completeness" if reason.endswith(" is missing") else "validity"
    return found | {REPEATED[0]: "uniqueness"}


def by_rule(feed: Feed, balance: Balance, cases: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows of ``governance.quality``; ``cases`` are the feed's of ``quarantine.row``.

    Rows that broke a rule of severity warning went on, and are counted in the balance.
    """
    rows, broken = _days(balance), _broken(feed, balance, cases)
    counted = broken.groupby(["day", "reasons", "dimension"]).size()
    found = [
        (day, rule, "error", dimension, int(n)) for (day, rule, dimension), n in counted.items()
    ]
    flagged: Counter[tuple[date, str]] = Counter()
    for each in delivered(balance):
        for rule, n in each.get("flagged", {}).items():
            flagged[day_of(each), rule] += n
    kinds = dimensions_of(feed)
    found += [
        (day, rule, "warning", kinds.get(rule, "validity"), n)
        for (day, rule), n in flagged.items()
        if rows[day]
    ]
    return [
        (feed.name, feed.fills, day, rule, severity, dimension, rows[day], n, n / rows[day])
        for day, rule, severity, dimension, n in found
    ]


def by_day(feed: Feed, balance: Balance, cases: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows of ``governance.quality_score``: a row that breaks two rules of a dimension counts once.

    Timeliness looks at the days of landing alone: the agreed number of days between two of them
    over the days there were, 1 at most, so a first delivery is in time.
    """
    rows = _days(balance)
    counted = _in_dimension(_broken(feed, balance, cases), ["day"])
    found, last = [], None
    for day in sorted(rows):
        shares = [1 - counted.get((day, name), 0) / rows[day] for name in DIMENSIONS]
        gap = (day - last).days if last else 0
        shares.append(min(1.0, late_after(feed) / gap) if gap else 1.0)
        found.append((feed.name, feed.fills, day, rows[day], *shares, min(shares)))
        last = day
    return found


def standing(feed: Feed, balance: Balance, cases: pd.DataFrame) -> dict[str, float]:
    """The share of the feed's rows that are right today, by dimension; empty without a row.

    A case that was closed is no fault any more; a snapshot is its last delivery.
    """
    whole = delivered(balance)
    if feed.mode == "snapshot":
        whole = sorted(whole, key=lambda b: int(b["sequence"]))[-1:]
    rows = sum(int(b["delivered"]) for b in whole)
    waiting = cases[cases["closed_as"].isna()]
    counted = _in_dimension(_broken(feed, whole, waiting), [])
    return {name: 1 - counted.get(name, 0) / rows for name in DIMENSIONS} if rows else {}


def delivered(balance: Balance) -> list[Mapping[str, Any]]:
    """What came from the department: a corrected row that was released is no second one."""
    return [b for b in balance if not b["file"].startswith(RELEASED)]


def _days(balance: Balance) -> Counter[date]:
    found: Counter[date] = Counter()
    for each in delivered(balance):
        found[day_of(each)] += int(each["delivered"])
    return found


def day_of(delivery: Mapping[str, Any]) -> date:
    """The day on which a delivery of a balance landed."""
    at = delivery["landed_at"]
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).date()


def _broken(feed: Feed, balance: Balance, cases: pd.DataFrame) -> pd.DataFrame:
    """One line per broken row and rule, with the day it landed and the rule's dimension."""
    day = {b["delivery"]: day_of(b) for b in delivered(balance)}
    lines = cases[["delivery", "row", "reasons"]].explode("reasons")
    lines = lines.assign(day=lines["delivery"].map(day)).dropna(subset=["day", "reasons"])
    dimensions = dimensions_of(feed)
    return lines.assign(dimension=lines["reasons"].map(lambda r: dimensions.get(r, "validity")))


def _in_dimension(broken: pd.DataFrame, by: list[str]) -> dict[Any, int]:
    """How many rows break some rule of each dimension, for each of ``by``."""
    once = broken.drop_duplicates(["delivery", "row", "dimension"])
    found = once.groupby([*by, "dimension"]).size()
    return {key: int(n) for key, n in found.items()}
