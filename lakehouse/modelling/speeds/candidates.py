"""Who may tell the coming day's speeds, and by which rules they are put together."""

from __future__ import annotations

from dataclasses import asdict

from lakehouse.modelling.outlook.contest import Tried
from lakehouse.modelling.speeds.paths import HOW, LAST, TREES, USUAL

PLAINER, BEST = "better plain one for each hour ahead", "best one for each hour ahead"
EACH = (LAST, USUAL, TREES)  # the plainest first
# Which of these each one that is put together, or may be used, chooses among hour by hour.
AMONG = {LAST: (0,), USUAL: (1,), PLAINER: (0, 1), BEST: (0, 1, 2)}
CANDIDATES = {
    LAST: Tried("Says what was measured last.", plain=True),
    USUAL: Tried("Says the mean of that hour of the week.", plain=True),
    PLAINER: Tried("Says for each hour ahead what the better of both says.", plain=True),
    TREES: Tried(
        "Learns how speeds change from the last hours, those beside it and the usual.",
        plain=False,
        settings=asdict(HOW),
    ),
    BEST: Tried("Says for each hour ahead what the best of all three says.", plain=False),
}
