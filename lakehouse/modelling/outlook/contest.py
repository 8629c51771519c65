"""What was tried to tell hours and places to come, how it went, and who tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lakehouse.modelling.gates.gate import BASELINE, TOO_GOOD, Gate, judged
from lakehouse.modelling.gates.numbers import stable

# A loss of less than this share of the plain one's is not believed.
TOO_LITTLE = 0.05


@dataclass(frozen=True)
class Tried:
    """A candidate: what it does in a sentence, whether it is plain, and what it is set to."""

    says: str
    plain: bool
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OutlookContest:
    """A contest on hours that were not learnt from, up to the day ``through``.

    ``measure`` is the loss that decides, ``how`` says how it was judged. ``summary``: candidate,
    plain, chosen, measure, value, low, high at ``level``, and the paired difference to
    compared_with, the best plain candidate. ``per_window``: candidate, window (its first day),
    measure, value. ``judged`` is what the final model has to know of it, and what is hashed.
    ``gates`` is what every learner passed through. Where too little is on record to judge by,
    frames are empty, and the winner is a plain candidate.
    """

    candidates: Mapping[str, Tried]
    measure: str
    how: str
    judged: pd.DataFrame
    summary: pd.DataFrame
    per_window: pd.DataFrame
    winner: str
    best_plain: str
    failed: Mapping[str, str]
    verdict: str
    through: date
    gates: tuple[Gate, ...] = ()
    level: float = 0.95
    seed: int = 0


def nothing_judged() -> pd.DataFrame:
    """``per_window`` of a contest that nobody could be judged in."""
    return pd.DataFrame(columns=["candidate", "window", "measure", "value"])


def row_of(summary: pd.DataFrame, name: str, measure: str) -> pd.Series:
    """One measure of one candidate over all windows."""
    found = summary[(summary["candidate"] == name) & (summary["measure"] == measure)]
    return found.iloc[0]


def loss_gates(
    name: str, plain: str, measure: str, summary: pd.DataFrame, per_window: pd.DataFrame
) -> list[Gate]:
    """Whether the loss ``measure`` of a learner is less than that of ``plain`` for sure, not so
    little that nobody believes it, and less in most windows, not thanks to one of them."""
    loss, bar = row_of(summary, name, measure), row_of(summary, plain, measure)
    said = measure.replace("_", " ")
    gap = (
        f"its {said} differs by {loss['difference']:+.3g} "
        f"({loss['difference_low']:+.3g} to {loss['difference_high']:+.3g})"
    )
    failed = not loss["difference_high"] < 0
    how = "is not better" if failed else "is better"
    share = float(loss["value"] / bar["value"]) if bar["value"] else 1.0
    much = f"{name} loses {share:.1%} of what {plain} does"
    mine = per_window[per_window["measure"] == measure]
    table = mine.pivot(index="window", columns="candidate", values="value")
    return [
        judged(
            name,
            TOO_GOOD,
            share < TOO_LITTLE,
            f"{much}; below {TOO_LITTLE:.0%} is not believed.",
        ),
        judged(name, BASELINE, failed, f"{name} {how} than {plain} for sure: {gap}."),
        stable(name, plain, table[plain] - table[name]),
    ]
