"""What moved between two releases in sentences: for the page of changes, and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lakehouse.portal.change import Change, Changes, Move
from lakehouse.portal.said.causewords import cause_lines, split_line
from lakehouse.portal.said.movewords import move_line
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words


@dataclass(frozen=True)
class Told:
    """One result in words: its title, what moved, why, and single rows in groups."""

    result: str
    title: str
    same: bool
    moved: tuple[Markup, ...]
    causes: tuple[Markup, ...]
    groups: tuple[tuple[Markup, tuple[Markup, ...]], ...]


def changes_view(changes: Changes | None, words: Words) -> dict[str, Any]:
    """The page: its finding, and every result, those that moved first, lists before others."""
    if changes is None:
        return {"finding": words("changes.first"), "told": [], "more": [], "since": ""}
    ordered = sorted(changes.results, key=lambda change: not change.is_list)
    told = [told_of(change, words) for change in ordered]
    busy = [t for t in told if not t.same]
    day = words.day(changes.days[0])
    finding = (
        words.plural("changes.title", len(busy), all=words.number(len(told)), day=day)
        if busy
        else words("changes.quiet", day=day)
    )
    both = (("changes.came", changes.came), ("changes.went", changes.went))
    return {
        "finding": finding,
        "told": busy + [t for t in told if t.same],
        "more": [words(key, names=_titles(names, words)) for key, names in both if names],
        "since": words("changes.since", before=changes.names[0], after=changes.names[1]),
    }


def told_of(change: Change, words: Words) -> Told:
    """One result in words; causes only where something moved."""
    title = Voice(words, change.result).title
    causes: list[Markup] = []
    if not change.same:
        causes = [*cause_lines(change, words)]
    groups = ((k, m) for k, m in _groups(change) if m)
    return Told(
        change.result,
        title,
        change.same,
        tuple(_moved(change, words)),
        tuple(causes),
        tuple(
            (words.plural(f"changes.{kind}", len(moves), first=words.number(change.first)),
             tuple(move_line(move, change.is_chance, words) for move in moves))
            for kind, moves in groups
        ),
    )  # fmt: skip


def _groups(change: Change) -> tuple[tuple[str, tuple[Move, ...]], ...]:
    return (("entered", change.entered), ("left", change.left), ("moved", change.moved))


def _moved(change: Change, words: Words) -> Iterator[Markup]:
    came, went, other, stayed = (words.number(n) for n in change.rows)
    if change.same:
        yield words("changes.same", n=stayed)
        return
    if change.is_list and change.first and not any(moves for _, moves in _groups(change)):
        yield words("changes.order", first=words.number(change.first))
    if change.far:
        yield words.plural("changes.far", change.far)
    yield words("changes.rows", came=came, went=went, other=other, stayed=stayed)
    if split := split_line(change, words):
        yield split


def _titles(names: tuple[str, ...], words: Words) -> str:
    return ", ".join(Voice(words, name).title for name in names)
