"""An area's risk as a gamma law: its own count and what is usual among all areas, together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import gamma

from lakehouse.declare.errors import PlanError
from lakehouse.methods.negative_binomial import negative_binomial
from lakehouse.methods.small_area import LEAST_EXPECTED, Areas, Array, areas_of, told

ROUNDS = 1000
# A prior this sure leaves nothing to a single area's count: the areas are alike.
ALIKE = 1e5
SAME = "Areas differ no more than chance would make them: one risk for all."
NONE = "No case anywhere: one risk for all."
ONE = "Nothing is expected in any other area: its risk stands alone."


def clayton_kaldor(
    cases: pd.Series, expected: pd.Series, *, level: float = 0.95, least: float = LEAST_EXPECTED
) -> pd.DataFrame:
    """Gamma-Poisson empirical Bayes by moments (Clayton and Kaldor, Biometrics 1987, section 2.2).

    One row per area: cases, expected, relative_risk (the posterior mean, (cases + shape) /
    (expected + rate)), median, low and high that hold ``level`` of the posterior, above
    (P(relative risk > 1)), shown and says. Shape and rate of the prior are in ``attrs``. It takes
    the prior as known, so intervals are a little too narrow. Where areas do not differ, no case
    was seen or one area is left, all get the posterior of the total. Errors as in
    :func:`areas_of`.
    """
    areas = areas_of(cases, expected)
    if says := cannot(areas):
        return one_for_all(areas, level, least, says)
    seen, thought = areas.cases[areas.usable], areas.expected[areas.usable]
    shape, rate = _moments(seen, thought)
    if not rate < ALIKE:
        return one_for_all(areas, level, least, SAME)
    prior = np.full(len(areas.cases), shape), np.full(len(areas.cases), rate)
    made = _posterior(areas, *prior, level, least)
    made.attrs = {"shape": shape, "rate": rate}
    return made


def negative_binomial_risk(
    cases: pd.Series,
    expected: pd.Series,
    covariates: pd.DataFrame | None = None,
    *,
    level: float = 0.95,
    least: float = LEAST_EXPECTED,
) -> pd.DataFrame:
    """As :func:`clayton_kaldor`, the prior by maximum likelihood and led by ``covariates``.

    A negative-binomial regression of cases with log expected as offset gives the prior of each
    area: mean exp(X coefficients), shape 1 / dispersion. Coefficients (intercept first) and shape
    are in ``attrs``. PlanError too when a covariate is missing or repeats others.
    """
    areas = areas_of(cases, expected)
    given = np.empty((len(areas.cases), 0))
    if covariates is not None:
        given = covariates.reindex(areas.index).to_numpy(dtype=float)
    if not np.isfinite(given).all():
        raise PlanError("A covariate is missing in some area.", "Leave those areas out.")
    if says := cannot(areas):
        return one_for_all(areas, level, least, says)
    X, use = np.column_stack([np.ones(len(given)), given]), areas.usable
    fit = negative_binomial(areas.cases[use], X[use], np.log(areas.expected[use]))
    mean, sure = fit.mean(X), fit.dispersion <= 1 / ALIKE
    shape = ALIKE if sure else 1 / fit.dispersion
    if sure and covariates is None:
        return one_for_all(areas, level, least, SAME)
    made = _posterior(areas, np.full(len(mean), shape), shape / mean, level, least)
    made.attrs = {"coefficients": fit.coefficients.tolist(), "shape": shape}
    return made


def _moments(cases: Array, expected: Array) -> tuple[float, float]:
    """Shape and rate of the prior, at the fixed point of their moment equations."""
    risk = cases / expected
    shape, rate = float("inf"), float("inf")
    mean, spread = float(risk.mean()), float(risk.var(ddof=1))
    for _ in range(ROUNDS):
        before = rate
        rate = mean / max(spread, 1e-300)
        shape = mean * rate
        if not rate < ALIKE or abs(rate - before) < 1e-10 * rate:
            break
        risk = (cases + shape) / (expected + rate)
        mean = float(risk.mean())
        spread = float(((1 + rate / expected) * (risk - mean) ** 2).sum() / (len(risk) - 1))
    return shape, rate


def cannot(areas: Areas) -> str:
    """Why areas cannot be compared with each other; empty when they can."""
    if not areas.cases[areas.usable].any():
        return NONE
    return ONE if areas.usable.sum() < 2 else ""


def one_for_all(areas: Areas, level: float, least: float, says: str) -> pd.DataFrame:
    """The same posterior everywhere, from the total and Jeffreys' prior."""
    use, n = areas.usable, len(areas.cases)
    total, thought = areas.cases[use].sum(), areas.expected[use].sum()
    alone = Areas(areas.index, np.full(n, total), np.full(n, thought if use.any() else 1.0))
    made = _posterior(alone, np.full(n, 0.5), np.zeros(n), level, least)
    numbers = {name: made[name].to_numpy() for name in made.columns[2:-2]}
    answer = told(areas, numbers, least, says)
    answer.attrs = {"shape": float(total) + 0.5, "rate": float(thought)}
    return answer


def _posterior(areas: Areas, shape: Array, rate: Array, level: float, least: float) -> pd.DataFrame:
    after, scale = shape + areas.cases, 1 / (rate + areas.expected)
    numbers = {"relative_risk": after * scale, "median": gamma.ppf(0.5, after, scale=scale)}
    for name, at in (("low", (1 - level) / 2), ("high", (1 + level) / 2)):
        numbers[name] = gamma.ppf(at, after, scale=scale)
    numbers["above"] = gamma.sf(1, after, scale=scale)
    return told(areas, numbers, least)
