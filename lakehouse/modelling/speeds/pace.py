"""The steps that speeds are told in: hours or quarters of one, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lakehouse.modelling.speeds.boosted import BoostedSpeeds

DAY = 24 * 60  # minutes


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Steps of ``minutes``, each called a ``unit``, of which the next ``ahead`` are told.

    ``shown`` are steps ahead with a line of their own; ``counted_in`` minutes (``counted``) they
    are published. What was measured ``dead`` steps ago (in words ``recent``) says nothing of the
    coming ones. Judged is in parts of a ``window``, with intervals of stretches of ``block`` steps
    (``stretch``). ``trees``: how they are grown, all week through.
    """

    minutes: int
    unit: str
    ahead: int
    shown: tuple[int, ...]
    counted: str
    counted_in: int
    dead: int
    recent: str
    window: str
    block: int
    stretch: str
    trees: BoostedSpeeds

    @property
    def day(self) -> int:
        """Steps of a day."""
        return DAY // self.minutes

    @property
    def week(self) -> int:
        """Steps until all begins anew."""
        return 7 * self.day

    @property
    def least(self) -> int:
        """Steps measured, before anything is learnt of a detector: four weeks."""
        return 4 * self.week

    @property
    def column(self) -> str:
        """What says how far ahead a row is."""
        return f"{self.counted}_ahead"

    def far(self, step: int) -> int:
        """How far ahead a step is, as published."""
        return step * self.minutes // self.counted_in

    def begins(self, step: float) -> pd.Timestamp:
        """When a step since 1970 begins."""
        return pd.Timestamp(int(step) * self.minutes * 60, unit="s")


def _paced(minutes: int, ahead: tuple[int, ...]) -> BoostedSpeeds:
    return BoostedSpeeds(ahead=ahead, period=7 * DAY // minutes, trees=60, depth=5)


HOURS = Pace(
    minutes=60,
    unit="hour",
    ahead=24,
    shown=(1, 3, 6, 12, 24),
    counted="hours",
    counted_in=60,
    dead=48,
    recent="two days",
    window="week",
    block=48,  # forecasts of a day miss together
    stretch="two days",
    trees=_paced(60, (1, 2, 3, 4, 6, 9, 12, 18, 24)),
)
QUARTERS = Pace(
    minutes=15,
    unit="quarter hour",
    ahead=4,
    shown=(1, 2, 3, 4),
    counted="minutes",
    counted_in=1,
    dead=4,
    recent="hour",
    window="third",
    block=96,  # what makes a day slow lasts till its end
    stretch="a day",
    trees=_paced(15, (1, 2, 3, 4)),
)
