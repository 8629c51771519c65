"""A forecast asks how much there will be: series, days ahead, quantiles, candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.column import Column
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.job import AS_OF, parameter_names, refuse_strangers
from lakehouse.declare.places_only import refuse_persons, refuse_scored_persons
from lakehouse.declare.table import Table

# Stands in the column ``adds_up`` of a series that is the sum of the others.
WHOLE = "Total"


def quantile_name(chance: float) -> str:
    """The column of a quantile: q05 for 0.05, q50 for 0.5, q975 for 0.975."""
    digits = f"{chance:.4f}".removeprefix("0.").rstrip("0")
    return f"q{digits:0<2}"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A question about the future that is answered by quantiles for the days ahead.

    ``series`` is a job-like function of ``reads`` that gives one row per series and day: the
    columns of ``carries`` (which tell the series apart), ``day``, ``value`` (not below zero),
    ``capacity`` (how much there is at most, missing where nothing limits it) and ``known_at``.
    ``horizons`` are days after the last day known, of which ``judged`` decides the contest;
    ``quantiles`` hold the middle and come in pairs around it. ``candidates`` are made afresh, the
    plainest first; the one named ``beside`` is published next to the winner. No series may come
    out worse than with the best plain candidate by more than the share ``tolerance``. A city may
    lack ``optional`` tables among ``reads``: they come empty. ``adds_up`` is the column of
    ``carries`` in which ``WHOLE`` stands for a series that is the sum of those alike in the
    others: their forecasts are made to agree, ``expected`` adds up, and
    ``probability_over_by_then`` is the chance of more than the capacity on some day so far.
    Raises :class:`PlanError` when the parts do not fit.
    """

    name: str
    asks: str
    reads: tuple[Table, ...]
    series: Callable[..., Any]
    carries: tuple[Column, ...]
    horizons: tuple[int, ...] = tuple(range(1, 15))
    judged: int = 7
    quantiles: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)
    candidates: Mapping[str, Callable[[], Any]]
    beside: str
    tolerance: float = 0.02
    counts: str = ""
    limits: tuple[str, ...] = ()
    optional: tuple[Table, ...] = ()
    adds_up: str = ""
    writes: Table
    trials: Table
    owner: str = ""

    def __post_init__(self) -> None:
        refuse_strangers(self.name, self.series, self.reads, (AS_OF,))
        refuse_persons(self.name, self.carries, self.reads)
        refuse_scored_persons(self.writes, self.reads)
        if self.judged not in self.horizons or min(self.horizons) < 1:
            raise PlanError(
                f"{self.name} is judged {self.judged} days ahead, which is not among its horizons.",
                "Give horizons of 1 day or more, the judged one among them.",
            )
        pairs = [round(1 - q, 6) for q in reversed(self.quantiles)]
        held = [round(q, 6) for q in self.quantiles]
        if pairs != held or held != sorted(set(held)) or 0.5 not in held or not 0 < held[0] < 0.5:
            raise PlanError(
                f"{self.name}: its quantiles do not come in pairs around 0.5, in order.",
                "Give some such as 0.05, 0.25, 0.5, 0.75, 0.95.",
            )
        if self.beside not in self.candidates:
            raise PlanError(
                f"{self.name} would publish {self.beside}, which is no candidate"
                f"{did_you_mean(self.beside, self.candidates)}.",
                "Name one of candidates= in beside=.",
            )
        if self.adds_up and self.adds_up not in self.keys:
            raise PlanError(
                f"{self.name} adds up over {self.adds_up}, which its series do not carry"
                f"{did_you_mean(self.adds_up, self.keys)}.",
                "Name a column of carries= in adds_up=.",
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
        return (self.series,)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell the series apart."""
        return tuple(c.name for c in self.carries)

    @property
    def answered(self) -> tuple[str, ...]:
        """The columns of an answer before its stamp: one row per series and day ahead."""
        ours = [quantile_name(q) for q in self.quantiles]
        theirs = [f"naive_{name}" for name in ours]
        chance = ("capacity", "probability_over_capacity", "candidate", "why_no_forecast")
        agreed = ("expected", "probability_over_by_then") if self.adds_up else ()
        return (*self.keys, "day", "days_ahead", *ours, *theirs, *chance, *agreed)
