"""What the service line did for one area or kind of need: how soon, how surely, beside the city."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.methods.wilson import wilson_of

TOLD = (
    "needs int, requests int, open int, median_days double, "
    "median_days_low double, median_days_high double, in_time double, in_time_low double, "
    "in_time_high double, times_usual double"
)
SERVED = f"community_area string, {TOLD}"
Z = float(norm.ppf(0.975))


def served_by(*keys: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """What makes one row, led by the columns ``keys`` (texts), of the needs of a group by them."""

    def served_here(rows: pd.DataFrame) -> pd.DataFrame:
        group = {key: str(rows[key].iloc[0]) for key in keys}
        return pd.DataFrame([group | _told(rows)]).astype(object)

    return served_here


def _told(rows: pd.DataFrame) -> dict[str, object]:
    """The numbers of a group of needs; missing where too little was done to say.

    ``rows``, one per need: reports (how often it was told), days until it was
    closed (missing while open), due (days within which three quarters of its category are closed
    in the city) and usual (the category's median days). A need that is open counts as longer than
    any closed one. The median's interval is that of order statistics (David and Nagaraja 2003,
    7.1), the share's is Wilson's (1927); both hold 19 times in 20. ``times_usual`` is the median
    of days over the category's usual ones, so that the mix of categories is no part of it.
    """
    days = np.sort(rows["days"].fillna(np.inf).to_numpy(dtype=float))
    n = len(days)
    half = Z * np.sqrt(n) / 2
    low, high = int(np.floor(n / 2 - half)), int(np.ceil(n / 2 + half))
    late = rows["days"].fillna(np.inf) > rows["due"]
    share = 1 - float(late.mean())
    ends = wilson_of(share, n)
    beside = (rows["days"].fillna(np.inf) / rows["usual"]).median()
    return {
        "needs": n,
        "requests": int(rows["reports"].sum()),
        "open": int(rows["days"].isna().sum()),
        "median_days": _finite(float(np.median(days))),
        "median_days_low": _finite(days[low]) if low >= 0 else None,
        "median_days_high": _finite(days[high]) if high < n else None,
        "in_time": share,
        # No rounding sets an end beyond the share itself.
        "in_time_low": min(share, ends[0]),
        "in_time_high": max(share, ends[1]),
        "times_usual": _finite(float(beside)),
    }


served = served_by("community_area")


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
