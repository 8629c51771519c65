"""A table of counts with all its sums, and what can be worked out about those left blank."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, kron, vstack

from lakehouse.declare.errors import PlanError, PromiseBroken

TOTAL = "Total"
_NEAR = 1e-6


@dataclass(frozen=True)
class CountTable:
    """Every number that may be published, as a sum of the finest counts.

    ``values``: one whole number per name; ``sums``: 1 where a name's number includes the finest
    count of a column, shape (names, finest); ``finest``: the names of the finest counts, which
    need not be published themselves.
    """

    values: pd.Series
    sums: csr_array
    finest: pd.Index


def with_margins(counts: pd.Series) -> CountTable:
    """The ``counts`` and all their sums: over rows, columns, both, in any number of dimensions.

    ``counts`` has one level of its index per dimension; combinations that are not there count 0,
    and ``Total`` names a sum. PlanError for a count that is missing, below zero or a fraction, or a
    name given twice.
    """
    numbers = counts.to_numpy(dtype=float, na_value=np.nan)
    if counts.index.has_duplicates or not ((numbers >= 0) & (numbers % 1 == 0)).all():
        raise PlanError(
            "A count is missing, below zero, no whole number, or there twice.",
            "Add rows up by their names.",
        )
    levels = [
        list(dict.fromkeys(counts.index.get_level_values(i))) for i in range(counts.index.nlevels)
    ]
    finest = pd.MultiIndex.from_product(levels, names=counts.index.names)
    names = pd.MultiIndex.from_tuples(
        product(*[[*level, TOTAL] for level in levels]), names=counts.index.names
    )
    if not isinstance(counts.index, pd.MultiIndex):
        # Plain names stay plain: among tuples none of them would be found, and all count 0.
        finest, names = finest.get_level_values(0), names.get_level_values(0)
    sums = csr_array(np.ones((1, 1)))
    for level in levels:
        size = len(level)
        step = vstack([csr_array(np.eye(size)), csr_array(np.ones((1, size)))])
        sums = csr_array(kron(sums, step))
    values = sums @ counts.reindex(finest, fill_value=0).to_numpy(dtype=float)
    return CountTable(pd.Series(values, names), sums, finest)


def grouped(counts: pd.Series, by: pd.Series) -> CountTable:
    """Sums of the finest ``counts`` by the group ``by`` names for each; no group, in no sum."""
    group = by.reindex(counts.index)
    names = pd.Index(group.dropna().unique())
    sums = csr_array(np.array([(group == name).to_numpy(dtype=float) for name in names]))
    return CountTable(pd.Series(sums @ counts.to_numpy(dtype=float), names), sums, counts.index)


def intervals(table: CountTable, published: pd.Series, least: int = 0) -> pd.DataFrame:
    """low and high that anybody can work out for each number that is not ``published``.

    By linear programmes over the finest counts, which the published sums bind (Fischetti and
    Salazar 2001, J Am Stat Assoc 96); whole numbers, high is infinite where nothing binds.
    ``least`` is what a blank is known to be at the least: 1 where zeros are shown. PromiseBroken
    where the published numbers contradict each other.
    """
    shown = published.reindex(table.values.index).to_numpy(dtype=bool)
    hidden = np.flatnonzero(~shown)
    reach = [_reach(table, int(i), shown, least) for i in hidden]
    ends = np.array(reach, dtype=float).reshape(-1, 2)
    low, high = np.ceil(ends[:, 0] - _NEAR), np.floor(ends[:, 1] + _NEAR)
    return pd.DataFrame({"low": low, "high": high}, index=table.values.index[hidden])


def _reach(table: CountTable, i: int, shown: NDArray[np.bool_], least: int) -> tuple[float, float]:
    row = table.sums[[i]].toarray()[0]
    told = table.values.to_numpy(dtype=float)
    above = {"A_ub": -table.sums[~shown], "b_ub": np.full((~shown).sum(), -float(least))}
    bind = {"A_eq": table.sums[shown], "b_eq": told[shown]} if shown.any() else {}
    ends = []
    for sign in (1, -1):
        answer = linprog(sign * row, **above, **bind, bounds=(0, None), method="highs")
        if answer.status == 2:
            raise PromiseBroken("The published counts contradict each other.", "Publish none.")
        ends.append(sign * float(answer.fun) if answer.status == 0 else np.inf)
    return ends[0], ends[1]
