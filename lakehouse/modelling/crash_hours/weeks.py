"""How each way to tell crashes did on weeks after those that it learnt from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import xlogy

from lakehouse.modelling.crash_hours.boosted import boosted, every_cell, unseen
from lakehouse.modelling.crash_hours.rates import rates_of
from lakehouse.modelling.crash_hours.record import Array, Record

HISTORICAL, SMOOTHED, BOOSTED = "historical rate", "smoothed rate", "boosted trees"
WINDOWS, WEEKS = 4, 4
LEAST_DAYS = 140  # on record before the first window
TOP = 0.05


def judged_weeks(record: Record) -> pd.DataFrame:
    """Four windows of four weeks, each forecast from the day before it, week by week.

    One row per week (day it begins, from the first of the record) and candidate, these two the
    index: deviance, capture, crashes, expected. Empty where too few days are on record.
    """
    end = record.days - 7
    if end - WINDOWS * WEEKS * 7 < LEAST_DAYS:
        return pd.DataFrame()
    rows = []
    for window in range(WINDOWS, 0, -1):
        known = end - window * WEEKS * 7
        cells = every_cell(record, known, WEEKS * 7)
        came = record.counts[cells.day, cells.hour, cells.area].astype(float)
        slot = cells.of_week(record)
        fitted = boosted(record, known)
        plain = rates_of(record, np.arange(known - 7))
        said = {
            HISTORICAL: plain.counted[slot, cells.area],
            SMOOTHED: plain.smoothed[slot, cells.area],
            BOOSTED: unseen(fitted, record, cells)[0],
        }
        week = (cells.day - known) // 7
        for one in range(WEEKS):
            mine = week == one
            rows += [
                {"week": known + 7 * one, "candidate": name} | _measured(came[mine], mean[mine])
                for name, mean in said.items()
            ]
    return pd.DataFrame(rows).set_index(["week", "candidate"])


def deviance(came: Array, mean: Array) -> Array:
    """The Poisson deviance of each count where ``mean`` was expected."""
    return np.asarray(2 * (xlogy(came, np.maximum(came, 1) / mean) - came + mean))


def _measured(came: Array, mean: Array) -> dict[str, float]:
    """Poisson deviance, share of crashes in the top cells, observed and expected."""
    top = np.argsort(-mean, kind="stable")[: max(1, int(TOP * len(mean)))]
    return {
        "deviance": float(deviance(came, mean).sum()),
        "capture": float(came[top].sum() / max(came.sum(), 1.0)),
        "crashes": float(came.sum()),
        "expected": float(mean.sum()),
    }
