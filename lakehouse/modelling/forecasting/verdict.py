"""Which forecast is published: a learner has to be better for sure, covered, and nowhere worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from lakehouse.modelling.forecasting.candidates import Candidate
from lakehouse.modelling.gates.gate import BASELINE, FAIR, TOO_GOOD, Gate, judged, refused
from lakehouse.modelling.gates.numbers import covered, stable
from lakehouse.modelling.regret import least_regret
from lakehouse.modelling.verdict import Verdict

# Of a 90 % band: outside of these it is not one.
BAND = (0.80, 0.97)
# A loss of less than this share of the plain one's is not believed.
TOO_LITTLE = 0.05


def decide(
    candidates: Mapping[str, Candidate],
    summary: pd.DataFrame,
    by_window: pd.DataFrame,
    tolerance: float,
    judged_rows: tuple[int, int],
    horizon: int,
) -> Verdict:
    """The learner that passed all conditions with the least regret, else the best plain candidate.

    ``judged_rows`` are how many days and how many outcomes; ``summary`` holds their regret,
    ``by_window`` the scaled pinball loss, a row per month and a column per candidate. Conditions:
    the paired interval of its scaled pinball loss against the best plain candidate lies below 0; it
    is better in most months, not thanks to one; its 90 % band held between 80 and 97 % of the
    outcomes, as far as one can tell; no series lost more than ``tolerance`` against that
    candidate. A loss near nought is not believed. The first named wins a tie (``least_regret``).
    """
    origins, outcomes = judged_rows
    found = summary.set_index(["candidate", "measure"]).sort_index()
    loss = {name: float(found.loc[(name, "scaled_pinball"), "value"]) for name in candidates}
    plain = min((n for n, c in candidates.items() if c.plain), key=lambda n: loss[n])
    learners = [n for n, c in candidates.items() if not c.plain]
    gates = [gate for n in learners for gate in _gates(found, n, plain, tolerance, outcomes)]
    gates += [stable(n, plain, by_window[plain] - by_window[n]) for n in learners]
    refusals = refused(gates)
    failed = {n: refusals[n] for n in learners if n in refusals}
    passed = [n for n in learners if n not in failed]
    winner = least_regret(passed, summary) if passed else plain
    over = f"Over {origins} days, {horizon} days ahead, {winner} is used"
    sentence = f"{over}{_reasons(found, winner, plain, failed)}"
    return Verdict(winner, plain, failed, sentence, tuple(gates))


def _gates(
    found: pd.DataFrame, name: str, plain: str, tolerance: float, outcomes: int
) -> Iterator[Gate]:
    loss, bar = found.loc[(name, "scaled_pinball")], found.loc[(plain, "scaled_pinball"), "value"]
    gap = (
        f"its scaled pinball loss differs by {loss['difference']:+.3f} "
        f"({loss['difference_low']:+.3f} to {loss['difference_high']:+.3f})"
    )
    failed = not loss["difference_high"] < 0
    how = "is not better" if failed else "is better"
    yield judged(name, BASELINE, failed, f"{name} {how} than {plain} for sure: {gap}.")
    share = float(loss["value"]) / float(bar) if bar else 1.0
    said = f"{name} loses {share:.1%} of what {plain} does; below {TOO_LITTLE:.0%} is not believed."
    yield judged(name, TOO_GOOD, share < TOO_LITTLE, said)
    if (name, "coverage_90_percent") in found.index:
        held = found.loc[(name, "coverage_90_percent")]
        # Forecasts of neighbouring days miss together: the interval is that of drawn fortnights.
        between = float(held["low"]), float(held["high"])
        yield covered(name, float(held["value"]), outcomes, BAND, between)
    series, by = _worst(found, name, plain)
    how = "worse" if by > 0 else "better"
    said = f"{name} is {how} than {plain} by {abs(by):.0%} on {series}."
    yield judged(name, FAIR, by > tolerance, said)


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
