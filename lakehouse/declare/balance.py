"""What a job that joins balances: each row of an input is matched in its output, or says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lakehouse.declare.errors import PlanError
from lakehouse.declare.table import Table

ALL = "all"  # the part that a balance without ``each`` has


@dataclass(frozen=True)
class Balance:
    """Rows of ``of`` = rows written that are matched + rows written that say why they are not.

    A written row is matched where its column ``matched`` has a value (without one: where there is
    no reason); the others have the reason in their column ``why``, or all the reason
    ``otherwise``. ``fine`` are words of ``why`` that are none. ``among`` (column, value) are the
    written rows that come of ``of``. ``counts`` is the column that says for how many rows a
    written one stands; ``each`` one of which every value has all rows of ``of`` once.
    """

    of: Table
    matched: str | None = None
    why: str | None = None
    otherwise: str = "unmatched"
    fine: tuple[str, ...] = ()
    among: tuple[str, str] | None = None
    counts: str | None = None
    each: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the written table that it looks at."""
        named = (self.matched, self.why, self.among and self.among[0], self.counts, self.each)
        return tuple(dict.fromkeys(n for n in named if n))

    def refuse_unfit(self, writes: Table, reads: Iterable[Table]) -> None:
        """Raise :class:`PlanError` unless the job reads ``of`` and ``writes`` has the columns."""
        if self.of not in tuple(reads):
            raise PlanError(
                f"{writes.name} balances {self.of.name}, which it does not read.",
                "Add the table to reads=, or take the balance out.",
            )
        for name in self.columns:
            writes.column(name)
