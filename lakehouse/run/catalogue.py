"""Everything a city is made of, found by looking: tables, feeds, jobs, questions, in run order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from lakehouse.declare import Feed, Forecast, Job, Monitor, Outlook, Ranking, Table
from lakehouse.declare.errors import NotFound, PlanError, did_you_mean
from lakehouse.declare.narrowed import narrowed
from lakehouse.run.feeds.referring import in_turn
from lakehouse.run.settings import City
from lakehouse.store.contract.contract_file import waiting_contracts
from lakehouse.store.contract.contracts import read_contracts
from lakehouse.tables.governance import capacity

Question = Ranking | Forecast | Monitor | Outlook
Step = Job | Question


@dataclass(frozen=True)
class Catalogue:
    """A city's tables by name, its feeds, and its steps in an order in which they can run.

    ``left_out`` says, by the table a step would write, what the city lacks for it; ``drafts`` are
    the files of contracts that are not in force.
    """

    tables: dict[str, Table]
    feeds: tuple[Feed, ...]
    steps: tuple[Step, ...]
    left_out: dict[str, str] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()

    def table(self, name: str) -> Table:
        """By full name or, where only one fits, last name; raises :class:`NotFound`."""
        fitting = [t for t in self.tables.values() if name in (t.name, t.last)]
        if len(fitting) == 1:
            return fitting[0]
        known = [*self.tables, *(t.last for t in self.tables.values())]
        if fitting:
            raise NotFound(
                f"Several tables are called {name}: {', '.join(t.name for t in fitting)}.",
                "Give the full name.",
            )
        raise NotFound(
            f"There is no table {name}{did_you_mean(name, known)}.", "citylake show lists them."
        )

    def written_by(self, table: Table) -> Step | Feed | None:
        """The step or feed that makes the table."""
        return self._makers.get(table.name)

    @cached_property
    def _makers(self) -> dict[str, Step | Feed]:
        fed = {feed.fills: feed for feed in reversed(self.feeds)}
        return fed | {t.name: step for step in self.steps for t in step.outputs}

    def above(self, tables: Iterable[Table]) -> tuple[dict[str, Table], list[Step]]:
        """These tables and all that they are made of, by name, and the steps that make them."""
        found: dict[str, Table] = {}
        makers: dict[str, Step] = {}
        queue = list(tables)
        while queue:
            if (table := queue.pop()).name in found:
                continue
            found[table.name] = table
            maker = self.written_by(table)
            if isinstance(maker, Step) and maker.writes.name not in makers:
                makers[maker.writes.name] = maker
                queue += (*maker.reads, *maker.optional)
        return found, [*makers.values()]


def modules(package: str) -> list[Any]:
    """Every module below a package, imported."""
    places = importlib.import_module(package).__path__
    names = [m.name for m in pkgutil.walk_packages(places, f"{package}.") if not m.ispkg]
    return [importlib.import_module(name) for name in sorted(names)]


def find_tables() -> dict[str, Table]:
    """Every table declared in ``lakehouse/tables``, by name."""
    found = (v for m in modules("lakehouse.tables") for v in vars(m).values())
    return {t.name: t for t in found if isinstance(t, Table)}


def find_steps() -> list[Step]:
    """Every job and question in ``jobs``; raises :class:`PlanError` when two write one table."""
    steps: list[Step] = []
    for module in modules("jobs"):
        for value in vars(module).values():
            if isinstance(value, Question) and value.functions[0].__module__ == module.__name__:
                steps.append(value)
            elif getattr(value, "__module__", "") == module.__name__ and hasattr(value, "job"):
                steps.append(value.job)
    written = [t.name for s in steps for t in s.outputs]
    if twice := sorted({n for n in written if written.count(n) > 1}):
        raise PlanError(f"Two jobs write {', '.join(twice)}.", "A table has one writer.")
    return steps


def in_order(steps: list[Step]) -> tuple[Step, ...]:
    """Steps after those whose tables they read; raises :class:`PlanError` on a circle."""
    maker = {t.name: i for i, s in enumerate(steps) for t in s.outputs}
    graph = {
        i: {maker[t.name] for t in (*s.reads, *s.optional) if t.name in maker}
        for i, s in enumerate(steps)
    }
    try:
        return tuple(steps[i] for i in TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = " -> ".join(steps[i].writes.name for i in error.args[1])
        raise PlanError(f"Jobs wait for each other: {names}.") from error


def load_catalogue(city: City) -> Catalogue:
    """The city's catalogue; raises :class:`PlanError` when its parts do not meet."""
    tables = find_tables()
    feeds = tuple(read_contracts(city.folder))
    tables |= {f.landed.name: f.landed for f in feeds}
    for feed in feeds:
        if feed.itself and feed.fills in tables:
            raise PlanError(
                f"{feed.contract} fills itself, but {feed.fills} is declared.",
                f"Say fills: {feed.fills} and give it its columns, or name the feed otherwise.",
            )
        if feed.itself:
            tables[feed.fills] = feed.own_table
        if feed.fills not in tables:
            raise PlanError(
                f"{feed.contract} fills {feed.fills}, which is not declared"
                f"{did_you_mean(feed.fills, tables)}.",
                "Declare it in lakehouse/tables, or correct the contract.",
            )
    filled = {f.fills for f in feeds} | ({capacity.name} if city.capacity else set())
    steps, left_out = possible(in_order(find_steps()), filled)
    made = {t.name: t for s in steps for t in s.outputs}
    tables = {name: t for name, t in (tables | made).items() if name not in left_out}
    drafts = tuple(p.name for p in waiting_contracts(city.folder))
    return Catalogue(tables, in_turn(feeds, tables), steps, left_out, drafts)


def possible(
    steps: Sequence[Step], filled: Iterable[str]
) -> tuple[tuple[Step, ...], dict[str, str]]:
    """The steps a city whose feeds fill ``filled`` can run, and what each of the others lacks."""
    there, kept = set(filled), []
    lacking: dict[str, str] = {}

    def known(table: Table) -> bool:
        return (table.schema == "governance" and table != capacity) or table.name in there

    read = {t.name: t for step in steps for t in (*step.reads, *step.optional)}

    def made_of(table: Table) -> list[Table]:
        return [read[root] for root in lacking.get(table.name, table.name).split(", ")]

    for each in steps:
        step = narrowed(each, known, made_of) if isinstance(each, Ranking) else each
        if absent := [t.name for t in lacking_for(step, known)]:
            roots = {root for name in absent for root in lacking.get(name, name).split(", ")}
            lacking |= {t.name: ", ".join(sorted(roots)) for t in step.outputs}
        else:
            kept.append(step)
            there |= {t.name for t in step.outputs}
    return tuple(kept), lacking


def lacking_for(step: Step, there: Callable[[Table], bool]) -> list[Table]:
    """The tables that a step cannot do without and that are not ``there``."""
    absent = [t for t in step.reads if t not in step.optional and not there(t)]
    if isinstance(step, Job) and step.at_least_one and not any(map(there, step.optional)):
        absent += step.optional
    return absent
