"""Measures in words, for people who read the card."""

from __future__ import annotations

import pandas as pd

READS_AS = {
    "auc": "Chance that a row with the outcome is ranked above one without",
    "average_precision": "Average precision",
    "share_found_first_half": "Share found in the first half of the list",
    "days_earlier": "Days earlier than the visits were made",
    "days_earlier_by_lot": "The same for 200 orders drawn by lot",
    "brier": "Mean squared error of the probabilities (smaller is better)",
    "log_score": "Log score of the probabilities (smaller is better)",
    "observed_per_expected": "Observed per expected, all windows together (1 is right)",
    "observed_per_expected_together": (
        "Observed per expected of as many windows in a row as are told of, the first one's chance "
        "staying (1 is right)"
    ),
    "regret": "Behind the best candidate of each window, on average (smaller is better)",
    "regret_worst": "The same in the worst window",
    "deviance": "Poisson deviance per row (smaller is better)",
    "deviance_a_week": "Poisson deviance a week (smaller is better)",
    "mean_absolute_error": "Mean absolute error, all hours ahead alike (smaller is better)",
    "coverage_80_percent": "Share inside the band that should hold 8 in 10",
    "crps": "Continuous ranked probability score, CRPS (smaller is better)",
    "scaled_crps": "CRPS in weekly changes of the series (smaller is better)",
    "scaled_pinball": "Pinball loss in weekly changes of the series (smaller is better)",
    "mase": "Error of the middle in weekly changes of the series, MASE (smaller is better)",
}
DECISIVE = {"auc": "AUC"}
TIES = {"_best": "equal scores in the best order", "_worst": "equal scores in the worst order"}
PERCENT = ("precision", "capture", "share")
OF_PROBABILITIES = {
    "calibration_slope": "Calibration slope (1 is right, below 1 too extreme)",
    "calibration_intercept": "Calibration intercept (0 is right)",
    "calibration_error": "Mean gap between probability and observed share",
    "interval_coverage": "Share of tenths of a window whose observed share fell in the interval",
}
OF_COUNTS = {
    "calibration_slope": "Calibration slope of the logarithm (1 is right, below 1 too extreme)",
    "observed_per_expected": "Observed per expected (1 is right)",
    "interval_coverage": "Share of rows whose count fell in its interval",
}


def named(measure: str) -> str:
    """A measure as a person reads it."""
    if measure in READS_AS:
        return READS_AS[measure]
    for ending, words in TIES.items():
        if measure.endswith(ending):
            return f"{named(measure.removesuffix(ending))}, {words}"
    kind, _, top = measure.partition("_")
    words = top.replace("_", " ").replace(" percent", " %")
    start = {
        "precision": "Share with the outcome among the",
        "capture": "Share found in the",
        "pai": "Times as dense as the whole area (PAI), the",
        "pei": "Share of the most that could be found (PEI), the",
    }
    return f"{start[kind]} {words}" if kind in start else measure.replace("_", " ")


def spread(measure: str, value: float, low: float, high: float, *, points: bool = False) -> str:
    """A value with its interval, as percent where it is a share (``points``: a difference)."""
    if pd.isna(value):
        return "not measured"
    form = "{:.3f}"
    if measure.startswith(PERCENT):
        form = "{:+.1%}" if points else "{:.1%}"
    shown = [form.format(x) for x in (value, low, high)]
    if points:
        shown = [x.replace("%", " points") for x in shown]
    return shown[0] if pd.isna(low) else f"{shown[0]} ({shown[1]} to {shown[2]})"
