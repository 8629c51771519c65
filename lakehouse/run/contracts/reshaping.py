"""Stored tables beside their declarations: wider types, another key, and what a run makes anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from deltalake import DeltaTable

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.undo.before import LOGS
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.retyped import DELTA, WIDER, repeats, widened
from lakehouse.store.lineage import said_of

SPARK = {delta: ours for ours, delta in DELTA.items()}


@dataclass(frozen=True)
class Reshape:
    """How a stored table differs from its declaration.

    ``widens`` are columns with their stored and their wider declared type; ``key`` is the key that
    the last commit promised where another is declared, of which ``repeats`` rows are not the only
    one; ``anew`` is in words what only the next run can do.
    """

    table: Table
    widens: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    repeats: int = 0
    anew: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The plan, a line for each thing that is different."""
        name = self.table.name
        said = [f"{name}: {n} {was} -> {wants} (wider)" for n, (was, wants) in self.widens.items()]
        if self.key:
            fits = f"{self.repeats:,} rows repeat" if self.repeats else "no row repeats"
            wants = ", ".join(self.table.key)
            said.append(f"{name}: key {', '.join(self.key)} -> {wants} ({fits})")
        if self.anew:
            said.append(f"{name}: {', '.join(self.anew)} (made anew by the next run)")
        return said


def reshapes(lake: Path, tables: Iterable[Table]) -> list[Reshape]:
    """The stored tables that differ from what is declared; the others are left out."""
    there = (t for t in tables if delta_log.exists(lake / t.schema / t.last))
    return [found for t in there if (found := _beside(lake / t.schema / t.last, t)).lines]


def apply(lake: Path, found: Sequence[Reshape], about: Mapping[str, str]) -> None:
    """Widen types and change keys, each table in one commit, after all files were written.

    Raises :class:`PromiseBroken`, and commits nothing, where rows repeat by the key of a table.
    """
    refuse_repeated(found)
    todo = [r for r in found if r.widens or r.key]
    with ExitStack() as written:
        made = []
        for reshape in todo:
            path = lake / reshape.table.schema / reshape.table.last
            made.append(widened(path, {n: wants for n, (_, wants) in reshape.widens.items()}))
            written.callback(made[-1].forget)
        written.pop_all()
    for reshape, one in zip(todo, made, strict=True):
        # What the version was made from stays known: only its shape is another.
        said = said_of(one.root, delta_log.version(one.root) or 0)
        keys = {**said.get("keys", {}), reshape.table.name: reshape.table.key}
        one.commit({**said, **about, "keys": keys})
        say.say(f"{reshape.table.name} v{delta_log.version(one.root)}: as declared")


def refuse_repeated(found: Iterable[Reshape]) -> None:
    """Raise :class:`PromiseBroken` naming a table whose rows repeat by the key declared now."""
    broken = next((r for r in found if r.key and r.repeats), None)
    if broken:
        raise PromiseBroken(
            f"{broken.table.name}: by its new key {', '.join(broken.table.key)} "
            f"{broken.repeats:,} rows are not the only one.",
            "Nothing was changed. Add what tells them apart to the key, or mend the job.",
        )


def _beside(path: Path, table: Table) -> Reshape:
    stored = {f.name: type_name(f.type) for f in DeltaTable(str(path)).schema().fields}
    wants = {c.name: c.type for c in table.columns}
    other = {n: (stored[n], t) for n, t in wants.items() if stored.get(n, t) != t}
    widens = {n: pair for n, pair in other.items() if pair[1] in WIDER.get(pair[0], ())}
    if table.schema in ("landed", "quarantine") or table in LOGS:
        # Kept as they came: columns are added when there are values, and never taken away.
        return Reshape(table, widens)
    anew = [f"+{n} {wants[n]}" for n in wants if n not in stored]
    anew += [f"-{n}" for n in stored if n not in wants]
    anew += [f"{n} {was} -> {t}" for n, (was, t) in other.items() if n not in widens]
    keys = said_of(path, delta_log.version(path) or 0).get("keys", {})
    key = tuple(keys.get(table.name, ()))
    if not key or key == tuple(table.key) or not set(table.key) <= set(stored):
        return Reshape(table, widens, anew=tuple(anew))
    return Reshape(table, widens, key, repeats(path, table.key), tuple(anew))


def type_name(said: object) -> str:
    """A Delta type by the name that declarations have for it."""
    name = getattr(said, "type", "")
    if isinstance(name, str) and name != "array":
        return SPARK.get(name, name)
    return f"array<{type_name(getattr(said, 'element_type', None))}>"
