"""A job is a plain function of data frames that computes one table: its parameters are tables."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from lakehouse.declare.balance import Balance
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.places_only import refuse_scored_persons
from lakehouse.declare.table import Table

# What a function may ask for besides tables: the day it decides for, and what the city's settings
# say under these names.
AS_OF = "as_of"
OF_CITY = {
    "bounds": "where the city lies",
    "crash_costs": "what crashes cost",
    "food_harm": "what a violation may do",
    "complaint_words": "by what words complaints are told apart",
}
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Job:
    """What the platform knows of a job: the function, the tables it reads, the one it writes."""

    function: Callable[..., Any]
    reads: tuple[Table, ...]
    writes: Table
    wants_as_of: bool = False
    optional: tuple[Table, ...] = ()
    side_by_side: bool = False
    at_least_one: bool = False
    days_back: int | None = None
    balances: tuple[Balance, ...] = ()

    def __post_init__(self) -> None:
        if self.days_back is None:
            return
        days = [t.column(t.happened_at).type for t in (*self.dated, self.writes) if t.happened_at]
        if (
            self.writes.happened_at is None
            or not self.dated
            or {*days} != {"date"}
            or self.wants_as_of
        ):
            raise PlanError(
                f"{self.writes.name} cannot be made day by day.",
                "days_back= needs a table of dates written, one of dates read, and no as_of.",
            )

    @property
    def dated(self) -> tuple[Table, ...]:
        """The tables read whose rows belong to days; the others are registers."""
        return tuple(t for t in self.reads if t.happened_at and t.paces)

    @property
    def of_city(self) -> tuple[str, ...]:
        """What of ``OF_CITY`` the function asks for."""
        asked = inspect.signature(self.function).parameters
        return tuple(name for name in OF_CITY if name in asked)

    @property
    def parameters(self) -> dict[str, Table]:
        """Parameter name to table, in the order of ``reads``."""
        return parameter_names(self.reads)

    @property
    def outputs(self) -> tuple[Table, ...]:
        """The one table it writes."""
        return (self.writes,)

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """The code that decides what it writes."""
        return (self.function,)


def parameter_names(tables: Iterable[Table]) -> dict[str, Table]:
    """Each table as a parameter: its last name, or ``schema_last`` where two would be equal."""
    tables = tuple(tables)
    lasts = [t.last for t in tables]
    return {(t.last if lasts.count(t.last) == 1 else f"{t.schema}_{t.last}"): t for t in tables}


def refuse_strangers(
    name: str, function: Callable[..., Any], reads: Iterable[Table], also: tuple[str, ...]
) -> None:
    """PlanError when ``function`` of ``name`` has a parameter that is no table of ``reads``.

    ``also`` are the names it may ask for besides.
    """
    known = parameter_names(reads)
    for parameter in inspect.signature(function).parameters:
        if parameter not in known and parameter not in also:
            raise PlanError(
                f"{name} wants {parameter}, which it does not read"
                f"{did_you_mean(parameter, known)}.",
                "Add the table to reads=, or rename the parameter.",
            )


def job(
    *,
    reads: Iterable[Table] = (),
    optional: Iterable[Table] = (),
    writes: Table,
    side_by_side: bool = False,
    at_least_one: bool = False,
    days_back: int | None = None,
    balances: Iterable[Balance] = (),
) -> Callable[[F], F]:
    """Mark a function as the job that computes ``writes`` from ``reads``; it stays a function.

    Each parameter must be named after one table of ``reads`` or ``optional`` and each table must
    be asked for; ``as_of`` and the names of ``OF_CITY`` may be added. A city without a table
    of ``reads`` does without the job; one without a table of ``optional`` hands it over empty,
    though with ``at_least_one`` one of these has to be there. ``side_by_side`` says that each
    source counts up to its own last day: without ``--as-of`` the job decides for the day after
    the last of them, not for the last day that all reach. ``days_back`` promises that a row of a
    day is made of registers and of what the dated tables say of that day and so many days before
    it: then only days that changed are computed again. ``balances`` say which inputs' rows are
    all there again, matched or with a reason; one that is not fails the step before it writes.
    Raises :class:`PlanError` when the file is imported, not at night.
    """
    may_lack = tuple(optional)
    tables, balanced = (*reads, *may_lack), tuple(balances)

    def mark(function: F) -> F:
        refuse_strangers(writes.name, function, tables, (AS_OF, *OF_CITY))
        refuse_scored_persons(writes, tables)
        asked = list(inspect.signature(function).parameters)
        unused = [name for name in parameter_names(tables) if name not in asked]
        if unused:
            raise PlanError(
                f"{writes.name} reads {', '.join(unused)} but does not ask for it.",
                "Add a parameter of that name, or take the table out of reads=.",
            )
        for each in balanced:
            each.refuse_unfit(writes, tables)
        function.job = Job(  # type: ignore[attr-defined]
            *(function, tables, writes, AS_OF in asked, may_lack),
            *(side_by_side, at_least_one, days_back, balanced),
        )
        return function

    return mark
