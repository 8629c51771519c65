"""The visits of one week: a share drawn by lot, and what else brings the most in the time left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.allocation import allocated
from lakehouse.methods.fitting import Limits, limits_of, uses_of

BY_LOT = 0.1  # of all that there is; 5 to 10 % of visits keep an evaluation honest


def this_week(items: pd.DataFrame, capacity: pd.DataFrame) -> pd.DataFrame:
    """The items of a list that fit a week; ``place``, ``by_lot``, ``uses``, ``capacity`` added.

    ``items`` have ``benefit``, ``traits``, ``random_share`` and ``lot``, a number that orders those
    drawn; ``capacity`` is as ``governance.capacity`` has it. Those drawn come first, up to
    ``BY_LOT`` of every resource (one at least, where it fits), whatever their benefit: what is
    found there tells what the list misses. The rest is the exact choice of most benefit in all.
    """
    limits = limits_of(items, capacity)
    by_lot = drawn(items, limits)
    left = {
        name: held - float(limits.cost.loc[by_lot, name].sum())
        for name, held in limits.available.items()
    }
    others = items.index[~by_lot]
    best = allocated(items["benefit"].loc[others], limits.cost.loc[others], left)
    taken = by_lot.copy()
    taken.loc[best.taken.index[best.taken]] = True
    told = items.assign(by_lot=by_lot, capacity=limits.words)[taken]
    told = told.assign(uses=uses_of(limits.cost[taken]))
    told = told.sort_values(["benefit", "entity_id"], ascending=[False, True], kind="stable")
    return told.assign(place=np.arange(1, len(told) + 1))


def drawn(items: pd.DataFrame, limits: Limits) -> pd.Series:
    """Which items are visited by lot, in the order of ``lot`` until a resource's share is used."""
    flagged = items["random_share"].map(lambda said: said is True or said == 1).to_numpy(bool)
    order = items.index[flagged][np.argsort(items["lot"].to_numpy()[flagged], kind="stable")]
    spent = limits.cost.loc[order].cumsum()
    there = pd.Series(limits.available)[spent.columns]
    enough = (spent <= BY_LOT * there).all(axis=1)
    if len(enough):
        enough.iloc[0] = bool((spent.iloc[0] <= there).all())
    return pd.Series(items.index.isin(order[enough.to_numpy()]), items.index)
