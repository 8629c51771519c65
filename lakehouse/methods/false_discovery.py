"""False-discovery-rate control: how sure an alarm is among all that were looked at."""

from __future__ import annotations

import numpy as np

from lakehouse.methods.judged import Array


def benjamini_hochberg(p: Array) -> Array:
    """The q of each p: the least false-discovery rate at which it is called a discovery.

    Missing ones take no part and stay missing. Benjamini and Hochberg, J R Stat Soc B 1995.
    """
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    ranks = np.arange(1, len(order) + 1)
    scaled = p[order] * len(order) / ranks
    q[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return q
