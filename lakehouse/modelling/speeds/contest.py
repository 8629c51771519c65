"""Who tells the coming day's speeds: for each hour ahead whoever missed least on weeks before."""

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
from lakehouse.modelling.speeds.candidates import AMONG, BEST, CANDIDATES, EACH
from lakehouse.modelling.speeds.held_back import HeldBack, held_back
from lakehouse.modelling.speeds.measured import measured
from lakehouse.modelling.speeds.measures import COVERED, LOSS, per_window, summarised
from lakehouse.modelling.speeds.paths import HOURS, TREES
from lakehouse.modelling.summary import mark

BAND = (0.7, 0.9)  # of an 80 % band: outside of these it is not one
HOW_JUDGED = (
    "The first three fifths of the hours were learnt from, the next fifth gave the bands, the last "
    "was forecast from every hour of it. Whoever is chosen hour ahead by hour ahead was judged in "
    "each week of it as the other weeks would have chosen. All hours ahead count alike. Intervals "
    "hold 95 % of the draws when stretches of two days are drawn again."
)


def speed_contest(hours: pd.DataFrame) -> OutlookContest:
    """Let the candidates compete on what is known (``hours`` as ``measured`` takes them).

    The best one for each hour ahead is used where it misses less than every plain one for sure
    and no gate refuses it, else the best plain one. TooEarly where nothing can be told of any
    detector.
    """
    of = measured(hours)
    if not of.names:
        raise TooEarly(
            f"Of {len(of.silent)} detector(s) none was measured for four weeks and in the last two "
            "days.",
            "Choose a later --as-of, or wait for more data.",
        )
    found = held_back(of)
    summary, each = summarised(found), per_window(found)
    plain = str(summary["compared_with"].dropna().iloc[0])
    gates = _gates(found, summary, each, plain)
    winner = plain if refused(gates) else BEST
    mark(summary, CANDIDATES, winner)
    return OutlookContest(
        candidates=CANDIDATES,
        measure=LOSS,
        how=HOW_JUDGED,
        judged=_judged(found),
        summary=summary,
        per_window=each,
        winner=winner,
        best_plain=plain,
        failed=refused(gates),
        verdict=_verdict(found, summary, winner, plain, refused(gates)),
        through=pd.Timestamp(of.last * 3600, unit="s").date(),
        gates=gates,
    )


def _judged(found: HeldBack) -> pd.DataFrame:
    """candidate, hours_ahead, error and coverage of the three, missing where nobody is known."""
    parts = [
        pd.DataFrame(
            {
                "candidate": name,
                "hours_ahead": range(1, HOURS + 1),
                "error": found.mean(found.lost[at])[0],
                "coverage": found.mean(found.inside[at])[0],
            }
        )
        for at, name in enumerate(EACH)
    ]
    return pd.concat(parts, ignore_index=True)


def _gates(
    found: HeldBack, summary: pd.DataFrame, each: pd.DataFrame, plain: str
) -> tuple[Gate, ...]:
    held = row_of(summary, BEST, COVERED)
    between = float(held["low"]), float(held["high"])
    inside = covered(BEST, float(held["value"]), int(found.told.sum()), BAND, between)
    return *loss_gates(BEST, plain, LOSS, summary, each), inside


def _verdict(
    found: HeldBack, summary: pd.DataFrame, winner: str, plain: str, failed: Mapping[str, str]
) -> str:
    over = f"Over {round(len(found.window) / 24)} days held back, the {winner} is used"
    if winner == plain:
        return f"{over}: {failed[BEST]}"
    loss, bar = row_of(summary, winner, LOSS), row_of(summary, plain, LOSS)["value"]
    gain, low, high = (
        -100 * float(loss[c]) / float(bar)
        for c in ("difference", "difference_high", "difference_low")
    )
    trees = int((found.best(AMONG[BEST]) == 2).sum())
    return (
        f"{over}: it misses by {loss['value']:.2f} miles per hour, {gain:.1f} % less "
        f"({low:.1f} to {high:.1f}) than the {plain}, the best plain candidate. The {TREES} tell "
        f"{trees} of {HOURS} hours ahead."
    )
