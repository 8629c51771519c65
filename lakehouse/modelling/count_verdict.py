"""Who wins with counts: a learner has to find more in the top of the list, for sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lakehouse.declare.gates import Gates
from lakehouse.modelling.gates.gate import BASELINE, Gate, judged, refused
from lakehouse.modelling.gates.numbers import counts_hold
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.regret import least_regret
from lakehouse.modelling.verdict import Verdict

SLOPE = "calibration_slope"


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
    asked: Gates | None = None,
    before: Sequence[Gate] = (),
) -> Verdict:
    """The learner that passes every gate with the least regret, else the plain one.

    ``before`` are the gates looked at already; of its own, as many have to be counted as expected,
    of the high and of the low alike (``counts_hold``), and all bars be beaten.
    Bars are the best plain candidate and those named in ``against``: the lower border of the paired
    difference to each must be above 0. The first named wins a tie (``least_regret``).
    """
    found, bars_of = summary.set_index(["candidate", "measure"]), asked or Gates()
    bars = {plain: decisive}
    bars |= {name: measure_against(decisive, name) for name in against if name != plain}
    learners = [name for name, candidate in candidates.items() if not candidate.plain]
    gates = [*before]
    for name in learners:
        gates.append(_better(found, name, bars))
        level, slope = (
            found.loc[(name, measure)] if (name, measure) in found.index else None
            for measure in ("observed_per_expected", SLOPE)
        )
        gates.append(counts_hold(name, level, slope, (bars_of.level_within, bars_of.slope_within)))
    refusals = refused(gates)
    failed = {name: refusals[name] for name in candidates if name in refusals}
    passed = [name for name in learners if name not in failed]
    winner = least_regret(passed, summary) if passed else plain
    over = f"Over {windows} test window{'' if windows == 1 else 's'}"
    why = " ".join(failed.values())
    if winner == plain:
        told = why if learners else f"{why} No learner was tried."
        sentence = f"{over}, {plain} is used, the best plain candidate. {told.strip()}"
    else:
        gaps = [f"{bar} by {_gap(found, winner, row)}" for bar, row in bars.items()]
        sentence = f"{over}, {winner} is used: its top finds more than {' and '.join(gaps)}. {why}"
    return Verdict(winner, plain, failed, sentence.strip(), tuple(gates))


def _better(found: pd.DataFrame, name: str, bars: Mapping[str, str]) -> Gate:
    for bar, measure in bars.items():
        if not found.loc[(name, measure), "difference_low"] > 0:
            gap = _gap(found, name, measure)
            why = f"{name} does not find more than {bar} for sure: its top differs by {gap}."
            return judged(name, BASELINE, True, why)
    gaps = [f"{bar} by {_gap(found, name, measure)}" for bar, measure in bars.items()]
    return judged(name, BASELINE, False, f"The top of {name} finds more than {' and '.join(gaps)}.")


def _gap(found: pd.DataFrame, name: str, measure: str) -> str:
    row = found.loc[(name, measure)]
    shown = [f"{100 * row[c]:+.1f}" for c in ("difference", "difference_low", "difference_high")]
    return f"{shown[0]} points ({shown[1]} to {shown[2]})"
