"""What a ranked list changes when the same visits, on the same days, are made in its order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.ties import Array, checked, found_in_first, ratio, tie_groups


def days(happened_on: npt.ArrayLike | pd.Series) -> Array:
    """Dates as whole days since 1970; PlanError when one is missing."""
    moments = pd.to_datetime(pd.Series(np.asarray(happened_on)), cache=False)
    if moments.isna().any():
        raise PlanError(
            f"{int(moments.isna().sum())} visits have no day.",
            "Judge only rows whose happened_on is known.",
        )
    return np.asarray(moments.to_numpy(dtype="datetime64[D]").astype(float))


def share_found_first_half(score: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Share of the rows with outcome 1 that the first half of the list holds, mean over ties.

    In a list of odd length the middle place counts half, so that the list upside down finds
    exactly the rest. Missing when no row has outcome 1.
    """
    groups = tie_groups(score, outcome)
    found = found_in_first(groups, groups.rows.sum(axis=1) / 2)
    return float(ratio(found, groups.found.sum(axis=1))[0])


def days_gained(score: npt.ArrayLike, day: Array) -> Array:
    """Days by which the list reaches each row earlier than it was reached, shape (rows,).

    ``day`` is the day of each visit as a number. The visits' days, in order, are the slots; the
    list fills them from the first. All orders of a tie are equally likely, so each of its rows
    expects the mean of the group's slots.
    """
    scores, days_made = checked(score, np.zeros(len(day)))[0], np.sort(day)
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(scores[order]) != 0]) if len(order) else order
    group = np.cumsum(np.bincount(starts, minlength=len(order))) - 1
    # Only differences matter; counting from the first day keeps the sums of whole days exact.
    sums = np.bincount(group, weights=days_made - days_made[:1].sum())
    new = np.empty(len(order))
    new[order] = (sums / np.bincount(group))[group]
    return np.asarray(day - days_made[:1].sum() - new)


def days_earlier(
    score: npt.ArrayLike, happened_on: npt.ArrayLike | pd.Series, outcome: npt.ArrayLike
) -> float:
    """Mean days by which rows with outcome 1 are reached earlier than they were, mean over ties.

    0 for the order in which the visits were made; negative when the list is worse. The measure of
    the City of Chicago's food inspection study (2014). Missing when no row has outcome 1.
    """
    _, outcomes = checked(score, outcome)
    gained = days_gained(score, days(happened_on))
    return float(ratio(np.asarray(gained @ outcomes), np.asarray(outcomes.sum())))


def days_earlier_by_lot(
    visits: pd.DataFrame, level: float, n: int = 200, seed: int = 0
) -> tuple[float, float, float]:
    """Mean, low and high of ``days_earlier`` over ``n`` random orders of every window's visits.

    ``visits`` has window, happened_on and outcome; windows count by their rows with outcome 1.
    What a list must beat: an order drawn by lot is not quite as good as the one of the visits.
    """
    gained, found = np.zeros(n), 0.0
    for i, (_, rows) in enumerate(visits.groupby("window", sort=True)):
        ones = float(rows["outcome"].sum())
        if ones:
            lots = days_earlier_of_random_orders(rows["happened_on"], rows["outcome"], n, seed + i)
            gained, found = gained + lots * ones, found + ones
    drawn = ratio(gained, np.full(n, found))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(drawn.mean()), float(low), float(high)


def days_earlier_of_random_orders(
    happened_on: npt.ArrayLike | pd.Series, outcome: npt.ArrayLike, n: int = 200, seed: int = 0
) -> Array:
    """``days_earlier`` of ``n`` random orders, shape (n,): what luck alone would show."""
    day = days(happened_on)
    day, outcomes = checked(day, outcome)
    rng = np.random.default_rng(seed)
    slots = rng.permuted(np.tile(day, (n, 1)), axis=1)
    return ratio((day - slots) @ outcomes, np.full(n, outcomes.sum()))
