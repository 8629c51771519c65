"""Which of a list to take when not all can be had: the best choice under budgets and floors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from lakehouse.declare.errors import PlanError
from lakehouse.methods.binary_programme import Flags, best
from lakehouse.methods.judged import Array

NOBODY = "There is no candidate to take."


@dataclass(frozen=True)
class Allocation:
    """What is taken (one flag per candidate), what it is worth, and how it compares.

    ``ranked`` is the worth of going down the list by benefit, passing over what no longer fits.
    ``price`` has for each resource what one unit more of it would be worth (the dual of the
    relaxed programme), ``most`` the worth that no choice can exceed by it. ``why`` is empty, or
    says why nothing can be taken; then all worths are 0.
    """

    taken: pd.Series
    benefit: float
    ranked: float
    used: pd.Series
    price: pd.Series
    most: float
    why: str = ""

    @property
    def gain(self) -> float:
        """What choosing well is worth above ranking alone; below 0 is what the floors cost."""
        return self.benefit - self.ranked


def allocated(
    benefit: pd.Series,
    cost: pd.DataFrame,
    capacity: Mapping[str, float],
    group: pd.Series | None = None,
    floor: Mapping[str, int] | None = None,
) -> Allocation:
    """The candidates of most benefit in all whose costs stay within each capacity.

    ``benefit``: one number a candidate, not below 0; ``cost``: a row per candidate and a column
    per resource (crews, hours, money), not below 0; ``floor``: how many to take in a ``group`` at
    least. An exact 0/1 programme (multi-dimensional knapsack, Kellerer, Pferschy and Pisinger
    2004). PlanError when a number is missing or below 0, or a resource has no
    column; constraints that cannot be met together are said in ``why``.
    """
    floors = dict(floor or {})
    groups = pd.Series("", benefit.index) if group is None else group.reindex(benefit.index)
    weights = _checked(benefit, cost, capacity)
    limits = np.array([capacity[name] for name in cost.columns], dtype=float)
    worth = benefit.to_numpy(dtype=float)
    asked = _contenders(worth, weights, groups, limits)
    inside = np.array([groups[asked] == name for name in floors], dtype=float)
    rows = np.vstack([weights[asked].T, -inside]) if floors else weights[asked].T
    upper = np.r_[limits, [-float(least) for least in floors.values()]]
    found = best(worth[asked], csr_array(rows), upper) if len(worth) else None
    if found is None:
        why = _why_not(cost, capacity, groups, floors) if len(worth) else NOBODY
        nothing = pd.Series(0.0, cost.columns)
        none = pd.Series(False, benefit.index)
        return Allocation(none, 0.0, 0.0, nothing, nothing, 0.0, why)
    made = np.zeros(len(worth), dtype=bool)
    made[np.flatnonzero(asked)[found.taken]] = True
    return Allocation(
        taken=pd.Series(made, benefit.index),
        benefit=float(worth[made].sum()),
        ranked=float(worth[down_the_list(benefit, cost, capacity)].sum()),
        used=pd.Series(weights[made].sum(axis=0), cost.columns),
        price=pd.Series(found.price[: len(limits)], cost.columns),
        most=found.most,
    )


def down_the_list(score: pd.Series, cost: pd.DataFrame, capacity: Mapping[str, float]) -> Flags:
    """What is taken by ``score`` from the highest down, passing over what no longer fits."""
    left = np.array([capacity[name] for name in cost.columns], dtype=float)
    weights = cost.reindex(score.index).to_numpy(dtype=float)
    taken = np.zeros(len(score), dtype=bool)
    for i in np.argsort(-score.to_numpy(dtype=float), kind="stable"):
        if (weights[i] <= left + 1e-9).all():
            taken[i] = True
            left -= weights[i]
    return taken


def _contenders(worth: Array, weights: Array, groups: pd.Series, limits: Array) -> Flags:
    """Who can be in a best choice: of those alike in cost and group, the best that have room.

    Exact: any other could be changed for a better one that costs the same. One more is kept for
    the relaxed programme, which may take a part of it.
    """
    alike = pd.DataFrame(weights).assign(group=groups.to_numpy(), worth=worth)
    order = alike.sort_values("worth", ascending=False, kind="stable")
    by = [c for c in alike if c != "worth"]
    place = order.groupby(by, dropna=False).cumcount().sort_index().to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(weights > 0, limits / weights, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(place <= room, dtype=bool)


def _checked(benefit: pd.Series, cost: pd.DataFrame, capacity: Mapping[str, float]) -> Array:
    lost = sorted(set(cost.columns) ^ set(capacity))
    weights = np.asarray(cost.reindex(benefit.index).to_numpy(dtype=float))
    if lost:
        raise PlanError(
            f"A cost or a capacity is missing for {', '.join(lost)}.",
            "Give each resource a column of costs and a capacity.",
        )
    numbers = (weights, benefit.to_numpy(dtype=float), np.array(list(capacity.values())))
    for each in numbers:
        if not (np.isfinite(each) & (each >= 0)).all():
            raise PlanError(
                "A benefit, a cost or a capacity is missing or below zero.",
                "Leave out candidates of which either is unknown, and say how many.",
            )
    return weights


def _why_not(
    cost: pd.DataFrame, capacity: Mapping[str, float], groups: pd.Series, floors: dict[str, int]
) -> str:
    """The first reason, in words, that the floors and capacities cannot be met together."""
    for name, least in floors.items():
        there = int((groups == name).sum())
        if there < least:
            return f"{least} of {name} are to be taken at least, but only {there} are candidates."
    for resource in cost.columns:
        each = (
            cost.loc[groups == name, resource].nsmallest(least).sum()
            for name, least in floors.items()
        )
        need, held = float(sum(each)), float(capacity[resource])
        if need > held:
            return f"The floors need {need:g} of {resource} at the least, and {held:g} are there."
    return "The floors fit each resource alone, but no choice fits all of them together."
