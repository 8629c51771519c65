"""The Highway Safety Manual's predicted crashes of a rural two-lane road (2010, chapter 10)."""

from __future__ import annotations

from math import exp, log

import numpy as np

from lakehouse.declare.errors import PlanError

# Share of crashes that run off the road or meet another head on or sideways (table 10-4).
RELATED = 0.574
LANE = {9: (1.05, 2.81e-4, 1.50), 10: (1.02, 1.75e-4, 1.30), 11: (1.01, 2.5e-5, 1.05)}
WIDTHS = (0, 2, 4, 6, 8)
SHOULDER = ((1.10, 2.5e-4, 1.50), (1.07, 1.43e-4, 1.30), (1.02, 8.125e-5, 1.15))
SHOULDER_WIDE = ((1.0, 0.0, 1.0), (0.98, -6.875e-5, 0.87))
TYPE_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
TYPE = {
    "paved": (1.0,) * 7,
    "gravel": (1.0, 1.0, 1.01, 1.01, 1.01, 1.02, 1.02),
    "composite": (1.0, 1.01, 1.02, 1.02, 1.03, 1.04, 1.06),
    "turf": (1.0, 1.01, 1.03, 1.04, 1.05, 1.08, 1.11),
}


def base_crashes(aadt: float, miles: float) -> float:
    """Crashes a year under base conditions (equation 10-6); vehicles a day and miles above 0."""
    if not (aadt > 0 and miles > 0):
        raise PlanError(
            f"A road of {miles} miles with {aadt} vehicles a day has no predicted crashes.",
            "Give a length and a traffic above zero, or leave the segment out.",
        )
    return aadt * miles * 365e-6 * exp(-0.312)


def dispersion(miles: float) -> float:
    """k of the base function, per mile of length (equation 10-7)."""
    return 0.236 / miles


def lane_factor(feet: float, aadt: float) -> float:
    """Lane width of 9 to 12 feet, in between by interpolation (table 10-8, equation 10-11)."""
    widths = (9, 10, 11, 12)
    related = [_by_traffic(LANE[w], aadt) if w in LANE else 1.0 for w in widths]
    return _of_related(float(np.interp(feet, widths, related)))


def shoulder_factor(feet: float, kind: str, aadt: float) -> float:
    """Shoulder of 0 to 8 feet, paved, gravel, composite or turf (tables 10-9 and 10-10)."""
    if kind not in TYPE:
        raise PlanError(f"A shoulder of {kind} has no factor.", f"Use one of: {', '.join(TYPE)}.")
    width = [_by_traffic(row, aadt) for row in (*SHOULDER, *SHOULDER_WIDE)]
    wide = float(np.interp(feet, WIDTHS, width))
    return _of_related(wide * float(np.interp(feet, TYPE_WIDTHS, TYPE[kind])))


def driveway_factor(per_mile: float, aadt: float) -> float:
    """Driveways per mile, of which 5 are the base (equation 10-17)."""
    slope = 0.05 - 0.005 * log(aadt)
    return max(1.0, (0.322 + per_mile * slope) / (0.322 + 5 * slope)) if per_mile > 5 else 1.0


def roadside_factor(hazard: float) -> float:
    """Roadside hazard rating 1 to 7, of which 3 is the base (equation 10-20)."""
    return exp(-0.6869 + 0.0668 * hazard) / exp(-0.4865)


def grade_factor(percent: float) -> float:
    """Grade: level up to 3 %, moderate up to 6 %, steep beyond (table 10-11)."""
    steep = abs(percent)
    return 1.0 if steep <= 3 else 1.10 if steep <= 6 else 1.16


def curve_factor(miles: float, radius_feet: float, spirals: float = 0) -> float:
    """Horizontal curve, with its ``miles`` of length; ``spirals`` 0, 0.5 (one end) or 1 (both).

    Lengths and radii below 100 feet count as 100 (equation 10-13).
    """
    if not (radius_feet > 0 and spirals in (0, 0.5, 1)):
        raise PlanError(
            f"A curve of {radius_feet} feet with spirals {spirals} has no factor.",
            "Give a radius above zero, and 0, 0.5 or 1 for transitions at no, one or both ends.",
        )
    long = 1.55 * max(miles, 100 / 5280)
    return max(1.0, (long + 80.2 / max(radius_feet, 100) - 0.012 * spirals) / long)


def superelevation_factor(lacking: float) -> float:
    """By how much a curve's superelevation falls short of the design's (equations 10-14 to 10-16).

    ``lacking`` is a share, 0.02 for two feet in a hundred.
    """
    if lacking < 0.01:
        return 1.0
    return 1 + 6 * (lacking - 0.01) if lacking < 0.02 else 1.06 + 3 * (lacking - 0.02)


def rumble_factor(centreline: bool) -> float:
    """Rumble strips along the centreline (section 10.7.1)."""
    return 0.94 if centreline else 1.0


def passing_factor(lanes: int) -> float:
    """``lanes`` to pass in: none, in one direction, or in both, as a short four-lane section."""
    if lanes not in (0, 1, 2):
        raise PlanError(f"{lanes} passing lanes have no factor.", "Give 0, 1 or 2.")
    return (1.0, 0.75, 0.65)[lanes]


def turn_lane_factor(per_mile: float, there: bool = True) -> float:
    """A two-way left-turn lane where driveways are 5 a mile or more (equations 10-18 and 10-19)."""
    if not there or per_mile < 5:
        return 1.0
    related = 0.0047 * per_mile + 0.0024 * per_mile**2
    return 1 - 0.7 * 0.5 * related / (1.199 + related)


def lighting_factor(
    lit: bool, injury: float = 0.382, harmless: float = 0.618, at_night: float = 0.370
) -> float:
    """Lighting of a road that had none (equation 10-21; shares of crashes of table 10-12).

    ``injury`` and ``harmless``: of the crashes at night without light those with and without
    somebody hurt; ``at_night``: of all crashes those at night without light.
    """
    return 1 - (1 - 0.72 * injury - 0.83 * harmless) * at_night if lit else 1.0


def enforcement_factor(automated: bool) -> float:
    """Automated enforcement of the speed limit (section 10.7.1)."""
    return 0.93 if automated else 1.0


def _by_traffic(row: tuple[float, float, float], aadt: float) -> float:
    """A factor that rises from 400 to 2,000 vehicles a day and is level on either side."""
    low, slope, high = row
    return low if aadt < 400 else high if aadt > 2000 else low + slope * (aadt - 400)


def _of_related(factor: float) -> float:
    """The factor of all crashes, when it concerns the related ones only (equation 10-11)."""
    return (factor - 1) * RELATED + 1
