"""What can be worked out about small counts from everything that was ever published of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import block_array, csr_array, vstack

from lakehouse.declare.errors import PlanError
from lakehouse.methods.count_table import CountTable, intervals
from lakehouse.methods.suppression import Rule

NARROWED = "a blank is known more closely than the rule allows"
FOUND_SMALL = "a blank is known to be a small count"
SMALL_REMAINDER = "one published number less another is a small count"


def joined(releases: Mapping[str, CountTable]) -> CountTable:
    """Releases about the same finest counts as one table; names begin with the release's.

    For releases of the same days that group or blank differently. PlanError where the finest
    counts are not the same.
    """
    tables = list(releases.values())
    if any(not table.finest.equals(tables[0].finest) for table in tables):
        raise PlanError(
            "The releases are not made of the same finest counts.",
            "Make each from all finest counts, those of 0 too.",
        )
    values = pd.concat([_named(name, table) for name, table in releases.items()])
    return CountTable(values, csr_array(vstack([t.sums for t in tables])), tables[0].finest)


def grown(earlier: CountTable, later: CountTable) -> CountTable:
    """A release and a later one that counts the same and what came since, as one table.

    Names begin with ``earlier`` and ``later``. For counts that only grow, such as cases since
    January; the difference of the two is what came in between. PlanError as :func:`joined`.
    """
    both = joined({"earlier": earlier, "later": later})
    sums = block_array([[earlier.sums, None], [later.sums, later.sums]])
    finest = earlier.finest.append(earlier.finest)
    return CountTable(both.values, csr_array(sums), finest)


def recovered(table: CountTable, published: pd.Series, rule: Rule) -> pd.DataFrame:
    """What an attack finds out: number, less, low, high and how; no row where it finds nothing.

    By linear bounds: a blank whose bounds lie nearer than the rule's width, or a small count that
    is seen to be below the threshold. By differencing: a published number ``less`` another whose
    counts it includes, where the rest is small. ``published``: one flag per name.
    """
    shown = published.reindex(table.values.index).to_numpy(dtype=bool)
    found = intervals(table, published, rule.least)
    small = rule.small(table.values[~shown])
    seen = small & (found["high"] < rule.threshold)
    narrow = found["high"] - found["low"] < rule.width
    told = found.assign(how=np.where(seen, FOUND_SMALL, NARROWED))[seen | narrow]
    rows = [(name, None, *row) for name, row in zip(told.index, told.to_numpy(), strict=True)]
    rows += _remainders(table, shown, rule)
    return pd.DataFrame(rows, columns=["number", "less", "low", "high", "how"])


def _remainders(
    table: CountTable, shown: np.ndarray[tuple[int], np.dtype[np.bool_]], rule: Rule
) -> list[tuple[object, ...]]:
    where = np.flatnonzero(shown)
    sums = csr_array(table.sums[where])
    values, names = table.values.to_numpy(dtype=float)[where], table.values.index[where]
    size = sums.sum(axis=1)
    within = (sums @ sums.T).toarray() == size[:, None]
    rest = values[None, :] - values[:, None]
    # A rest of 0 counts nobody: what it says is in both published numbers already.
    small = (rest > 0) & (rest < rule.threshold) & within & (size[None, :] > size[:, None])
    return [
        (names[j], names[i], rest[i, j], rest[i, j], SMALL_REMAINDER)
        for i, j in zip(*np.nonzero(small), strict=True)
    ]


def _named(release: str, table: CountTable) -> pd.Series:
    index = table.values.index
    names = [(release, *(name if isinstance(name, tuple) else (name,))) for name in index]
    flat = pd.Index(names, tupleize_cols=False)
    return pd.Series(table.values.to_numpy(dtype=float), flat)
