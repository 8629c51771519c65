"""Every measure of one ranked window of counts as a sum and a divisor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import xlogy

from lakehouse.methods.negative_binomial import log_probability
from lakehouse.modelling.corrected import worth_of
from lakehouse.modelling.count_calibration import EXPECTED
from lakehouse.modelling.count_line import UNKNOWN, Slope, count_slope
from lakehouse.modelling.tally import Tally, Top, Whole, places_of, top_name
from lakehouse.modelling.ties import Array, found_in_first, tie_groups


def count_tally(rows: pd.DataFrame, tops: Sequence[Top], weights: Whole | None = None) -> Tally:
    """Each measure of one candidate in one window as (sum, divisor), one entry per draw.

    Capture is the share of all that was counted (``corrected.worth_of``) that lies in the top,
    equal scores in expectation over their orders; the rest is about the expected counts, where
    there are any: observed per expected, deviance (Poisson) and log score (negative binomial) per
    row, and the share of rows whose count lay in its range.
    """
    outcome = rows["outcome"].to_numpy(dtype=float)
    score = rows["score"].to_numpy(dtype=float)
    times = np.ones((1, len(rows)), dtype=np.int64) if weights is None else weights
    groups = tie_groups(score, worth_of(rows), times, counts=True)
    size, all_found = groups.rows.sum(axis=1), groups.found.sum(axis=1)
    found: Tally = {}
    for top in tops:
        hits = found_in_first(groups, places_of(size, top))
        found[f"capture_{top_name(top)}"] = (hits, all_found)
    mean, low, high = (rows[name].to_numpy(dtype=float) for name in EXPECTED)
    if not np.isfinite(mean).all():
        return found
    inside = (outcome >= low) & (outcome <= high)
    found["observed_per_expected"] = (times @ outcome, times @ mean)
    found["deviance"] = (times @ _deviances(outcome, mean), size)
    k = float(rows["dispersion"].iloc[0])
    found["log_score"] = (times @ -log_probability(outcome, mean, k), size)
    found["interval_coverage"] = (times @ inside, size)
    return found


def count_trust(rows: pd.DataFrame, top: Top, slope: Slope | None = None) -> dict[str, float]:
    """How far expected counts can be trusted: calibration_slope, and coverage of the top alone.

    ``slope``: that of ``slope_of``, where it is known already. Empty without expected counts.
    """
    known = rows[rows["expected"].notna()]
    if known.empty:
        return {}
    inside = known["outcome"].between(known["expected_low"], known["expected_high"])
    hits = places = 0.0
    for at in known.groupby("window").groups.values():
        size = places_of(np.array([float(len(at))]), top)
        places += float(size[0])
        hits += float(found_in_first(tie_groups(known.loc[at, "score"], inside[at]), size)[0])
    named = f"interval_coverage_{top_name(top)}"
    told = slope or slope_of(known)
    return {"calibration_slope": told.value, named: hits / places}


def slope_of(rows: pd.DataFrame, blocks: pd.Series | None = None, level: float = 0.95) -> Slope:
    """The calibration slope of the rows that have an expected count; ``blocks``: of each row."""
    known = rows["expected"].notna().to_numpy()
    if not known.any():
        return UNKNOWN
    together = None if blocks is None else blocks.to_numpy()[known]
    told = rows.loc[known, ["expected", "outcome"]]
    return count_slope(told["expected"], told["outcome"], together, level)


def _deviances(outcome: Array, mean: Array) -> Array:
    return np.asarray(2 * (xlogy(outcome, outcome / mean) - (outcome - mean)))
