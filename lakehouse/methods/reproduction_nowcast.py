"""The reproduction number of counts that are still coming in: what may come is carried in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.reproduction import averaged
from lakehouse.methods.serial_interval import UncertainInterval

QUANTILES = (0.025, 0.5, 0.975)
# Published means. Where a source gives no spread it is taken as 0.6 of the mean, and as unsure
# as says the second number of each pair; germs that people hardly pass on are not here.
SERIAL_INTERVALS: Mapping[str, UncertainInterval] = {
    # Cowling and others 2009, Epidemiology 20: 3.6 days (2.9 to 4.3), sd 1.6, in households.
    "influenza_a": UncertainInterval(3.6, 0.36, 1.6, 0.3),
    # Jusot 2022, 4open 5: 3.06 days for Omicron, of many studies; spread assumed.
    "covid_19": UncertainInterval(3.06, 0.3, 1.8, 0.4),
    # Vink, Bootsma and Wallinga 2014, Am J Epidemiol 180: 7.5 days in households; spread assumed.
    "respiratory_syncytial_virus": UncertainInterval(7.5, 0.8, 4.5, 0.9),
    # Heijne and others 2009, Emerg Infect Dis 15, about 3.6 days between patients; spread assumed.
    "norovirus": UncertainInterval(3.6, 0.6, 2.1, 0.4),
}


def cori_nowcast(
    counts: npt.ArrayLike,
    interval: UncertainInterval,
    *,
    window: int = 7,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
    draws: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Cori's posterior over what the counts and the serial interval may be.

    ``counts``: shape (n, days), one row for each way the last days may turn out; each is given
    a serial interval of its own, and ``draws`` numbers are drawn from each posterior. One row per
    window as :func:`lakehouse.methods.reproduction.cori_uncertain`: first, last, mean, sd, a
    column per quantile and sure. With equal rows it is that method. PlanError for counts that are
    missing or below zero.
    """
    ways = np.asarray(counts, dtype=float)
    if ways.ndim != 2 or not np.isfinite(ways).all() or (ways < 0).any():
        raise PlanError(
            "Cases are missing or below zero on some day.",
            "Give one row for each way they may turn out, 0 where there was none.",
        )
    return averaged(ways, interval, window, (prior_mean, prior_sd), QUANTILES, draws, seed)
