"""The true risk of a critical violation at a visit, and what a visit ends in."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats, Ints
from lakehouse.sample.parameters import Strengths


def warm_days(weather: pd.DataFrame) -> Floats:
    """Per day since food records began: mean maximum of the 3 previous days, in deg C."""
    mean = weather.set_index("day")["temperature_max_c"].rolling(3).mean().shift(1)
    return np.asarray(mean.loc[p.FOOD_FROM : p.LAST_DAY].to_numpy())


def critical_logit(
    city: City, risk_logit: Floats, inspector: Ints, unvisited: Ints, warmth: Floats
) -> Floats:
    """True logit of a critical violation at each visit; `unvisited` in days, `warmth` in deg C."""
    s = city.strengths
    years = np.minimum(unvisited / 365.25, 2.0)
    return np.asarray(
        risk_logit
        + s.per_year_unvisited * years
        + s.per_degree_over_18 * np.maximum(warmth - 18.0, 0.0)
        - city.inspector["leniency"].to_numpy()[inspector]
    )


def log_items(
    s: Strengths, risk: Floats, critical: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[np.float64]]:
    """Log mean of the serious and minor items found, by name; `risk` is the logit above the base.

    How common they are at rest (0.25 and 1.65 a visit) is plainly chosen.
    """
    excess = s.items_per_risk * risk + s.items_if_critical * critical
    return {"serious": -1.4 + excess, "minor": 0.5 + 0.5 * excess}


def outcomes(
    rng: np.random.Generator, critical: npt.NDArray[np.bool_], serious: Ints
) -> npt.NDArray[np.object_]:
    """PASS, PASS_COND, FAIL or CLOSED from the critical flag and the serious items found."""
    u = rng.random(critical.size)
    found = np.select([u < 0.04, u < 0.80], ["CLOSED", "FAIL"], "PASS_COND")
    lesser = np.select([serious == 0, u < 0.35], ["PASS", "FAIL"], "PASS_COND")
    return np.where(critical, found, lesser).astype(object)
