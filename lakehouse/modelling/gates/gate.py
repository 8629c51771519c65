"""A gate's verdict on a candidate: pass, fail or insufficient, and why in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS

FUTURE, OBSERVER, TOO_GOOD = "knows the future", "about who observes", "too good to be true"
BASELINE, CALIBRATED, COVERED = "better than the baseline", "calibrated", "intervals hold"
STABLE, FAIR = "stable between windows", "fair between groups"
# The first that fails is the reason that is told: what a model knows comes before how it does.
ORDER = (FUTURE, OBSERVER, TOO_GOOD, BASELINE, CALIBRATED, STABLE, COVERED, FAIR)


@dataclass(frozen=True)
class Gate:
    """One gate's ``verdict`` on one ``candidate``; a fail keeps it from being published.

    ``insufficient`` says that there is too little to tell: it is told, and keeps nobody out.
    """

    candidate: str
    name: str
    verdict: str
    reason: str


def judged(candidate: str, name: str, failed: bool, reason: str) -> Gate:
    """A gate that can always tell."""
    return Gate(candidate, name, FAIL if failed else PASS, reason)


def within(low: float, high: float, value: float, band: tuple[float, float]) -> str:
    """pass where ``value`` lies in the band, fail where [low, high] lies outside, else unsure."""
    if band[0] <= value <= band[1]:
        return PASS
    return FAIL if low > band[1] or high < band[0] else INSUFFICIENT


def refused(gates: Iterable[Gate]) -> dict[str, str]:
    """The first reason, in the gates' order, why each candidate that fails one is kept out."""
    failing = sorted((g for g in gates if g.verdict == FAIL), key=lambda g: ORDER.index(g.name))
    return {g.candidate: g.reason for g in reversed(failing)}
