"""How good nowcasts of past days were, once all reports were in: error, coverage and score."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.nowcast import nowcast, reporting_triangle
from lakehouse.methods.serial_interval import Array

LEVELS = (0.5, 0.8, 0.95)
FEW = "Only {} nowcasts could be judged: too few to tell its coverage."
LEAST = 30


def backcast(
    happened: npt.ArrayLike,
    reported: npt.ArrayLike,
    days: Iterable[int],
    *,
    known: int,
    longest: int = 15,
    recent: int | None = None,
    prior_weight: float = 4.0,
) -> pd.DataFrame:
    """The nowcast made on each of ``days`` with what was known then, beside what came in.

    ``happened``, ``reported``: day numbers from 0, one entry per case; ``known``: the last day
    that reports are there for. One row per day of the nowcast (made), day it is about and age in
    days (0 to ``longest`` - 1): reported then, expected, median, truth (all reported within
    ``longest`` days; later reports take no part), low and high of each of ``LEVELS`` (low_0.8)
    and score (weighted interval score). Days whose truth is not yet known are left out, and days
    on which no day was complete. PlanError as in
    :func:`lakehouse.methods.nowcast.reporting_triangle`.
    """
    day, came = np.asarray(happened, dtype=int), np.asarray(reported, dtype=int)
    if (came < day).any() or (day < 0).any():
        reporting_triangle(day, came, known, longest)
    soon = came - day <= longest
    day, came = day[soon], came[soon]
    truth = np.bincount(day, minlength=known + 1)
    made = []
    for today in sorted(set(days)):
        if longest <= today <= known:
            triangle = reporting_triangle(day, came, today, longest)
            made.append(_beside(triangle, today, truth, recent, prior_weight))
    if not made:
        raise PlanError(
            "On none of the days a nowcast could be made.",
            f"Give days from {longest} to {known}, on which some day is complete.",
        )
    every = pd.concat(made, ignore_index=True)
    return every[every["day"] + longest <= known].reset_index(drop=True)


def accuracy(rows: pd.DataFrame) -> pd.DataFrame:
    """What ``backcast`` gave, judged by age: one row per age in days, and what it says.

    nowcasts; error, mean absolute, of the median, and reported_error if what was reported so far
    were taken for all; bias (mean of expected less truth); coverage of each level (coverage_0.8);
    score. Never empty or missing: without a row to judge one says so.
    """
    if rows.empty:
        names = ["error", "reported_error", "bias", *(f"coverage_{x}" for x in LEVELS), "score"]
        return pd.DataFrame([{"age": 0, "nowcasts": 0, **dict.fromkeys(names, 0.0)}]).assign(
            says=FEW.format(0)
        )
    judged = pd.DataFrame({"age": rows["age"], "nowcasts": 1})
    judged["error"] = (rows["median"] - rows["truth"]).abs()
    judged["reported_error"] = rows["truth"] - rows["reported"]
    judged["bias"] = rows["expected"] - rows["truth"]
    for level in LEVELS:
        judged[f"coverage_{level}"] = rows["truth"].between(
            rows[f"low_{level}"], rows[f"high_{level}"]
        )
    judged["score"] = rows["score"]
    told = judged.groupby("age").agg(dict.fromkeys(judged.columns[2:], "mean"))
    told.insert(0, "nowcasts", judged.groupby("age")["nowcasts"].sum())
    says = [FEW.format(n) if n < LEAST else "" for n in told["nowcasts"]]
    return told.assign(says=says).reset_index()


def weighted_interval_score(
    truth: npt.ArrayLike, median: npt.ArrayLike, bounds: dict[float, pd.DataFrame]
) -> Array:
    """Of a median and intervals (level: low, high); in the unit of truth, 0 is perfect.

    Width plus 2 / (1 - level) times what lies outside, each weighted by (1 - level) / 2, with
    half the error of the median (Bracher, Ray, Gneiting and Reich 2021, equation 2).
    """
    truth, median = np.asarray(truth, dtype=float), np.asarray(median, dtype=float)
    total = np.abs(truth - median) / 2
    for level, bound in bounds.items():
        low, high = bound["low"].to_numpy(dtype=float), bound["high"].to_numpy(dtype=float)
        outside = np.maximum(low - truth, 0) + np.maximum(truth - high, 0)
        total = total + (1 - level) / 2 * (high - low) + outside
    return np.asarray(total / (len(bounds) + 0.5))


def _beside(
    triangle: Array,
    today: int,
    truth: npt.NDArray[np.int64],
    recent: int | None,
    prior_weight: float,
) -> pd.DataFrame:
    """The nowcast of the days that are not complete yet, with every level and its score."""
    longest = triangle.shape[1] - 1

    def at(level: float) -> pd.DataFrame:
        made = nowcast(triangle, recent=recent, prior_weight=prior_weight, level=level)
        return made.iloc[-longest:]

    middle, bounds = at(0.0), {level: at(level) for level in LEVELS}
    made = middle[["day", "reported", "expected"]].copy()
    made.insert(0, "made", today)
    made.insert(2, "age", today - made["day"])
    made["median"] = middle["low"]
    made["truth"] = truth[made["day"]].astype(float)
    for level, bound in bounds.items():
        made[f"low_{level}"], made[f"high_{level}"] = bound["low"], bound["high"]
    true, median = made["truth"].to_numpy(dtype=float), made["median"].to_numpy(dtype=float)
    return made.assign(score=weighted_interval_score(true, median, bounds))
