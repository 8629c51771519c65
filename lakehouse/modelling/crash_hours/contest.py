"""Who tells next week's crashes best: judged on weeks after those that were learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import t

from lakehouse.modelling.crash_hours.boosted import boosted, every_cell, unseen
from lakehouse.modelling.crash_hours.rates import rates_of
from lakehouse.modelling.crash_hours.record import Array, Record

HISTORICAL, SMOOTHED, BOOSTED = "historical rate", "smoothed rate", "boosted trees"
WINDOWS, WEEKS = 4, 4
LEAST_DAYS = 140  # on record before the first window
TOP = 0.05


@dataclass(frozen=True)
class Judged:
    """``chosen`` tells the coming week; ``weeks`` has deviance, capture and level of each.

    Index of ``weeks``: week (day it begins, from the first of the record) and candidate.
    """

    chosen: str
    says: str
    weeks: pd.DataFrame


def judged(record: Record) -> Judged:
    """Four windows of four weeks, each forecast from the day before it, week by week.

    A plain rate that loses against the other plain one is out. The trees are chosen only when
    their Poisson deviance is lower for sure (95 % interval of the paired weekly differences).
    """
    end = record.days - 7
    if end - WINDOWS * WEEKS * 7 < LEAST_DAYS:
        why = f"{record.days} days on record are too few to judge by: the smoothed rate is used."
        return Judged(SMOOTHED, why, pd.DataFrame())
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
    weeks = pd.DataFrame(rows).set_index(["week", "candidate"])
    return Judged(*_chosen(weeks["deviance"].unstack()), weeks)


def _measured(came: Array, mean: Array) -> dict[str, float]:
    """Poisson deviance, share of crashes in the top cells, observed to expected."""
    top = np.argsort(-mean, kind="stable")[: max(1, int(TOP * len(mean)))]
    return {
        "deviance": float(2 * (xlogy(came, np.maximum(came, 1) / mean) - came + mean).sum()),
        "capture": float(came[top].sum() / max(came.sum(), 1.0)),
        "crashes": float(came.sum()),
        "expected": float(mean.sum()),
    }


def _chosen(deviance: pd.DataFrame) -> tuple[str, str]:
    total = deviance.sum()
    plain = min((HISTORICAL, SMOOTHED), key=lambda name: total[name])
    gap = 100 * (deviance[BOOSTED] - deviance[plain]) / deviance[plain].mean()
    reach = float(t.ppf(0.975, len(gap) - 1) * gap.std(ddof=1) / np.sqrt(len(gap)))
    low, high = gap.mean() - reach, gap.mean() + reach
    told = f"{gap.mean():+.2f} % ({low:+.2f} to {high:+.2f}) against the {plain}"
    over = f"Over {len(gap)} weeks not learnt from, the deviance of the {BOOSTED} was {told}"
    if high < 0:
        return BOOSTED, f"{over}, so these are used."
    return plain, f"{over}: not lower for sure, so the {plain} is used."
