"""Who may tell the coming speeds, and by which rules they are put together."""

from __future__ import annotations

from dataclasses import asdict

from lakehouse.modelling.outlook.contest import Tried
from lakehouse.modelling.speeds.pace import Pace

LAST, TREES = "last value", "boosted trees"


def usual_one(pace: Pace) -> str:
    """The name of who says the mean of this step of the week."""
    return f"usual for the {pace.unit} of the week"


def plainer_one(pace: Pace) -> str:
    """The name of who says what the better plain one does."""
    return f"better plain one for each {pace.unit} ahead"


def best_one(pace: Pace) -> str:
    """The name of who says what the best of all does."""
    return f"best one for each {pace.unit} ahead"


def each_one(pace: Pace) -> tuple[str, str, str]:
    """Those that others choose among, the plainest first."""
    return LAST, usual_one(pace), TREES


def among(pace: Pace) -> dict[str, tuple[int, ...]]:
    """Which of ``each_one`` those that are put together, or may be used, choose among."""
    return {LAST: (0,), usual_one(pace): (1,), plainer_one(pace): (0, 1), best_one(pace): (0, 1, 2)}


def candidates(pace: Pace) -> dict[str, Tried]:
    """All that compete, by name."""
    unit = pace.unit
    learns = f"Learns how speeds change from the last {unit}s, those beside it and the usual."
    return {
        LAST: Tried("Says what was measured last.", plain=True),
        usual_one(pace): Tried(f"Says the mean of that {unit} of the week.", plain=True),
        plainer_one(pace): Tried(
            f"Says for each {unit} ahead what the better of both says.", plain=True
        ),
        TREES: Tried(learns, plain=False, settings=asdict(pace.trees)),
        best_one(pace): Tried(
            f"Says for each {unit} ahead what the best of all three says.", plain=False
        ),
    }
