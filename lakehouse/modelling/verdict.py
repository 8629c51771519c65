"""Who wins: a learner has to be better for sure, and right about its probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.bootstrap import interval_of
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.scorecard import Pooled

COLUMNS = [
    *("candidate", "plain", "chosen", "measure", "value", "low", "high"),
    *("compared_with", "difference", "difference_low", "difference_high"),
]


@dataclass(frozen=True)
class Verdict:
    """The winner, the best plain candidate, and why each learner that lost did so."""

    winner: str
    best_plain: str
    failed: Mapping[str, str]
    sentence: str


def best_plain(candidates: Mapping[str, Candidate], auc: Mapping[str, float]) -> str:
    """The plain candidate with the highest pooled AUC, the first named when they are equal."""
    plain = [name for name, candidate in candidates.items() if candidate.plain]
    return max(plain, key=lambda name: np.nan_to_num(auc[name], nan=-1.0))


def compare(
    name: str, against: str | None, measures: Mapping[str, Mapping[str, Pooled]], level: float
) -> pd.DataFrame:
    """One row per measure: the candidate's interval, and that of its difference to ``against``."""
    rows = []
    for measure, ours in measures[name].items():
        own = interval_of(ours.draws, level)
        row = {"measure": measure, "value": ours.value, "low": own.low, "high": own.high}
        if against is not None:
            theirs = measures[against][measure]
            gap = interval_of(ours.draws - theirs.draws, level)
            row |= {"compared_with": against, "difference": ours.value - theirs.value}
            row |= {"difference_low": gap.low, "difference_high": gap.high}
        rows.append(row)
    return pd.DataFrame(rows).assign(candidate=name).reindex(columns=COLUMNS)


def decide(
    candidates: Mapping[str, Candidate], summary: pd.DataFrame, plain: str, windows: int
) -> Verdict:
    """The learner that passed both conditions and has the highest AUC, else the plain candidate.

    Conditions: the lower border of its paired AUC difference to the best plain candidate is above
    0, and the interval of its calibration slope holds 1. The first named wins a tie.
    """
    found = summary.set_index(["candidate", "measure"])
    learners = [name for name, candidate in candidates.items() if not candidate.plain]
    failed = {name: reason for name in learners if (reason := _failed(found, name, plain))}
    passed = [name for name in learners if name not in failed]
    winner = max(passed, key=lambda name: found["value"][name, "auc"]) if passed else plain
    sentence = _sentence(found, winner, plain, failed, len(learners), windows)
    return Verdict(winner, plain, failed, sentence)


def _failed(found: pd.DataFrame, name: str, plain: str) -> str:
    auc = found.loc[(name, "auc")]
    if not auc["difference_low"] > 0:
        return (
            f"{name} does not rank better than {plain} for sure: its AUC differs by "
            f"{auc['difference']:+.3f} ({auc['difference_low']:+.3f} to "
            f"{auc['difference_high']:+.3f})."
        )
    if (name, "calibration_slope") not in found.index:
        return f"Whether the probabilities of {name} hold needs a second test window."
    slope = found.loc[(name, "calibration_slope")]
    if not slope["low"] <= 1 <= slope["high"]:
        return (
            f"The probabilities of {name} do not hold: their calibration slope is "
            f"{slope['value']:.2f} ({slope['low']:.2f} to {slope['high']:.2f}), which leaves out 1."
        )
    return ""


def _sentence(
    found: pd.DataFrame,
    winner: str,
    plain: str,
    failed: Mapping[str, str],
    learners: int,
    windows: int,
) -> str:
    over = f"Over {windows} test window{'' if windows == 1 else 's'}"
    reasons: Sequence[str] = list(failed.values())
    if winner == plain:
        why = " ".join(reasons) if learners else "No learner was tried."
        return f"{over}, {plain} is used, the best plain candidate. {why}"
    auc, slope = found.loc[(winner, "auc")], found.loc[(winner, "calibration_slope")]
    return " ".join(
        [
            f"{over}, {winner} is used: it ranks better than {plain}, the best plain candidate, by",
            f"{auc['difference']:.3f} AUC ({auc['difference_low']:.3f} to",
            f"{auc['difference_high']:.3f}), and its probabilities hold (calibration slope",
            f"{slope['value']:.2f}, {slope['low']:.2f} to {slope['high']:.2f}).",
            *reasons,
        ]
    )
