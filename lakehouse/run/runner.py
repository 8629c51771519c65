"""Run a city: land its feeds, then compute in order whatever is made of something that changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pyspark.sql import DataFrame

from lakehouse.checks.plain import plain
from lakehouse.declare.bounds import Bounds
from lakehouse.declare.errors import CityLakeError, DeliveryMissing, TooEarly
from lakehouse.declare.feed import Feed
from lakehouse.declare.job import Job
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.answers.step import answer
from lakehouse.run.catalogue import Catalogue, Step
from lakehouse.run.fingerprint import code_of, fingerprint, platform_code
from lakehouse.run.refresh import refresh
from lakehouse.run.settings import Settings
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landing import land
from lakehouse.store.run_log import Moment, RunLog, commit_logs
from lakehouse.store.state import Made, recall, remember
from lakehouse.tables.governance import delivery, table_column


@dataclass
class Run:
    """One run over a city: what it works on, what it writes its steps to, what went wrong."""

    settings: Settings
    catalogue: Catalogue
    lake: Lake
    log: RunLog
    problems: list[CityLakeError] = field(default_factory=list)
    unchanged: int = 0
    early: list[TooEarly] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, or the kind of the first problem; code and data problems outrank late deliveries."""
        codes = [p.exit_code for p in self.problems]
        late = DeliveryMissing.exit_code
        return next((c for c in codes if c != late), codes[0] if codes else 0)

    def attempt(self, step: str, work: Callable[[], Written | None]) -> None:
        """Do one step; a problem is said and kept, and the steps that do not need it go on."""
        began = Moment()
        try:
            with say.working(step):
                written = work()
        except TooEarly as error:
            self.early.append(error)
            self.log.step(step, "waits", began=began, message=str(error))
            say.say(str(error))
        except CityLakeError as error:
            self._failed(step, "refused", error, began)
        except Exception as error:
            found = CityLakeError(f"{step} failed: {type(error).__name__}: {plain(error)}")
            self._failed(step, "failed", found, began)
        else:
            self._done(step, written, began)

    def _failed(self, step: str, outcome: str, error: CityLakeError, began: Moment) -> None:
        self.problems.append(error)
        self.log.step(step, outcome, began=began, message=str(error))
        say.problem(error)

    def _done(self, step: str, written: Written | None, began: Moment) -> None:
        if written is None:
            self.unchanged += 1
            self.log.step(step, "unchanged", began=began, version=self.found(step))
            return
        say.wrote(written)
        self.log.step(
            step,
            "done",
            began=began,
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
        """What a step read, as name@version."""
        made = next((s for s in self.catalogue.steps if s.writes.name == step), None)
        feed = next((f for f in self.catalogue.feeds if f.name == step), None)
        tables = made.reads if made else (feed.landed,) if feed else ()
        return [f"{t.name}@{self.lake.version(t)}" for t in tables]


def new_run(settings: Settings, catalogue: Catalogue, lake: Lake, command: str) -> Run:
    """A run that has begun: its log is open, and what killed runs left is committed."""
    run = f"{datetime.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}"
    commit_logs(lake)
    log = RunLog(lake.root, run, command)
    log.start()
    return Run(settings, catalogue, lake, log)


def land_feeds(run: Run, feeds: tuple[Feed, ...]) -> None:
    """Land what is new and bring the departments' tables up to date, one feed after another."""
    folder = run.settings.city.delivered
    for feed in feeds:

        def work(feed: Feed = feed) -> Written | None:
            done = land(feed, folder, run.lake, run.log.run)
            for text in done.notices:
                say.say(f"Notice: {text}")
            for error in done.refused:
                run._failed(f"{feed.name}: refused", "refused", error, Moment())
            if not run.lake.exists(feed.landed):
                return None
            table = run.catalogue.tables[feed.fills]
            return refresh(
                run.lake, feed, table, run.settings.city.codes, run.log.run, done.counted
            )

        run.attempt(feed.name, work)
    _balance(run)


def _balance(run: Run) -> None:
    """Write governance.delivery from what each feed's last refresh counted, when that changed.

    What was counted is compared, not what this run did: a kill may have come in between.
    """
    made = [recall(run.lake.root, f.name) for f in run.catalogue.feeds]
    rows = [dict(b) for m in made if m for b in m.facts.get("balance", [])]
    made_of = fingerprint(delivery, *rows)
    if not rows or _is_made_of(run.lake, delivery, made_of):
        return
    for row in rows:
        if isinstance(row["landed_at"], str):
            row["landed_at"] = datetime.fromisoformat(row["landed_at"])
    frame = run.lake.spark.createDataFrame(
        [tuple(r[n] for n in delivery.column_names) for r in rows],
        run.lake.empty(delivery).schema,
    )
    _write_plain(run, delivery, frame, made_of, len(rows))


def _is_made_of(lake: Lake, table: Table, made_of: str) -> bool:
    before = recall(lake.root, table.name)
    whole = before is not None and before.version == lake.version(table)
    return whole and before is not None and before.fingerprint == made_of


def _write_plain(run: Run, table: Table, frame: DataFrame, made_of: str, rows: int) -> None:
    """Write one of the platform's own tables and remember what it was made of."""
    run.lake.write_plain(table, frame.coalesce(1), {"run": run.log.run})
    version = run.lake.version(table)
    assert version is not None
    remember(run.lake.root, table.name, Made(made_of, version, rows))


def describe_tables(run: Run) -> None:
    """Write governance.table_column from the declarations, when they changed."""
    lake, tables = run.lake, sorted(run.catalogue.tables.values(), key=lambda t: t.name)
    made_of = fingerprint(tables)
    if _is_made_of(lake, table_column, made_of):
        return
    rows = [
        (
            *(t.name, t.one_row, c.name, c.type, c.meaning, c.rule),
            *(c.name in t.key, c.grade, t.owner, getattr(t, "decides", None)),
        )
        for t in tables
        for c in t.columns
    ]
    frame = lake.spark.createDataFrame(rows, lake.empty(table_column).schema)
    _write_plain(run, table_column, frame, made_of, len(rows))


def run_steps(
    run: Run, steps: tuple[Step, ...], days: Mapping[str, date], again: bool = False
) -> None:
    """Run the steps whose inputs, code or day changed (all of them when ``again``).

    ``days`` is the day that each decides for, by the name of what it writes.
    """
    for step in steps:
        as_of = run.log.as_of = days[step.writes.name]
        needed = [t for t in step.reads if t not in step.optional]
        absent = [t.name for t in needed if not run.lake.exists(t)]
        if absent:
            run.log.step(step.writes.name, "refused", message=f"needs {', '.join(absent)}")
            say.say(f"{step.writes.name} waits: {', '.join(absent)} is not there yet.")
            continue

        def work(step: Step = step, as_of: date = as_of) -> Written | None:
            return _step(run, step, as_of, again)

        run.attempt(step.writes.name, work)


def _step(run: Run, step: Step, as_of: date, again: bool) -> Written | None:
    made_of = made_from(run.lake, step, as_of, run.settings.city.bounds)
    before = recall(run.lake.root, step.writes.name)
    whole = all(run.lake.exists(t) for t in step.outputs)
    same = before is not None and before.fingerprint == made_of
    kept = before is not None and before.version == run.lake.version(step.writes)
    if same and kept and whole and not again:
        return None
    about = {"run": run.log.run, "made_of": made_of, "reads": run.reads(step.writes.name)}
    written = answer(run.lake, step, as_of, about, run.settings)
    remember(
        run.lake.root,
        step.writes.name,
        Made(made_of, written.version, written.rows, written.quarantined),
    )
    return written


def made_from(lake: Lake, step: Step, as_of: date, bounds: Bounds) -> str:
    """Fingerprint of all a step's output depends on."""
    versions = {t.name: lake.version(t) for t in step.reads}
    dated = None if isinstance(step, Job) and not step.wants_as_of else as_of
    code = code_of(step.functions), platform_code()
    where = bounds if isinstance(step, Job) and step.wants_bounds else None
    return fingerprint(versions, [*step.outputs], *code, dated, where)


def newest_days(run: Run) -> dict[str, date]:
    """The last day of each dated table that a feed fills, from Delta's statistics alone."""
    tables = [run.catalogue.tables[f.fills] for f in run.catalogue.feeds]
    days = {t.name: run.lake.newest(t, t.happened_at) for t in tables if t.happened_at}
    return {name: day for name, day in days.items() if day is not None}
