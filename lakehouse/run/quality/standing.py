"""How good each published row's sources are today: the worst feed it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor
from pathlib import Path

import pandas as pd

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.quality.scores import standing
from lakehouse.store.landed.raw_rows import cases_of
from lakehouse.store.state import recall
from lakehouse.tables.governance.quality import SOURCE_QUALITY


def standings(lake: Path, feeds: Iterable[Feed]) -> dict[str, dict[str, float]]:
    """By feed the share of right rows in each dimension; feeds that never landed are left out."""
    cases = cases_of(lake)
    found = {}
    for feed in feeds:
        made = recall(lake, feed.name)
        balance = made.facts.get("balance", []) if made else []
        found[feed.name] = standing(feed, balance, cases[cases["source"] == feed.name])
    return {name: shares for name, shares in found.items() if shares}


def worst(
    catalogue: Catalogue, table: Table, known: dict[str, dict[str, float]]
) -> tuple[float, str] | None:
    """The worst share, and its feed, of all feeds that ``table`` is made of; None without one.

    Rounded down to four digits, so that 1 means that no row is wrong.
    """
    above, _ = catalogue.above([table])
    shares = [
        (floor(min(known[f.name].values()) * 10_000) / 10_000, f.name)
        for f in catalogue.feeds
        if f.fills in above and f.name in known
    ]
    return min(shares, default=None)


def qualities(
    catalogue: Catalogue, tables: Iterable[Table], known: dict[str, dict[str, float]]
) -> dict[str, tuple[float, str]]:
    """By last name the :func:`worst` of each table that is made of some feed.

    ``known`` are the :func:`standings`, for which all cases are read: once is enough.
    """
    found = {t.last: worst(catalogue, t, known) for t in tables}
    return {name: said for name, said in found.items() if said}


def with_quality(frame: pd.DataFrame, found: tuple[float, str] | None) -> pd.DataFrame:
    """The rows of a result, each with the worst quality of what it was made from."""
    return frame.assign(**{SOURCE_QUALITY.name: found[0] if found else float("nan")})
