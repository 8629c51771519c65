"""What of a list fits what a city has: crews, hours or money, with a share for every part of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lakehouse.methods.allocation import Allocation, allocated, down_the_list


@dataclass(frozen=True)
class Limits:
    """What each item costs, what there is, and the least that every group gets.

    ``cost`` has a row per item and a column per resource, in the units of ``available``;
    ``share`` is that of the places which a group's number of items would give it.
    """

    cost: pd.DataFrame
    available: Mapping[str, float]
    group: pd.Series | None = None
    share: float = 0.0

    def at(self, percent: int) -> Limits:
        """The same with so much of everything that there is."""
        scaled = {name: held * percent / 100 for name, held in self.available.items()}
        return replace(self, available=scaled)

    @property
    def words(self) -> str:
        """``60 inspector hours, 4 crews``."""
        return ", ".join(f"{held:,.10g} {name}" for name, held in self.available.items())


def limits_of(items: pd.DataFrame, capacity: pd.DataFrame) -> Limits:
    """The limits of one list from its rows of ``governance.capacity``.

    ``items`` have ``traits``: their text columns as a JSON object. The cost of an item is that of
    its value in the column ``by``, else the one for any value ('').
    """
    traits = pd.DataFrame([json.loads(text) for text in items["traits"]], index=items.index)
    costs, available = {}, {}
    for resource, rows in capacity.groupby("resource", sort=True):
        each = dict(zip(rows["value"], rows["cost"].astype(float), strict=True))
        usual, column = each.pop("", float("nan")), rows["by"].iloc[0]
        named = traits[column] if column in traits else pd.Series("", items.index)
        costs[str(resource)] = named.map(each).fillna(usual).astype(float)
        available[str(resource)] = float(rows["available"].iloc[0])
    column, share = capacity["floor_by"].iloc[0], capacity["floor_share"].iloc[0]
    group = traits[column].fillna("") if column in traits else None
    return Limits(pd.DataFrame(costs, items.index), available, group, float(share or 0))


def uses_of(cost: pd.DataFrame) -> list[str]:
    """What each item takes of the resources, in words; of a long list only those to be told of."""
    return [Limits(cost, dict(row)).words for _, row in cost.iterrows()]


def fitted(benefit: pd.Series, limits: Limits) -> Allocation:
    """The best choice within the limits; ``benefit`` is one number an item, not below 0.

    A group's floor is its share of as many places as the best choice without floors takes, in
    proportion to its items, rounded down.
    """
    free = allocated(benefit, limits.cost, limits.available)
    if limits.group is None or not limits.share or free.why:
        return free
    sizes = limits.group[limits.group != ""].value_counts().sort_index()
    places = limits.share * free.taken.sum() * sizes / len(benefit)
    floor = {str(name): int(least + 1e-9) for name, least in places.items() if least >= 1}
    return allocated(benefit, limits.cost, limits.available, limits.group, floor)


def chosen(items: pd.DataFrame, capacity: pd.DataFrame) -> pd.DataFrame:
    """The items of one list that fit, in the list's order; columns as ``CHOSEN``."""
    limits = limits_of(items, capacity)
    made = fitted(items["benefit"], limits)
    ranked = down_the_list(items["benefit"], limits.cost, limits.available)
    taken = made.taken.to_numpy()
    told = items.assign(also_by_rank=ranked)[taken].assign(uses=uses_of(limits.cost[taken]))
    told = told.sort_values(["list_rank", "entity_id"], kind="stable")
    return told.assign(place=range(1, len(told) + 1))


def curve(items: pd.DataFrame, capacity: pd.DataFrame, percents: range) -> pd.DataFrame:
    """What so many per cent of everything would give, a row each; columns as ``CURVE``."""
    whole = limits_of(items, capacity)
    rows = []
    for percent in percents:
        limits = whole.at(percent)
        made = fitted(items["benefit"], limits)
        worth = made.price * pd.Series(limits.available).reindex(made.price.index)
        scarce = str(worth.idxmax()) if worth.max() > 0 else None
        rows.append(
            {
                "percent": percent,
                "capacity": limits.words,
                "taken": int(made.taken.sum()),
                "benefit": made.benefit,
                "down_the_list": made.ranked,
                "gain": made.gain,
                "most": made.most,
                "scarce": scarce,
                "one_more": float(made.price[scarce]) if scarce else 0.0,
                "why": made.why or None,
            }
        )
    return pd.DataFrame(rows)
