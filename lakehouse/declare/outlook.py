"""An outlook asks about all hours and places to come at once: what is known, who tells it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.errors import PlanError
from lakehouse.declare.job import AS_OF, OF_CITY, parameter_names, refuse_strangers
from lakehouse.declare.places_only import refuse_persons, refuse_scored_persons
from lakehouse.declare.table import Table


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A question whose places tell of each other, so that one model answers for all of them.

    ``rows`` is a job-like function of ``reads`` (it may ask for ``as_of`` and the names of
    ``OF_CITY``) that gives all that counts, in columns of its own and ``known_at``; only what was
    known before the day is handed on. ``play`` makes of those rows, one pandas frame, the contest
    (``lakehouse.modelling.outlook.contest``), ``fit`` of rows and contest what is kept: something
    whose ``predict(rows)`` gives the rows of ``writes`` (``expected`` among their columns), but for
    their stamp. ``after`` takes the rows known now and what was told for an earlier day, and gives
    what came of it (``lakehouse.modelling.outlook.after_release``), None while nothing did. All
    three are pure, so that the same rows lead to the same answers. A city may lack ``optional``
    tables among ``reads``: they come empty. With ``side_by_side`` each table counts up to its own
    last day. Raises :class:`PlanError` when the parts do not fit.
    """

    name: str
    asks: str
    reads: tuple[Table, ...]
    rows: Callable[..., Any]
    play: Callable[[Any], Any]
    fit: Callable[[Any, Any], Any]
    after: Callable[[Any, Any], Any]
    counts: str = ""
    limits: tuple[str, ...] = ()
    optional: tuple[Table, ...] = ()
    side_by_side: bool = False
    writes: Table
    trials: Table
    owner: str = ""

    def __post_init__(self) -> None:
        refuse_strangers(self.name, self.rows, self.reads, (AS_OF, *OF_CITY))
        refuse_persons(self.name, (), self.reads)
        refuse_scored_persons(self.writes, self.reads)
        strangers = [t.name for t in self.optional if t not in self.reads]
        if strangers:
            raise PlanError(
                f"{self.name} could do without {', '.join(strangers)}, which it does not read.",
                "Add the table to reads=, or take it out of optional=.",
            )

    @property
    def parameters(self) -> dict[str, Table]:
        return parameter_names(self.reads)

    @property
    def outputs(self) -> tuple[Table, ...]:
        """The tables it writes, the one it is named after last."""
        return (self.trials, self.writes)

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """The code that decides what it writes."""
        return (self.rows, self.play, self.fit, self.after)

    @property
    def of_city(self) -> tuple[str, ...]:
        """What of ``OF_CITY`` its rows ask for."""
        asked = inspect.signature(self.rows).parameters
        return tuple(name for name in OF_CITY if name in asked)
