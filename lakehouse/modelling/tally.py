"""Every measure of one ranked window as a sum and a divisor, so that windows can be added up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.measures import log_losses, squared_errors
from lakehouse.modelling.ties import Array, found_in_first, precision_sum, tie_groups, won_pairs
from lakehouse.modelling.visit_order import days, days_gained

Top = int | float
Tally = dict[str, tuple[Array, Array]]
Whole = npt.NDArray[np.integer]


def top_name(top: Top) -> str:
    """100 is ``first_100``; 0.1 is ``first_10_percent``."""
    return f"first_{top}" if isinstance(top, int) else f"first_{100 * top:g}_percent"


def check_tops(tops: Sequence[Top]) -> None:
    """PlanError unless each is a number of places (1 or more) or a share between 0 and 1."""
    for top in tops:
        if not (top >= 1 if isinstance(top, int) else 0 < top < 1):
            raise PlanError(
                f"The top of a list cannot be {top}.",
                "Give a whole number of places such as 100, or a share such as 0.1.",
            )


def tally(rows: pd.DataFrame, tops: Sequence[Top], weights: Whole | None = None) -> Tally:
    """Each measure of one candidate in one window as (sum, divisor), one entry per draw.

    Sums and divisors of several windows add up to the measure over all of them: for the AUC only
    pairs within a window count, as only these are ranked against each other.
    """
    outcome = rows["outcome"].to_numpy(dtype=float)
    times = np.ones((1, len(rows)), dtype=np.int64) if weights is None else weights
    groups = tie_groups(rows["score"].to_numpy(), outcome, times)
    size, ones = groups.rows.sum(axis=1), groups.found.sum(axis=1)
    found: Tally = {"auc": won_pairs(groups), "average_precision": precision_sum(groups)}
    for top in tops:
        places = places_of(size, top)
        hits = found_in_first(groups, places)
        found[f"precision_{top_name(top)}"] = (hits, places)
        found[f"capture_{top_name(top)}"] = (hits, ones)
    found["share_found_first_half"] = (found_in_first(groups, size / 2), ones)
    # Drawn rows keep the days they gain in the whole list: a week drawn twice is not two weeks.
    gained = days_gained(rows["score"].to_numpy(dtype=float), days(rows["happened_on"]))
    found["days_earlier"] = (times @ (gained * outcome), ones)
    chance = rows["probability"].to_numpy(dtype=float)
    if np.isfinite(chance).all():
        found["brier"] = (times @ squared_errors(chance, outcome), size)
        found["log_score"] = (times @ log_losses(chance, outcome), size)
    return found


def places_of(size: Array, top: Top) -> Array:
    """How many places of lists of these sizes the top is, one at least."""
    if isinstance(top, int):
        return np.minimum(size, top)
    # A hair is added so that 0.29 of 100 is 29, whatever the computer makes of 0.29.
    return np.minimum(size, np.maximum(1, np.floor(size * top + 1e-9)))
