"""Gates on how a candidate did: not too well, better than the plain one, calibrated, covered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.gates import Band, Gates
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.methods.wilson import wilson_of
from lakehouse.modelling.gates.gate import (
    CALIBRATED,
    COVERED,
    STABLE,
    TOO_GOOD,
    Gate,
    judged,
    within,
)

# A change of sign in one of two windows says nothing yet.
WINDOWS = 3


def too_good(name: str, measure: str, value: float, low: float, asked: Gates) -> Gate:
    """Whether the measure (1 is perfect) is beyond belief for sure."""
    said = f"{measure.replace('_', ' ')} of {name} is {value:.3f} ({low:.3f} at least)"
    bar = f"{asked.too_good:g} is the most that is believed"
    failed = low > asked.too_good
    end = f"{said}, and {bar}: look for a column that tells the outcome."
    return judged(name, TOO_GOOD, failed, end if failed else f"{said}; {bar}.")


def slope_holds(
    name: str, slope: pd.Series | None, band: Band, what: str = "probabilities"
) -> Gate:
    """Whether ``what`` hold: the slope's interval holds 1, or lies wholly within the ``band``."""
    if slope is None or pd.isna(slope["value"]):
        why = f"Whether the {what} of {name} hold needs a second test window."
        return Gate(name, CALIBRATED, FAIL, why)
    said = f"their calibration slope is {_spread(slope)}"
    if slope["low"] <= 1 <= slope["high"]:
        return Gate(name, CALIBRATED, PASS, f"The {what} of {name} hold: {said}.")
    if band[0] <= slope["low"] and slope["high"] <= band[1]:
        near = f"which lies within {band[0]:g} to {band[1]:g}"
        return Gate(name, CALIBRATED, PASS, f"The {what} of {name} hold: {said}, {near}.")
    why = f"The {what} of {name} do not hold: {said}, which leaves out 1."
    return Gate(name, CALIBRATED, FAIL, why)


def counts_hold(
    name: str, level: pd.Series | None, slope: pd.Series | None, bands: tuple[Band, Band]
) -> Gate:
    """Whether expected counts hold: their level (``level_holds``), then their ``slope_holds``.

    ``bands`` are those of the level and of the slope. A level that holds says nothing where too
    much is expected of the high and too little of the low.
    """
    first = level_holds(name, level, bands[0])
    if slope is None or pd.isna(slope["value"]):
        why = f"{first.reason} Too little was counted to tell how its expected counts spread."
        return Gate(name, CALIBRATED, FAIL if first.verdict == FAIL else INSUFFICIENT, why)
    second = slope_holds(name, slope, bands[1], "expected counts")
    if first.verdict == FAIL or second.verdict == PASS:
        return Gate(name, CALIBRATED, first.verdict, f"{first.reason} {second.reason}")
    return second


def level_holds(name: str, level: pd.Series | None, band: Band) -> Gate:
    """Whether as many were counted as expected, within the ``band``."""
    if level is None or pd.isna(level["value"]):
        return Gate(name, CALIBRATED, INSUFFICIENT, f"{name} has expected nothing yet.")
    verdict = within(level["low"], level["high"], level["value"], band)
    said = f"{name} counted {_spread(level)} per expected one"
    return Gate(name, CALIBRATED, verdict, f"{said}; {band[0]:g} to {band[1]:g} is good enough.")


def covered(
    name: str, share: float, of: int, band: Band, between: tuple[float, float] | None = None
) -> Gate:
    """Whether intervals held their ``share`` of ``of`` outcomes.

    With Wilson's interval, or ``between`` where outcomes hang together.
    """
    if np.isnan(share) or not of:
        return Gate(name, COVERED, INSUFFICIENT, f"No interval of {name} could be judged.")
    low, high = between or wilson_of(share, of)
    verdict = within(low, high, share, band)
    said = f"The intervals of {name} held {share:.1%} of {of:,} ({low:.1%} to {high:.1%})"
    return Gate(name, COVERED, verdict, f"{said}; {band[0]:.0%} to {band[1]:.0%} is good enough.")


def stable(name: str, plain: str, gaps: pd.Series) -> Gate:
    """Whether the advantage over ``plain`` comes from most windows and does not hang on one.

    ``gaps``: by window, how much better it was than ``plain`` (above 0 is better).
    """
    gaps = gaps.dropna()
    if len(gaps) < WINDOWS:
        said = f"{name} was compared in {len(gaps)} window(s); {WINDOWS} are needed."
        return Gate(name, STABLE, INSUFFICIENT, said)
    better = int((gaps > 0).sum())
    said = f"{name} was better than {plain} in {better} of {len(gaps)} windows"
    if 2 * better < len(gaps):
        return Gate(name, STABLE, FAIL, f"{said}: its advantage comes from a few.")
    without = float(gaps.drop(gaps.idxmax()).mean())
    if without <= 0:
        return Gate(name, STABLE, FAIL, f"{said}, and without the best of them it is no better.")
    return Gate(name, STABLE, PASS, f"{said}, and is so without the best of them too.")


def _spread(row: pd.Series) -> str:
    return f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
