"""What a site's own record and sites like it say together, and how far it exceeds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import gamma

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
LEAST_SITES = 30
LEAST_CRASHES = 100


@dataclass(frozen=True)
class CalibrationFactor:
    """Observed crashes per predicted one; ``says`` is empty or tells why to be careful."""

    factor: float
    says: str = ""


def calibration_factor(
    observed: npt.ArrayLike, predicted: npt.ArrayLike, years: float = 1.0
) -> CalibrationFactor:
    """Sum of observed over sum of predicted crashes (Highway Safety Manual 2010, appendix A.1.1).

    It asks for 30 sites and 100 crashes a year; fewer are said. 1 where nothing was predicted.
    """
    seen, thought = np.asarray(observed, dtype=float), np.asarray(predicted, dtype=float)
    if not thought.sum() > 0:
        return CalibrationFactor(1.0, "Nothing was predicted, so there is nothing to calibrate.")
    few = len(seen) < LEAST_SITES or seen.sum() < LEAST_CRASHES * years
    says = f"Calibrated on only {len(seen)} sites with {seen.sum():g} crashes." if few else ""
    return CalibrationFactor(float(seen.sum() / thought.sum()), says)


def empirical_bayes(
    observed: npt.ArrayLike, predicted: npt.ArrayLike, dispersion: npt.ArrayLike
) -> pd.DataFrame:
    """weight, expected and variance of each site (Hauer 1997; Highway Safety Manual 2010, A.2).

    ``observed`` and ``predicted`` crashes over the same years, shape (sites,); ``dispersion`` k of
    the performance function, one for all or one a site (k per mile divided by the length).
    weight = 1 / (1 + k predicted); expected = weight predicted + (1 - weight) observed;
    variance = (1 - weight) expected. PlanError when a number is missing or negative.
    """
    seen, thought, k = _checked(observed, predicted, dispersion)
    weight = 1 / (1 + k * thought)
    expected = weight * thought + (1 - weight) * seen
    return pd.DataFrame(
        {"weight": weight, "expected": expected, "variance": (1 - weight) * expected}
    )


def potential_for_safety_improvement(expected: npt.ArrayLike, predicted: npt.ArrayLike) -> Array:
    """Expected minus predicted crashes: what the site has beyond its kind, not how many it has."""
    ours, theirs = np.asarray(expected, dtype=float), np.asarray(predicted, dtype=float)
    return np.asarray(ours - theirs)


def probability_of_excess(
    observed: npt.ArrayLike,
    predicted: npt.ArrayLike,
    dispersion: npt.ArrayLike,
    above: npt.ArrayLike | None = None,
) -> Array:
    """Chance that the site's true mean lies above the predicted one, or ``above`` another.

    The true mean given the record is gamma distributed with shape observed + 1/k and scale
    k predicted / (1 + k predicted) (Hauer 1997, section 11.2); 0 where k or predicted is 0, for
    then all sites of the kind are alike.
    """
    seen, thought, k = _checked(observed, predicted, dispersion)
    alike = (k <= 0) | (thought <= 0)
    spread = np.where(alike, 1.0, k)
    mean = np.where(alike, 1.0, thought)
    limit = mean if above is None else np.where(alike, 1.0, np.asarray(above, dtype=float))
    chance = gamma.sf(limit, seen + 1 / spread, scale=spread * mean / (1 + spread * mean))
    return np.where(alike, 0.0, chance)


def _checked(
    observed: npt.ArrayLike, predicted: npt.ArrayLike, dispersion: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    seen = np.asarray(observed, dtype=float)
    thought = np.broadcast_to(np.asarray(predicted, dtype=float), seen.shape)
    k = np.broadcast_to(np.asarray(dispersion, dtype=float), seen.shape)
    for name, values in (("observed", seen), ("predicted", thought), ("dispersion", k)):
        wrong = int((~(np.isfinite(values) & (values >= 0))).sum())
        if wrong:
            raise PlanError(
                f"{name} is missing or negative at {wrong} sites.",
                "Predict with performance_function, which gives every site a number.",
            )
    return seen, thought, k
