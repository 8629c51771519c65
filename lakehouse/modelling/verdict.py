"""Who wins: a learner has to pass every gate, of which being better for sure is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.declare.gates import Gates
from lakehouse.modelling.bootstrap import interval_of
from lakehouse.modelling.gates.gate import BASELINE, Gate, judged, refused
from lakehouse.modelling.gates.numbers import slope_holds
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.regret import least_regret
from lakehouse.modelling.scorecard import Pooled

COLUMNS = [
    *("candidate", "plain", "chosen", "measure", "value", "low", "high"),
    *("compared_with", "difference", "difference_low", "difference_high"),
]


@dataclass(frozen=True)
class Verdict:
    """The winner, the best plain candidate, why each one that was kept out was, and all gates."""

    winner: str
    best_plain: str
    failed: Mapping[str, str]
    sentence: str
    gates: tuple[Gate, ...] = ()


def best_plain(
    candidates: Mapping[str, Candidate], value: Mapping[str, float], gates: Sequence[Gate] = ()
) -> str:
    """The plain candidate with the highest value that no gate refuses, the first of equals.

    PlanError when all are refused: a list needs a bar to pass.
    """
    out = refused(gates)
    plain = [name for name, candidate in candidates.items() if candidate.plain]
    fit = [name for name in plain if name not in out]
    if not fit:
        raise PlanError(
            f"No plain candidate may be used. {' '.join(out[name] for name in plain)}",
            "Add one that looks at nothing it may not, such as RankBy of a past count.",
        )
    return max(fit, key=lambda name: np.nan_to_num(value[name], nan=-1.0))


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
    candidates: Mapping[str, Candidate],
    summary: pd.DataFrame,
    plain: str,
    windows: int,
    asked: Gates | None = None,
    before: Sequence[Gate] = (),
) -> Verdict:
    """The learner that passed every gate with the least regret, else the plain candidate.

    Gates of its own: the lower border of its paired AUC difference to the best plain candidate is
    above 0, and its calibration slope holds (``slope_holds``); ``before`` are those looked at
    already. The first named wins a tie (``least_regret``).
    """
    found = summary.set_index(["candidate", "measure"])
    band = (asked or Gates()).slope_within
    learners = [name for name, candidate in candidates.items() if not candidate.plain]
    gates = [*before]
    for name in learners:
        slope = (name, "calibration_slope")
        gates.append(_better(found, name, plain))
        gates.append(slope_holds(name, found.loc[slope] if slope in found.index else None, band))
    failed = refused(gates)
    passed = [name for name in learners if name not in failed]
    winner = least_regret(passed, summary) if passed else plain
    failed = {name: failed[name] for name in candidates if name in failed}
    sentence = _sentence(found, winner, plain, failed, len(learners), windows)
    return Verdict(winner, plain, failed, sentence, tuple(gates))


def _better(found: pd.DataFrame, name: str, plain: str) -> Gate:
    auc = found.loc[(name, "auc")]
    gap = (
        f"its AUC differs by {auc['difference']:+.3f} ({auc['difference_low']:+.3f} to "
        f"{auc['difference_high']:+.3f})"
    )
    failed = not auc["difference_low"] > 0
    how = "does not rank better" if failed else "ranks better"
    return judged(name, BASELINE, failed, f"{name} {how} than {plain} for sure: {gap}.")


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
        why = " ".join(reasons if learners else [*reasons, "No learner was tried."])
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
