"""One run over a city: what it works on, and what becomes of each of its steps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from lakehouse.checks.unforeseen import unforeseen
from lakehouse.declare.errors import CityLakeError, DeliveryMissing, TooEarly
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.settings import Settings
from lakehouse.run.undo.before import keep_before
from lakehouse.store.lake import Lake, Written
from lakehouse.store.run_log import Moment, RunLog, commit_logs


@dataclass
class Run:
    """One run over a city: what it works on, what it writes its steps to, what went wrong.

    ``behind`` names tables that a run for a later day left and this one could not make anew;
    ``stopping`` says that somebody asked it to end, and what fails now is not to be told.
    """

    settings: Settings
    catalogue: Catalogue
    lake: Lake
    log: RunLog
    problems: list[CityLakeError] = field(default_factory=list)
    unchanged: int = 0
    early: list[TooEarly] = field(default_factory=list)
    behind: set[str] = field(default_factory=set)
    stopping: bool = False

    @property
    def exit_code(self) -> int:
        """0, or the kind of the first problem; code and data problems outrank late deliveries."""
        codes = [p.exit_code for p in self.problems]
        late = DeliveryMissing.exit_code
        return next((c for c in codes if c != late), codes[0] if codes else 0)

    def there(self, table: Table) -> bool:
        """Whether the table is there, and not what a later day left."""
        return table.name not in self.behind and self.lake.exists(table)

    def attempt(
        self, step: str, work: Callable[[], Written | None], as_of: date | None = None
    ) -> bool:
        """Do one step, and whether it was done; a problem is said and kept, the others go on.

        ``as_of`` is the day that the step decides for, where it is not the run's.
        """
        began = Moment()
        try:
            with say.working(step):
                written = work()
        except TooEarly as error:
            self.early.append(error)
            self.log.step(step, "waits", began=began, as_of=as_of, message=str(error))
            say.say(str(error))
        except CityLakeError as error:
            self.failed(step, "refused", error, began, as_of)
        except Exception as error:
            self.failed(step, "failed", unforeseen(step, error), began, as_of)
        else:
            self._done(step, written, began, as_of)
            return True
        return False

    def failed(
        self,
        step: str,
        outcome: str,
        error: CityLakeError,
        began: Moment,
        as_of: date | None = None,
    ) -> None:
        """Say, keep and log what went wrong with a step."""
        if self.stopping:
            return
        self.problems.append(error)
        self.log.step(step, outcome, began=began, as_of=as_of, message=str(error))
        say.problem(error)

    def _done(self, step: str, written: Written | None, began: Moment, as_of: date | None) -> None:
        if written is None:
            self.unchanged += 1
            version = self.found(step)
            self.log.step(step, "unchanged", began=began, as_of=as_of, version=version)
            return
        say.wrote(written)
        self.log.step(
            step,
            "done",
            began=began,
            as_of=as_of,
            version=written.version,
            rows=written.rows,
            quarantined=written.quarantined,
            reads=self.reads(step),
        )

    def found(self, step: str) -> int | None:
        """The version of what a step or feed writes."""
        fills = {f.name: f.fills for f in self.catalogue.feeds}
        table = self.catalogue.tables.get(fills.get(step, step))
        return self.lake.version(table) if table else None

    def reads(self, step: str) -> list[str]:
        """What a step read, as name@version; not a table that it had to do without."""
        made = next((s for s in self.catalogue.steps if s.writes.name == step), None)
        feed = next((f for f in self.catalogue.feeds if f.name == step), None)
        tables = made.reads if made else (feed.landed,) if feed else ()
        versions = {t.name: self.lake.version(t) for t in tables if t.name not in self.behind}
        return [f"{name}@{version}" for name, version in versions.items() if version is not None]


def new_run(settings: Settings, catalogue: Catalogue, lake: Lake, command: str) -> Run:
    """A run that has begun: its log is open, and what killed runs left is committed.

    What the lake was like before is kept, so that the run can be undone.
    """
    commit_logs(lake)
    return Run(settings, catalogue, lake, begun(lake.root, catalogue, command))


def begun(lake: Path, catalogue: Catalogue, command: str) -> RunLog:
    """The open log of a run that has begun, named after the moment; without Spark."""
    run = f"{datetime.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}"
    log = RunLog(lake, run, command)
    keep_before(lake, run, command, catalogue.tables.values())
    log.start()
    return log
