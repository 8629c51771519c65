"""Which sites to make safer within a budget, and by which measure: the most crash cost saved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lakehouse.declare.crash_cost import SafetyMeasure
from lakehouse.methods.allocation import allocated

MOST = 2000  # candidates of an exact choice, those that save most per unit of price


def within_budget(
    sites: pd.DataFrame, measures: Sequence[SafetyMeasure], budget: float
) -> pd.DataFrame:
    """``site_id``, ``measure``, ``price``, ``saving`` and ``in_budget`` of each site.

    ``sites`` has site_id, kind (segment or intersection) and expected_cost, the cost of its
    crashes a year without a measure. A measure saves ``(1 - remaining) * expected_cost`` in each
    of its years, not discounted; the one that saves most above its price is the site's. A site
    where none saves its price has no measure. Taken are those whose savings less prices add up
    to the most within the ``budget`` (0/1 knapsack, exact).
    """
    made = sites[["site_id"]].assign(measure=None, price=float("nan"), saving=float("nan"))
    best = pd.Series(0.0, made.index)
    for one in measures:
        saving = sites["expected_cost"] * (1 - one.remaining) * one.years
        better = (sites["kind"] == one.at) & (saving - one.price > best)
        made.loc[better, ["measure", "price"]] = [one.name, one.price]
        made.loc[better, "saving"] = saving[better]
        best = best.where(~better, saving - one.price)
    made["in_budget"] = False
    worth = made[made["measure"].notna() & (made["price"] <= budget)]
    order = (worth["saving"] / worth["price"]).sort_values(ascending=False, kind="stable")
    worth = worth.loc[order.index[:MOST]]
    if len(worth):
        gain = worth["saving"] - worth["price"]
        chosen = allocated(gain, worth[["price"]], {"price": budget})
        made.loc[chosen.taken.index[chosen.taken], "in_budget"] = True
    return made
