"""How often the ranges of each group held: those right for the city may be wrong for a district."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.gates import Gates
from lakehouse.methods.fairness import INSUFFICIENT
from lakehouse.methods.wilson import wilson_of
from lakehouse.modelling.calibration import realised_coverage
from lakehouse.modelling.gates.fair import groups_of
from lakehouse.modelling.gates.gate import within
from lakehouse.modelling.reliability import BINS, equal_mass_bins

COLUMNS = ["candidate", "group", "rows", "ranges", "share", "low", "high", "verdict"]


def ranges_by_group(judged: pd.DataFrame, matrix: pd.DataFrame, asked: Gates) -> pd.DataFrame:
    """candidate, group, rows, ranges, share, low, high and verdict: every group, however small.

    ``judged`` are out-of-time rows, the groups those of ``asked.fair``. Of counts each row has a
    range, and ``share`` of them held. The range of a chance is that of a tenth of a window's rows
    (see ``calibration``), so a group's rows are cut by score into parts of that many; one with
    fewer is listed without a share. [low, high] is Wilson's interval, ``verdict`` its against the
    band ``asked.covered``. Empty where no groups or no ranges are asked for.
    """
    if asked.fair is None:
        return pd.DataFrame(columns=COLUMNS)
    made, counts = [], "expected" in judged.columns
    for candidate, rows in judged.groupby("candidate", sort=False):
        told = rows[rows["expected" if counts else "probability"].notna()]
        part = 1 if counts else max(1, round(len(told) / (told["window"].nunique() * BINS or 1)))
        for group, own in told.groupby(groups_of(told, matrix[asked.fair.across])):
            ranges, share = _counts(own) if counts else _chances(own, part)
            made.append([candidate, group, len(own), ranges, share, *_judged(ranges, share, asked)])
    return pd.DataFrame(made, columns=COLUMNS)


def _counts(rows: pd.DataFrame) -> tuple[int, float]:
    inside = rows["outcome"].between(rows["expected_low"], rows["expected_high"])
    return len(rows), float(inside.mean())


def _chances(rows: pd.DataFrame, part: int) -> tuple[int, float]:
    parts = len(rows) // part
    if not parts:
        return 0, float("nan")
    of = equal_mass_bins(rows["score"], parts)
    ends = rows["probability_low"], rows["probability_high"]
    return len(np.unique(of)), realised_coverage(*ends, rows["outcome"], of)


def _judged(ranges: int, share: float, asked: Gates) -> tuple[float, float, str]:
    if not ranges:
        return float("nan"), float("nan"), INSUFFICIENT
    low, high = wilson_of(share, ranges)
    return low, high, within(low, high, share, asked.covered)
