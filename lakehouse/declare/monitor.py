"""A monitor asks whether this is unusual: series, methods by length of history, levels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lakehouse.declare.errors import PlanError
from lakehouse.declare.job import AS_OF, parameter_names, refuse_strangers
from lakehouse.declare.places_only import refuse_persons, refuse_scored_persons
from lakehouse.declare.table import Table


@dataclass(frozen=True)
class Rung:
    """A named method for periods that have ``at_least`` periods of history, and its settings."""

    method: str
    at_least: int
    using: Mapping[str, Any] = field(default_factory=dict)


# A month of history allows weekdays, two years and the days left out allow a season.
DAILY = (
    Rung("essence_ewma", 9),
    Rung("essence_switch", 31),
    Rung("farrington_daily", 745),
)
# Many series of few people each: a bound from counts of the last weeks holds for rare ones too.
SYNDROMIC = (Rung("recent_counts", 14),)
# A baseline of seven weeks, and Farrington's three, four and five earlier years with the three
# weeks around each.
WEEKLY = (
    Rung("essence_ewma", 9, {"baseline": 7}),
    *(Rung("farrington_flexible", 52 * n + 3, {"years": n}) for n in (3, 4, 5)),
)


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """A question about now that is answered for every series, each day or week.

    ``series`` is a job-like function of ``reads`` that gives one row per series and period:
    ``series``, ``title`` (in words), ``day`` (the day, or the last of the week), ``value`` (a
    count, missing where none was reported) and ``known_at``. ``every`` is 1 or 7 days. The rung
    of ``ladder`` with the most history judges. The default levels mean one false alert in 500
    periods: less than one a year of days. A p below ``alert`` or ``warning`` gives the level
    where its q among all series of the period is at most ``fdr`` and the count is above what was
    expected. On a day of ``changed`` the definition of the series changed. ``judges``: so many last
    periods (None: all). Raises :class:`PlanError` when the parts do not fit.
    """

    name: str
    asks: str
    reads: tuple[Table, ...]
    series: Callable[..., Any]
    every: int = 1
    ladder: tuple[Rung, ...] = DAILY
    alert: float = 0.002
    warning: float = 0.01
    fdr: float = 0.1
    changed: tuple[date, ...] = ()
    judges: int | None = None
    limits: tuple[str, ...] = ()
    writes: Table
    owner: str = ""

    def __post_init__(self) -> None:
        if self.every not in (1, 7):
            raise PlanError(f"{self.name} is judged every {self.every} days.", "Say 1 or 7.")
        if not 0 < self.alert < self.warning < 1:
            raise PlanError(
                f"{self.name} alerts below p {self.alert} and warns below {self.warning}.",
                "An alert must be rarer than a warning.",
            )
        steps = [rung.at_least for rung in self.ladder]
        if not steps or steps != sorted(set(steps)):
            raise PlanError(
                f"{self.name}: the ladder's rungs do not rise.",
                "Give each more history than the one before.",
            )
        refuse_strangers(self.name, self.series, self.reads, (AS_OF,))
        refuse_persons(self.name, (), self.reads)
        refuse_scored_persons(self.writes, self.reads)

    @property
    def parameters(self) -> dict[str, Table]:
        return parameter_names(self.reads)

    @property
    def outputs(self) -> tuple[Table, ...]:
        """The one table it writes."""
        return (self.writes,)

    @property
    def functions(self) -> tuple[Callable[..., Any], ...]:
        """The code that decides what it writes."""
        return (self.series,)

    @property
    def optional(self) -> tuple[Table, ...]:
        """None: a question needs all that it reads."""
        return ()

    @property
    def settings(self) -> dict[str, str]:
        """What decides the judgement, in words, by name."""
        ladder = ", ".join(
            f"{r.method} from {r.at_least}{''.join(f' {k}={v}' for k, v in r.using.items())}"
            for r in self.ladder
        )
        return {
            "every": str(self.every),
            "ladder": ladder,
            "alert": str(self.alert),
            "warning": str(self.warning),
            "fdr": str(self.fdr),
            "changed": ", ".join(str(day) for day in self.changed),
        }

    @property
    def version(self) -> str:
        """Eight hexadecimal digits that change with the settings: nothing is trained."""
        return hashlib.sha256(str(self.settings).encode()).hexdigest()[:8]
