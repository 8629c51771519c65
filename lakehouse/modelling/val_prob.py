"""How far chances are from what came: the table that reviewers of clinical models ask for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.logistic_line import fit_line, log_odds
from lakehouse.modelling.measures import auc, brier, log_losses
from lakehouse.modelling.ties import Array

# Cleveland's: two thirds of all rows have a say in the smooth curve at any one chance.
SPAN = 2 / 3
AT = 200


@dataclass(frozen=True)
class ValProb:
    """``intercept`` 0 and ``slope`` 1 are right; e_max, e_90 and e_average are distances between
    the chance given and the smooth curve through what came: largest, 90th percentile and mean.

    ``unreliability`` is U = (gain in -2 log likelihood by the line - 2) / rows, ``u_p`` the chance
    of such a gain where intercept 0 and slope 1 hold (chi-squared, 2 degrees of freedom).
    """

    rows: int
    auc: float
    brier: float
    intercept: float
    slope: float
    unreliability: float
    u_p: float
    e_max: float
    e_90: float
    e_average: float


def val_prob(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> ValProb:
    """Hold chances against outcomes 1 or 0, a row each (Harrell 2015, section 10.9; Cox 1958).

    PlanError where no line goes through them: one outcome alone, or all chances alike.
    """
    chance, came = np.asarray(probability, dtype=float), np.asarray(outcome, dtype=float)
    line = fit_line(log_odds(chance), came)
    if line is None:
        raise PlanError(
            "No line goes through these chances and outcomes.",
            "Give both outcomes, chances that differ, and none that parts the outcomes.",
        )
    told = 1 / (1 + np.exp(-(line.intercept + line.slope * log_odds(chance))))
    gain = 2 * float((log_losses(chance, came) - log_losses(told, came)).sum())
    off = np.abs(chance - smoothed(chance, came))
    return ValProb(
        rows=len(came),
        auc=auc(chance, came),
        brier=brier(chance, came),
        intercept=line.intercept,
        slope=line.slope,
        unreliability=(gain - 2) / len(came),
        u_p=float(chi2.sf(max(gain, 0.0), 2)),
        e_max=float(off.max()),
        e_90=float(np.quantile(off, 0.9)),
        e_average=float(off.mean()),
    )


def smoothed(x: Array, y: Array, span: float = SPAN, at: int = AT) -> Array:
    """The share that came at each ``x``: a line through its nearest rows, the nearer the heavier.

    Cleveland's lowess (1979) without robust steps, which would take outcomes of 1 for outliers.
    Between ``at`` places of the data, all of which are distinct values, it is interpolated.
    """
    order = np.argsort(x, kind="stable")
    held, came = x[order], y[order]
    near = max(2, min(len(x), int(span * len(x) + 1e-7)))
    distinct = np.unique(held)
    places = distinct[np.unique(np.linspace(0, len(distinct) - 1, at).round().astype(int))]
    curve = [_line_at(place, held, came, near) for place in places]
    return np.interp(x, places, curve)


def _line_at(place: float, held: Array, came: Array, near: int) -> float:
    away = np.abs(held - place)
    reach = float(np.partition(away, near - 1)[near - 1])
    # Rows at the very reach weigh nothing; where all the nearest lie on the place they count alone.
    weight = np.where(away <= 0.999 * reach, (1 - (away / max(reach, 1e-300)) ** 3), 0.0)
    weight = np.clip(weight, 0, 1) ** 3 if reach > 0 else (away == 0).astype(float)
    weight = weight / weight.sum()
    centre, level = float(weight @ held), float(weight @ came)
    width = float(weight @ (held - centre) ** 2)
    if np.sqrt(width) <= 0.001 * float(np.ptp(held)):
        return level
    return level + (place - centre) * float(weight @ ((held - centre) * came)) / width
