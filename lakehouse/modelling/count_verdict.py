"""Who wins with counts: a learner has to find more in the top of the list, for sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.verdict import Verdict


def measure_against(measure: str, other: str) -> str:
    """The name of a measure's row that compares with one named candidate."""
    return f"{measure} against {other.replace(',', '')}"


def decide_counts(
    candidates: Mapping[str, Candidate],
    summary: pd.DataFrame,
    plain: str,
    decisive: str,
    against: Sequence[str],
    windows: int,
) -> Verdict:
    """The learner that beats all bars and has the highest ``decisive``, else the plain candidate.

    Bars are the best plain candidate and those named in ``against``: the lower border of the
    paired difference to each must be above 0. The first named wins a tie.
    """
    found = summary.set_index(["candidate", "measure"])
    bars = {plain: decisive}
    bars |= {name: measure_against(decisive, name) for name in against if name != plain}
    learners = [name for name, candidate in candidates.items() if not candidate.plain]
    failed = {name: why for name in learners if (why := _failed(found, name, bars))}
    passed = [name for name in learners if name not in failed]
    winner = max(passed, key=lambda name: found["value"][name, decisive]) if passed else plain
    over = f"Over {windows} test window{'' if windows == 1 else 's'}"
    why = " ".join(failed.values())
    if winner == plain:
        told = why if learners else "No learner was tried."
        sentence = f"{over}, {plain} is used, the best plain candidate. {told}"
    else:
        gaps = [f"{bar} by {_gap(found, winner, row)}" for bar, row in bars.items()]
        sentence = f"{over}, {winner} is used: its top finds more than {' and '.join(gaps)}. {why}"
    return Verdict(winner, plain, failed, sentence.strip())


def _failed(found: pd.DataFrame, name: str, bars: Mapping[str, str]) -> str:
    for bar, measure in bars.items():
        if not found.loc[(name, measure), "difference_low"] > 0:
            gap = _gap(found, name, measure)
            return f"{name} does not find more than {bar} for sure: its top differs by {gap}."
    return ""


def _gap(found: pd.DataFrame, name: str, measure: str) -> str:
    row = found.loc[(name, measure)]
    shown = [f"{100 * row[c]:+.1f}" for c in ("difference", "difference_low", "difference_high")]
    return f"{shown[0]} points ({shown[1]} to {shown[2]})"
