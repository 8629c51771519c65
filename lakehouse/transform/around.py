"""What else may say how many crashes are usual: what lies around a site, and its speed limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import chi2

from lakehouse.methods.performance_function import PerformanceFunction, performance_function
from lakehouse.transform.traffic_estimated import AROUND

SURE = 0.95  # of a likelihood ratio, before what lies around is used
LIMIT_USED = "Its class has several speed limits, which tell more for sure: they are looked at too."
AROUND_USED = "Its traffic is unknown: besides its class and length, {what} say what is usual."


def with_around(sites: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """``sites`` with a column of logarithms for each of ``AROUND``, and the names of these.

    None where any traffic of the class is known, or where they are the same everywhere. A site of
    which one is missing has the mean.
    """
    logs: dict[str, pd.Series] = {}
    if not (sites["aadt"] > 0).any():
        for name in AROUND:
            log = np.log1p(sites[name].astype(float))
            if log.notna().any() and log.std() > 0:
                logs[f"log_{name}"] = (log - log.mean()).fillna(0.0)
    return sites.assign(**logs), list(logs)


def with_limit(sites: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """``sites`` with ``limit``, speed limits in tens of miles per hour beyond their mean, its name.

    None where no limit is known, or all are the same. A site of which it is missing has the mean.
    """
    if "speed_limit" not in sites:
        return sites, []
    tens = sites["speed_limit"].astype(float) / 10
    if not tens.std() > 0:
        return sites, []
    return sites.assign(limit=(tens - tens.mean()).fillna(0.0)), ["limit"]


def told_by_around(
    plain: PerformanceFunction, sites: pd.DataFrame, names: list[str]
) -> PerformanceFunction:
    """``plain``, or the same with what lies around, the columns ``names``, where that tells more.

    The dispersion is that of sites of unknown traffic, so ranges are as wide as these differ.
    """
    what = " and ".join(AROUND[name.removeprefix("log_")] for name in names)
    return told_by(plain, sites, names, AROUND_USED.format(what=what))


def told_by(
    plain: PerformanceFunction, sites: pd.DataFrame, names: list[str], says: str
) -> PerformanceFunction:
    """``plain``, or the same with the columns ``names`` where these tell more for sure; it ``says``
    so then.

    By the likelihood ratio on the ``sites`` it was learnt from.
    """
    if not names or plain.flag:
        return plain
    fuller = performance_function(
        sites, plain.crashes, logs=plain.logs, columns=names, offsets=plain.offsets
    )
    gain = 2 * (fuller.log_likelihood - plain.log_likelihood)
    if fuller.flag or gain <= chi2.ppf(SURE, len(names)):
        return plain
    return replace(fuller, says=says)
