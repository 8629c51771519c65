"""The commands that need Spark: plan, land, run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from lakehouse.declare.errors import CityLakeError, DeliveryMissing, NotFound, did_you_mean, listed
from lakehouse.declare.ranking import Ranking
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, Step, load_catalogue
from lakehouse.run.commands.try_next import try_next
from lakehouse.run.computing.days import asked_days, default_days, held_back
from lakehouse.run.computing.deciding import decide
from lakehouse.run.computing.runner import Run, new_run
from lakehouse.run.feeds.feeds import land_feeds, newest_days
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.lake import Lake
from lakehouse.store.lock import hold
from lakehouse.store.run_log import commit_logs
from lakehouse.store.session import open_session


def _lake(settings: Settings) -> Lake:
    with say.working("starting Spark"):
        return Lake(open_session(settings.spark), settings.lake)


@dataclass(frozen=True)
class Held:
    """A city whose lake this process holds."""

    settings: Settings
    catalogue: Catalogue
    lake: Lake


@contextmanager
def holding(city: str | None, command: str, wait: float) -> Iterator[Held]:
    """The city with its lake held for this command, and Spark started."""
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    with hold(settings.lake, f"citylake {command}", wait, say.say):
        yield Held(settings, catalogue, _lake(settings))


@contextmanager
def logged(held: Held, command: str) -> Iterator[Run]:
    """A run over the held lake; its log is committed when it ends, whatever happened."""
    run = new_run(held.settings, held.catalogue, held.lake, command)
    outcome, why = "failed", ""
    try:
        yield run
        why = str(run.problems[0]) if run.problems else ""
        outcome = "failed" if run.problems else "done"
    except BaseException as error:
        why = str(error) if isinstance(error, CityLakeError) else type(error).__name__
        raise
    finally:
        run.log.finish(outcome, why)
        commit_logs(run.lake)


@contextmanager
def _running(city: str | None, command: str, wait: float) -> Iterator[Run]:
    with holding(city, command, wait) as held, logged(held, command) as run:
        yield run


def plan(city: str | None, every: bool = False) -> int:
    """Print every problem of the plan; the exit code of the first, 0 when there is none.

    What is left out is said in a line for all that lack the same, a line each with ``every``.
    """
    from lakehouse.run.planning.left_out import left_out_lines
    from lakehouse.run.planning.plan import plan as check

    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    lake = _lake(settings)
    checked = check(catalogue, lake, settings.city.codes)
    found = [error for _, error in checked if error is not None]
    for error in found:
        say.problem(error)
    say.say(
        f"{settings.city.title}: {len(catalogue.feeds)} contracts, {len(catalogue.steps)} jobs and "
        f"{len(catalogue.tables)} tables checked, {len(found)} problem(s)."
    )
    for draft in catalogue.drafts:
        say.say(f"Waiting: {draft} is a draft; it lands once its status is active.")
    for step in catalogue.steps:
        if isinstance(step, Ranking) and step.lacks:
            lacks = ", ".join(t.name for t in step.lacks)
            say.say(f"Made with less: {step.writes.name}; no feed fills {lacks}.")
    for line in left_out_lines(catalogue.left_out, every):
        say.say(line)
    return found[0].exit_code if found else 0


def land(city: str | None, names: list[str], wait: float) -> int:
    """Land the named feeds, else all; the exit code."""
    with _running(city, "land", wait) as run:
        known = {f.name: f for f in run.catalogue.feeds}
        for name in names:
            if f"{name}.odcs.yaml" in run.catalogue.drafts:
                raise NotFound(
                    f"{name}.odcs.yaml is a draft: nothing lands by it.",
                    "Decide what it leaves open, then say status: active.",
                )
            if name not in known:
                raise NotFound(
                    f"{run.settings.city.title} has no feed {name}{did_you_mean(name, known)}.",
                    f"Feeds are: {', '.join(known)}.",
                )
        _refuse_idle(run)
        land_feeds(run, tuple(known[n] for n in names) or run.catalogue.feeds)
        return _ended(run, "landed")


def _refuse_idle(run: Run) -> None:
    """Raises :class:`NotFound` for a city by none of whose contracts anything lands."""
    if run.catalogue.feeds:
        return
    drafts = run.catalogue.drafts
    todo = "Decide what it leaves open (TODO), then say status: active."
    if not drafts:
        todo = "citylake contract draft FILE proposes one; CONTRIBUTING.md goes through the steps."
    raise NotFound(
        f"{run.settings.city.title} has no active contract, so nothing lands"
        f"{': a draft is ' + listed(drafts) if drafts else ''}.",
        todo,
    )


def run(city: str | None, tables: list[str], as_of: date | None, wait: float, again: bool) -> int:
    """Land, compute the named tables (else all), publish; the exit code."""
    with _running(city, "run", wait) as current:
        _refuse_idle(current)
        steps = needed(current.catalogue, tables)
        land_feeds(current, current.catalogue.feeds)
        catalogue = current.catalogue
        newest = newest_days(current)
        days = asked_days(catalogue, as_of, newest) if as_of else default_days(catalogue, newest)
        if not days:
            # Nothing ever landed: each feed has said why already.
            if not current.problems:
                current.problems.append(DeliveryMissing("No dated feed has delivered yet."))
            return current.exit_code
        asked = {days[s.writes.name] for s in steps}
        day = as_of or max(asked or days.values())
        if as_of:
            for line in held_back(steps, days, as_of):
                say.say(line)
        for each in sorted(asked):
            say.say(f"As of {each:%d %B %Y}: what was known before that day.")
        decide(current, steps, days, day, publishes=not tables, again=again)
        code = _ended(current, f"computed as of {day}")
        if not tables and not code:
            for line in try_next(current):
                say.say(line)
        # Who asks for a table by name wants to hear that it could not be made.
        return code or (current.early[0].exit_code if tables and current.early else 0)


def needed(catalogue: Catalogue, names: list[str]) -> tuple[Step, ...]:
    """The steps that make the named tables and all they are made of; all steps for no name."""
    if not names:
        return catalogue.steps
    _, makers = catalogue.above(catalogue.table(n) for n in names)
    return tuple(s for s in catalogue.steps if s in makers)


def _ended(run: Run, what: str) -> int:
    rest = f", {run.unchanged} unchanged" if run.unchanged else ""
    problems = f", {len(run.problems)} problem(s), see above" if run.problems else ""
    say.say(f"{run.settings.city.title} {what}{rest}{problems}.")
    return run.exit_code
