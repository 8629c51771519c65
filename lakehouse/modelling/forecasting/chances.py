"""The chance that a value lies above a limit, from the quantiles of its forecast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm


def chance_above(limit: float, quantiles: Sequence[float], levels: Sequence[float]) -> float:
    """1 minus the distribution at ``limit``, missing where anything is.

    Between the quantiles the value is linear in the normal deviate of its level, and so it goes
    on beyond the outermost with the slope of the last step: tails like those of a normal curve.
    """
    # Counts that differ by less than a billionth are equal: a step that small has no slope.
    given, z = np.round(np.asarray(quantiles, dtype=float), 9), norm.ppf(np.asarray(levels))
    if not np.isfinite(limit) or not np.isfinite(given).all():
        return float("nan")
    if given[0] == given[-1]:
        return float(given[0] > limit)
    # Quantiles that fall together (at zero, say) would leave no slope.
    at, first = np.unique(given, return_index=True)
    last = len(z) - 1 - np.unique(given[::-1], return_index=True)[1]
    deviate = (z[first] + z[last]) / 2
    if limit < at[0]:
        reached = deviate[0] + (limit - at[0]) * (deviate[1] - deviate[0]) / (at[1] - at[0])
    elif limit > at[-1]:
        slope = (deviate[-1] - deviate[-2]) / (at[-1] - at[-2])
        reached = deviate[-1] + (limit - at[-1]) * slope
    else:
        reached = np.interp(limit, at, deviate)
    return float(norm.sf(reached))
