"""How the candidates of a ranking are judged: what an outcome is, and what has to be better."""

from __future__ import annotations

from dataclasses import dataclass

from lakehouse.declare.errors import PlanError
from lakehouse.declare.table import Table


@dataclass(frozen=True)
class Chance:
    """An outcome is 1 or 0; a learner has to rank better (AUC) and its chances have to hold.

    ``train_at_least``: windows to learn from before the first test; ``warm_up``: tests after that
    which only teach the calibrators, for one window calibrates badly. ``blocks`` names a carried
    column, such as the area: cases of a block are then judged by models that never saw the block.
    ``together``: chances are told of so many windows in a row too, and held against what came of
    those that followed; every entity is then a case once in each window.
    """

    train_at_least: int = 3
    warm_up: int = 3
    blocks: str | None = None
    together: int = 1


@dataclass(frozen=True)
class Reporting:
    """How much of what happens anybody reports: ``table`` has a ``share`` (0 to 1) for each ``by``.

    ``by`` is a column that the cases carry. A city may lack the table, and the table a share: what
    is counted there stands for itself.
    """

    table: Table
    by: str
    share: str = "share"


@dataclass(frozen=True)
class Capture:
    """An outcome is a count; a learner has to find more of it in the first ``share`` of the list.

    Rows of equal score are taken in expectation over all their orders. A learner has to beat the
    best plain candidate and each one named in ``against``. ``also`` are further shares that are
    told; with ``of_area`` rows are places of equal size, and PAI and PEI are told too. ``blocks``
    as in :class:`Chance`. With ``reporting`` the list is published in the order of what is expected
    with the unreported, so it is judged in that order, each case counted as often as it stands for
    (inverse-probability weights, Horvitz and Thompson 1952). PlanError unless every share lies
    between 0 and 1.
    """

    share: float
    against: tuple[str, ...] = ()
    also: tuple[float, ...] = (0.01, 0.1, 0.2)
    of_area: bool = False
    reporting: Reporting | None = None
    train_at_least: int = 3
    warm_up: int = 0
    blocks: str | None = None

    def __post_init__(self) -> None:
        for share in (self.share, *self.also):
            if not 0 < share < 1:
                raise PlanError(
                    f"The first {share} of a list cannot be judged.",
                    "Give a share between 0 and 1, such as 0.05.",
                )


Judge = Chance | Capture
