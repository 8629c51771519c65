"""A ranking asks which of these comes next: cohort, outcome, window, features, candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lakehouse.declare.calendar import Calendar
from lakehouse.declare.case_table import case_table
from lakehouse.declare.column import Column
from lakehouse.declare.costly import Costly, Declared
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feature import Feature
from lakehouse.declare.gates import Gates, made_of
from lakehouse.declare.hazard import Hazard
from lakehouse.declare.job import AS_OF, parameter_names, refuse_strangers
from lakehouse.declare.judge import Capture, Chance, Judge, Reporting
from lakehouse.declare.places_only import (
    refuse_discovered,
    refuse_observer,
    refuse_persons,
    refuse_scored_persons,
)
from lakehouse.declare.table import Table


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A question about the future that is answered by a list, most urgent first.

    ``history`` is a job-like function of ``reads`` that gives one row per past outcome
    (``about``, ``case_id``, ``happened_on``, ``known_at``, ``outcome`` and what the features link
    by); ``waiting`` gives one row per entity to rank as of a day (``about``, link columns,
    ``why_no_score``). ``candidates`` are made afresh for every fold, the plainest first.
    ``judged_by`` says what an outcome is and what a learner has to be better at;
    ``counts`` says what counts as the outcome, ``left_out`` which features are not used and why;
    ``gates`` are the bars a candidate passes before it may be published, ``hazard`` is what the
    top of its list opens in the city's register.
    A model is refitted and judged by windows of ``months``, or as ``calendar`` says, whose labels
    are as long; its list is made every ``list_days``
    days within them, or once a window when that is None. Cases are ranked against those of their
    own list; ``across_lists`` ranks all of a window against each other, for a decision that is
    taken case by case (a beach is closed or not), not by places on each list. ``may_lack`` are
    tables of ``reads`` that features alone look at: a city without one is asked without those
    (``declare/narrowed.py``), and ``lacks`` says which a department would have to deliver.
    Raises :class:`PlanError` when the parts do not fit.
    """

    name: str
    asks: str
    about: str
    reads: tuple[Table, ...]
    may_lack: tuple[Table, ...] = ()
    lacks: tuple[Table, ...] = ()
    history: Callable[..., Any]
    waiting: Callable[..., Any]
    carries: tuple[Column, ...]
    counts: str = ""
    judged_by: Judge = field(default_factory=Chance)
    gates: Gates = field(default_factory=Gates)
    months: int
    calendar: Calendar | None = None
    list_days: int | None = None
    across_lists: bool = False
    first: date | None = None
    features: tuple[Declared, ...]
    candidates: Mapping[str, Callable[[], Any]]
    left_out: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    random_share: float = 0.1
    hazard: Hazard | None = None
    writes: Table
    trials: Table
    owner: str = ""

    def __post_init__(self) -> None:
        if self.list_days is not None and self.list_days < 1:
            raise PlanError(
                f"{self.name} makes its list every {self.list_days} days.", "Give 1 or more days."
            )
        if self.calendar and isinstance(self.judged_by, Chance) and self.judged_by.together > 1:
            raise PlanError(
                f"{self.name} tells of windows together and has a calendar, which may leave gaps.",
                "Leave out together=, or calendar=.",
            )
        names = [f.name for f in self.features]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise PlanError(f"{self.name} declares the features {', '.join(twice)} twice.")
        refuse_persons(self.name, self.carries, self.reads, self.about)
        refuse_scored_persons(self.writes, self.reads)
        refuse_discovered(self.name, self.reads)
        refuse_observer(self.name, self.features, self.reads, self.carries)
        sure = tuple(t for t in self.reads if t not in self.may_lack)
        for function in (self.history, self.waiting):
            refuse_strangers(self.name, function, sure, (AS_OF,))
        if self.reporting and self.reporting.by not in [c.name for c in self.carries]:
            raise PlanError(
                f"{self.name} is corrected by {self.reporting.by}, which its cases do not carry.",
                "Add the column to carries=.",
            )
        for name in self.judged_by.against if isinstance(self.judged_by, Capture) else ():
            if name not in self.candidates:
                raise PlanError(
                    f"{self.name} is to beat {name}, which is no candidate"
                    f"{did_you_mean(name, self.candidates)}.",
                    "Name a candidate, or add it.",
                )
        for feature in self.features:
            if isinstance(feature, Feature | Costly) and feature.of not in self.reads:
                raise PlanError(
                    f"{self.name}: feature {feature.name} looks at {feature.of.name}, which the "
                    "ranking does not read.",
                    "Add the table to reads=.",
                )

    @property
    def parameters(self) -> dict[str, Table]:
        return parameter_names(self.reads)

    @property
    def outputs(self) -> tuple[Table, ...]:
        """The tables it writes, the one it is named after last."""
        return (self.matrix, self.trials, self.writes)

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """The code that decides what it writes."""
        costly = (f.function for f in self.features if isinstance(f, Costly))
        return (self.history, self.waiting, *costly)

    @property
    def optional(self) -> tuple[Table, ...]:
        """Outlines of the groups it compares, what it is corrected by; it needs all it reads."""
        fair, told = self.gates.fair, self.reporting
        asked = (fair.outlines if fair else None, told.table if told else None)
        return tuple(table for table in asked if table is not None)

    @property
    def reporting(self) -> Reporting | None:
        """What its order is corrected by before it is published and judged."""
        return self.judged_by.reporting if isinstance(self.judged_by, Capture) else None

    @property
    def learned(self) -> list[str]:
        """Names of the features that candidates may look at."""
        return [f.name for f in self.features if f.learn]

    @property
    def barred(self) -> Gates:
        """Its gates, with the features and carried columns that nobody may learn from."""
        later = made_of(self.features, self.reads, "changes_later", self.carries)
        observer = made_of(self.features, self.reads, "about_observer", self.carries)
        return replace(
            self.gates,
            known_later=tuple(dict.fromkeys((*self.gates.known_later, *later))),
            about_observer=tuple(dict.fromkeys((*self.gates.about_observer, *observer))),
        )

    @property
    def meanings(self) -> dict[str, str]:
        """Feature name to its plain words."""
        return {f.name: f.meaning for f in self.features}

    @property
    def matrix(self) -> Table:
        """The table of cohort rows with their features: past cases, and those waiting now."""
        return case_table(
            f"{self.writes.name}_features", self.asks, self.carries, self.features, self.owner
        )
