"""Who tells the coming speeds: for each step ahead whoever missed least before."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lakehouse.declare.errors import TooEarly
from lakehouse.modelling.gates.gate import Gate, refused
from lakehouse.modelling.gates.numbers import covered
from lakehouse.modelling.outlook.contest import (
    OutlookContest,
    loss_gates,
    row_of,
)
from lakehouse.modelling.speeds.candidates import (
    TREES,
    among,
    best_one,
    candidates,
    each_one,
)
from lakehouse.modelling.speeds.held_back import HeldBack, held_back
from lakehouse.modelling.speeds.measured import measured
from lakehouse.modelling.speeds.measures import COVERED, LOSS, per_window, summarised
from lakehouse.modelling.speeds.pace import Pace
from lakehouse.modelling.summary import mark

BAND = (0.7, 0.9)  # of an 80 % band: outside of these it is not one
HOW_JUDGED = (
    "The first three fifths of the {unit}s were learnt from, the next fifth gave the bands, the "
    "last was forecast from every {unit} of it. Whoever is chosen {unit} ahead by {unit} ahead was "
    "judged in each {window} of it as the other {window}s would have chosen. All {unit}s ahead "
    "count alike. Intervals hold 95 % of the draws when stretches of {stretch} are drawn again."
)


def speed_contest(read: pd.DataFrame, pace: Pace) -> OutlookContest:
    """Let the candidates compete on what is known (``read`` as ``measured`` takes it).

    The best one for each step ahead is used where it misses less than every plain one for sure
    and no gate refuses it, else the best plain one. TooEarly where nothing can be told of any
    detector.
    """
    of = measured(read, pace)
    if not of.names:
        raise TooEarly(
            f"Of {len(of.silent)} detector(s) none was measured for four weeks and in the last "
            f"{pace.recent}.",
            "Choose a later --as-of, or wait for more data.",
        )
    found = held_back(of)
    summary, each = summarised(found), per_window(found)
    plain = str(summary["compared_with"].dropna().iloc[0])
    gates = _gates(found, summary, each, plain)
    winner = plain if refused(gates) else best_one(pace)
    tried = candidates(pace)
    mark(summary, tried, winner)
    return OutlookContest(
        candidates=tried,
        measure=LOSS,
        how=HOW_JUDGED.format(unit=pace.unit, window=pace.window, stretch=pace.stretch),
        judged=_judged(found),
        summary=summary,
        per_window=each,
        winner=winner,
        best_plain=plain,
        failed=refused(gates),
        verdict=_verdict(found, summary, winner, plain, refused(gates)),
        through=pace.begins(of.last).date(),
        gates=gates,
    )


def _judged(found: HeldBack) -> pd.DataFrame:
    """candidate, steps_ahead, error and coverage of the three, missing where nobody is known."""
    parts = [
        pd.DataFrame(
            {
                "candidate": name,
                "steps_ahead": range(1, found.pace.ahead + 1),
                "error": found.mean(found.lost[at])[0],
                "coverage": found.mean(found.inside[at])[0],
            }
        )
        for at, name in enumerate(each_one(found.pace))
    ]
    return pd.concat(parts, ignore_index=True)


def _gates(
    found: HeldBack, summary: pd.DataFrame, each: pd.DataFrame, plain: str
) -> tuple[Gate, ...]:
    best = best_one(found.pace)
    held = row_of(summary, best, COVERED)
    between = float(held["low"]), float(held["high"])
    inside = covered(best, float(held["value"]), int(found.told.sum()), BAND, between)
    return *loss_gates(best, plain, LOSS, summary, each), inside


def _verdict(
    found: HeldBack, summary: pd.DataFrame, winner: str, plain: str, failed: Mapping[str, str]
) -> str:
    pace = found.pace
    over = f"Over {round(len(found.window) / pace.day)} days held back, the {winner} is used"
    if winner == plain:
        return f"{over}: {failed[best_one(pace)]}"
    loss, bar = row_of(summary, winner, LOSS), row_of(summary, plain, LOSS)["value"]
    gain, low, high = (
        -100 * float(loss[c]) / float(bar)
        for c in ("difference", "difference_high", "difference_low")
    )
    trees = int((found.best(among(pace)[best_one(pace)]) == 2).sum())
    return (
        f"{over}: it misses by {loss['value']:.2f} miles per hour, {gain:.1f} % less "
        f"({low:.1f} to {high:.1f}) than the {plain}, the best plain candidate. The {TREES} tell "
        f"{trees} of {pace.ahead} {pace.unit}s ahead."
    )
