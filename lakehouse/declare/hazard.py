"""What a list opens in the city's register of hazards: the top of it, until something is done."""

from __future__ import annotations

from dataclasses import dataclass

from lakehouse.declare.errors import PlanError


@dataclass(frozen=True)
class Hazard:
    """Each place in the first ``top`` (a share) of a list is a hazard until an outcome closes it.

    ``what`` may happen there, with a ``consequence`` from 1 (slight) to 5 (lives are lost);
    ``control`` is what the city does about it, within ``days``. PlanError for anything else.
    """

    what: str
    consequence: int
    control: str
    days: int
    top: float

    def __post_init__(self) -> None:
        if not (1 <= self.consequence <= 5 and self.days >= 1 and 0 < self.top < 1):
            raise PlanError(
                f"A hazard of consequence {self.consequence}, due in {self.days} days, for the "
                f"first {self.top} of a list cannot be kept.",
                "Give a consequence from 1 to 5, a day or more, and a share between 0 and 1.",
            )
