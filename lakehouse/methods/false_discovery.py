"""False-discovery-rate control: how sure an alarm is among all that were looked at."""

from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control

from lakehouse.methods.judged import Array


def benjamini_hochberg(p: Array) -> Array:
    """The q of each p: the least false-discovery rate at which it is called a discovery.

    Missing ones take no part and stay missing. Benjamini and Hochberg, J R Stat Soc B 1995.
    """
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q
