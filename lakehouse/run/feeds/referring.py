"""Feeds that refer to tables of others: looked up, checked, and put behind what they refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.declare.reference import Reference
from lakehouse.declare.table import Table


def in_turn(feeds: Sequence[Feed], tables: Mapping[str, Table]) -> tuple[Feed, ...]:
    """The feeds with the tables that they refer to, each after those that fill these.

    Raises :class:`PlanError` for a table that no feed fills, or feeds that wait for each other.
    """
    filled = {f.fills: tables[f.fills] for f in feeds}
    found = {f.name: bound(f, filled) for f in feeds}
    by_table = {f.fills: f.name for f in feeds}
    graph = {f.name: [by_table[r.table] for r in f.references] for f in feeds}
    try:
        return tuple(found[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise PlanError(
            f"Feeds refer to each other: {circle}.", "Take one of these relationships out."
        ) from error


def bound(feed: Feed, filled: Mapping[str, Table]) -> Feed:
    """The feed with the tables it refers to; ``filled`` are those that feeds fill, by name."""
    if not feed.references:
        return feed
    return replace(feed, references=tuple(_bound(feed, r, filled) for r in feed.references))


def _bound(feed: Feed, reference: Reference, filled: Mapping[str, Table]) -> Reference:
    name = reference.table
    if name not in filled:
        raise PlanError(
            f"{feed.contract} refers to {name}, which no feed of the city fills"
            f"{did_you_mean(name, filled)}.",
            "Name the table of another feed, as schema.table.column.",
        )
    table = filled[name]
    try:
        for column in (*reference.to, *reference.takes):
            table.column(column)
    except PlanError as error:
        raise PlanError(f"{feed.contract}: {error.what}", error.todo) from error
    if reference.takes and set(reference.to) != set(table.key):
        raise PlanError(
            f"{feed.contract}: a rule names {reference.last}.{reference.takes[0]}, but the row is "
            f"not found by the key of {name}.",
            f"Refer to its key: {', '.join(table.key)}.",
        )
    if reference.takes and reference.last in {c.name for c in feed.columns}:
        raise PlanError(
            f"{feed.contract}: a rule names {reference.last}, a column and a table.",
            "Name the property otherwise.",
        )
    return replace(reference, of=table)
