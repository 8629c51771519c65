"""Which forecast is published: a learner has to be better for sure, covered, and nowhere worse."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lakehouse.modelling.forecasting.candidates import Candidate
from lakehouse.modelling.verdict import Verdict

# Of a 90 % band: outside of these it is not one.
COVERED = (0.80, 0.97)


def decide(
    candidates: Mapping[str, Candidate],
    summary: pd.DataFrame,
    tolerance: float,
    origins: int,
    horizon: int,
) -> Verdict:
    """The learner that passed all conditions with the lowest loss, else the best plain candidate.

    Conditions: the paired interval of its scaled pinball loss against the best plain candidate
    lies below 0; its 90 % band held between 80 and 97 % of the outcomes; no series lost more than
    ``tolerance`` against that candidate. The first named wins a tie.
    """
    found = summary.set_index(["candidate", "measure"]).sort_index()
    loss = {name: float(found.loc[(name, "scaled_pinball"), "value"]) for name in candidates}
    plain = min((n for n, c in candidates.items() if c.plain), key=lambda n: loss[n])
    learners = [n for n, c in candidates.items() if not c.plain]
    failed = {n: why for n in learners if (why := _failed(found, n, plain, tolerance))}
    passed = [n for n in learners if n not in failed]
    winner = min(passed, key=lambda n: loss[n]) if passed else plain
    over = f"Over {origins} days, {horizon} days ahead, {winner} is used"
    return Verdict(winner, plain, failed, f"{over}{_reasons(found, winner, plain, failed)}")


def _failed(found: pd.DataFrame, name: str, plain: str, tolerance: float) -> str:
    loss = found.loc[(name, "scaled_pinball")]
    if not loss["difference_high"] < 0:
        return (
            f"{name} is not better than {plain} for sure: its scaled pinball loss differs by "
            f"{loss['difference']:+.3f} ({loss['difference_low']:+.3f} to "
            f"{loss['difference_high']:+.3f})."
        )
    if (name, "coverage_90_percent") in found.index:
        share = float(found.loc[(name, "coverage_90_percent"), "value"])
        if not COVERED[0] <= share <= COVERED[1]:
            return f"The 90 % band of {name} held {share:.0%} of the outcomes."
    worse = _worst(found, name, plain)
    if worse[1] > tolerance:
        return f"{name} is worse than {plain} by {worse[1]:.0%} on {worse[0]}."
    return ""


def _worst(found: pd.DataFrame, name: str, plain: str) -> tuple[str, float]:
    """The series on which it does worst against the plain candidate, and by what share."""
    measures = [m for m in found.loc[name].index if str(m).startswith("pinball ")]
    gaps = {
        str(m).removeprefix("pinball "): float(
            np.nan_to_num(found.loc[(name, m), "value"] / found.loc[(plain, m), "value"] - 1)
        )
        for m in measures
    }
    worst = max(gaps, key=lambda series: gaps[series])
    return worst, gaps[worst]


def _reasons(found: pd.DataFrame, winner: str, plain: str, failed: Mapping[str, str]) -> str:
    why = " ".join(failed.values())
    if winner == plain:
        return f", the best plain candidate. {why or 'No learner was tried.'}"
    loss, bar = found.loc[(winner, "scaled_pinball")], found.loc[(plain, "scaled_pinball"), "value"]
    gain, low, high = (
        -float(loss[c]) / float(bar) for c in ("difference", "difference_high", "difference_low")
    )
    said = f": it loses {gain:.0%} less ({low:.0%} to {high:.0%}) than {plain}, the best plain"
    held = ""
    if (winner, "coverage_90_percent") in found.index:
        share = float(found.loc[(winner, "coverage_90_percent"), "value"])
        held = f", and its 90 % band held {share:.0%} of the outcomes"
    return f"{said} candidate{held}. {why}".strip()
