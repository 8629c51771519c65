"""The attack on counts over windows of days that overlap: what one release less another tells."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array, vstack

from lakehouse.declare.errors import PromiseBroken
from lakehouse.methods.count_table import CountTable
from lakehouse.methods.disclosure_attack import recovered
from lakehouse.methods.suppression import Rule

Name = tuple[str, ...]


def told_by_windows(known: pd.Series, earlier: pd.Series, rule: Rule) -> list[str]:
    """What can be worked out of days of which no release tells, in words without the number.

    ``known``: each count ever told, by name; the last two parts of a name are the first and the
    last day counted. Of two windows that share days, all less one are bound by their difference,
    and a window that rolls on each day tells after some weeks who was counted on every one
    (linear bounds over the parts into which all windows cut the days). What the ``earlier``
    releases tell by themselves is no reason to hold this one back: it adds nothing.
    """
    found: list[str] = []
    keys = pd.Series(["\x00".join(name[:-2]) for name in known.index], known.index)
    for key, names in keys.groupby(keys).groups.items():
        own = known[known.index.isin(names)]
        if not _overlap(list(own.index)):
            continue
        before = own[own.index.isin(earlier.index)]
        old = set(_narrow(before, rule))
        of = str(key).replace("\x00", " / ")
        new = {days: how for days, how in _narrow(own, rule).items() if days not in old}
        found += [f"{how}, {of} / {days}" for days, how in new.items()]
    return found


def _overlap(names: list[Name]) -> bool:
    """Whether two of the windows share a day without being the same."""
    spans = sorted({name[-2:] for name in names})
    return any(later[0] <= earlier[1] for earlier, later in pairwise(spans))


def _narrow(windows: pd.Series, rule: Rule) -> dict[str, str]:
    """What is known too closely of which days: how, by first and last day."""
    ends = pd.DataFrame([name[-2:] for name in windows.index], columns=["first", "last"])
    if ends.empty:
        return {}
    first, last = pd.to_datetime(ends["first"]), pd.to_datetime(ends["last"])
    after = last + pd.Timedelta(days=1)
    cuts = np.unique(np.concatenate([first.to_numpy(), after.to_numpy()]))
    # Parts that no window holds are counted by nobody.
    inside = (cuts[:-1] >= first.to_numpy()[:, None]) & (cuts[1:] <= after.to_numpy()[:, None])
    held = inside.any(axis=0)
    parts = pd.Index(
        [
            f"{pd.Timestamp(a).date()} to {(pd.Timestamp(b) - pd.Timedelta(days=1)).date()}"
            for a, b in pairwise(cuts)
        ]
    )[held]
    sums = vstack([csr_array(inside[:, held].astype(float)), eye_array(len(parts))])
    values = pd.Series([*windows, *[np.nan] * len(parts)], [*windows.index, *parts], dtype=float)
    shown = pd.Series(values.notna().to_numpy(), values.index)
    try:
        found = recovered(CountTable(values, csr_array(sums), parts), shown, rule)
    except PromiseBroken:
        return {}  # numbers that contradict each other, as corrected ones do, bind nothing
    # A number that may be told may be known.
    few = found[found["low"] < rule.threshold]
    return {_days(row.number): str(row.how) for row in few.itertuples()}


def _days(number: object) -> str:
    return " to ".join(number[-2:]) if isinstance(number, tuple) else str(number)
