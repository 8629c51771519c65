"""What the performance functions of a class of sites look like, and whether they fit."""

from __future__ import annotations

import pandas as pd

from lakehouse.methods.cure import cumulative_residuals
from lakehouse.methods.empirical_bayes import calibration_factor
from lakehouse.transform.usual import Usual, usual

SEVERITIES = {"all": "crashes", "injury": "injury_crashes"}
EXPONENTS = ("aadt", "aadt_minor", "metres")
FUNCTIONS = (
    "facility string, severity string, sites int, sites_learnt int, crashes int, "
    "aadt_exponent double, aadt_minor_exponent double, metres_exponent double, dispersion double, "
    "checked_by string, share_inside double, calibration double, says string"
)


def street_functions(sites: pd.DataFrame) -> pd.DataFrame:
    """A row per severity of one class: its function, the CURE check and the calibration factor.

    ``sites`` as ``lakehouse.transform.screened`` takes them, with ``facility``. The function is the
    one that sites are screened by. ``share_inside`` is that of the CURE line between its limits,
    along the exposure named ``checked_by``, at the sites it was learnt from; ``calibration`` is
    crashes seen to those that the function alone predicts at all sites of the class. What there is
    not is None.
    """
    sites = sites.reset_index(drop=True)
    made = pd.DataFrame([_row(sites, severity) for severity in SEVERITIES]).astype(object)
    return made.where(made.notna(), None)


def _row(sites: pd.DataFrame, severity: str) -> dict[str, object]:
    crashes = SEVERITIES[severity]
    kind = usual(sites, crashes)
    function, seen = kind.function, sites[crashes].astype(float)
    factor = calibration_factor(seen, kind.told["uncalibrated"], float(sites["years"].iloc[0]))
    by, inside = _check(kind.sites[kind.learnt], kind, crashes)
    alone = (
        ""
        if by or function.flag or function.columns
        else "Without traffic and length: the average site."
    )
    # In proportion is an exponent of 1.
    given = dict.fromkeys(function.offsets, 1.0) | dict(function.coefficients)
    return {
        "facility": sites["facility"].iloc[0],
        "severity": severity,
        "sites": len(sites),
        "sites_learnt": function.sites,
        "crashes": int(seen[kind.learnt].sum()),
        **{f"{name}_exponent": given.get(name) for name in EXPONENTS},
        "dispersion": function.dispersion,
        "checked_by": by,
        "share_inside": inside,
        "calibration": factor.factor,
        "says": " ".join(one for one in (function.says, alone, factor.says) if one),
    }


def _check(learnt: pd.DataFrame, kind: Usual, crashes: str) -> tuple[str | None, float | None]:
    """The first exposure of the function, and the share of the CURE line inside along it."""
    function = kind.function
    by = next((name for name in (*function.logs, *function.offsets) if name != "years"), None)
    if by is None or not len(learnt):
        return None, None
    line = cumulative_residuals(learnt[crashes], function.predict(learnt)["predicted"], learnt[by])
    return by, float(line["inside"].mean())
