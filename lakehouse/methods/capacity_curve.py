"""What each capacity would bring: the best choice beside ranking alone, one row per capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lakehouse.methods.allocation import allocated


def capacity_curve(
    benefit: pd.Series,
    cost: pd.Series,
    capacities: Sequence[float],
    group: pd.Series | None = None,
    floor: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """capacity, taken (how many), benefit, ranked, gain, price, most and why for each capacity.

    ``cost`` is in the unit of the capacities; the other columns and errors are those of
    :func:`allocation.allocated`. Each capacity is solved anew: the choice for a smaller one need
    not lie within the choice for a larger one.
    """
    rows = []
    for capacity in capacities:
        made = allocated(benefit, cost.to_frame("cost"), {"cost": capacity}, group, floor)
        rows.append(
            {
                "capacity": float(capacity),
                "taken": int(made.taken.sum()),
                "benefit": made.benefit,
                "ranked": made.ranked,
                "gain": made.gain,
                "price": float(made.price["cost"]),
                "most": made.most,
                "why": made.why,
            }
        )
    return pd.DataFrame(rows)
