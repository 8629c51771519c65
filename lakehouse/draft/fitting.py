"""Which table of the vocabulary a file may fill, and the SELECT that would make it of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from lakehouse.declare.column import Column
from lakehouse.declare.table import Table
from lakehouse.draft.columns import Proposed

ADDED = ("known_at", "_file", "_row")  # what every feed's rows have anyway
ENOUGH, LIKE = 0.34, 0.72
# Words that departments use for one another.
SAME = {"license": "licence", "number": "no", "nr": "no", "lat": "latitude", "lon": "longitude"}
SAME |= {
    "lng": "longitude",
    "zipcode": "zip",
    "postcode": "zip",
    "dba": "name",
    "results": "result",
}
SAME |= {"date": "on", "datetime": "at", "day": "on"}


def fitting(columns: Iterable[Proposed], tables: Iterable[Table]) -> list[Table]:
    """The tables whose columns the file seems to have, at most three, the likeliest first.

    A column counts the more the fewer tables have one of its name, and twice in a key.
    """
    has, choice = list(columns), list(tables)
    common = Counter(c.name for t in choice for c in t.columns)
    scored = [(_score(has, table, common), table.name, table) for table in choice]
    good = sorted((s for s in scored if s[0] >= ENOUGH), key=lambda s: (-s[0], s[1]))
    return [table for _, _, table in good[:3]]


def _score(columns: list[Proposed], table: Table, common: Counter[str]) -> float:
    wanted = [c for c in table.columns if c.name not in ADDED]
    weight = {c.name: (2 if c.name in table.key else 1) / common[c.name] for c in wanted}
    found = [c.name for c in wanted if match(c, columns) is not None]
    return sum(weight[n] for n in found) / sum(weight.values()) if len(found) >= 2 else 0.0


def match(wanted: Column, columns: Iterable[Proposed]) -> Proposed | None:
    """The column of the file whose name is nearest, None when none is near."""
    best, chosen = LIKE, None
    for column in columns:
        near = _near(wanted.name, column.name)
        if wanted.type in ("date", "timestamp") and column.kind.type == wanted.type:
            near += 0.1
        if near > best:
            best, chosen = near, column
    return chosen


def _near(one: str, other: str) -> float:
    first, second = _plain(one), _plain(other)
    if set(first.split()) == set(second.split()):
        return 1.0
    return SequenceMatcher(None, first, second).ratio()


def _plain(name: str) -> str:
    return " ".join(SAME.get(word, word) for word in name.split("_"))


def select_for(table: Table, columns: Iterable[Proposed], feed: str) -> str:
    """A SELECT that names every column of ``table``; what no column is like is null and a TODO."""
    has, lines = list(columns), []
    for wanted in table.columns:
        found = None if wanted.name in ADDED else match(wanted, has)
        about = wanted.meaning + (f" Rule: {wanted.rule}." if wanted.rule else "")
        if wanted.name in ADDED:
            text, about = wanted.name, ""
        elif found is None:
            text, about = f"cast(null as {wanted.type}) as {wanted.name}", f"TODO {about}"
        else:
            text = _cast(found, wanted)
        lines.append((text, about))
    last = len(lines) - 1
    said = [
        (f"  -- {about}\n" if about else "") + f"  {text}{',' if i < last else ''}"
        for i, (text, about) in enumerate(lines)
    ]
    key = ", ".join(table.key)
    return (
        f"-- Makes {table.name} of {feed}: {table.one_row} Key: {key}.\n"
        "-- Drafted by the names alone: look at every line.\n"
        "select\n" + "\n".join(said) + f"\nfrom {feed}\n"
    )


def _cast(found: Proposed, wanted: Column) -> str:
    name = f"`{found.name}`" if found.name.isdigit() else found.name
    if found.kind.type == wanted.type:
        return name if found.name == wanted.name else f"{name} as {wanted.name}"
    return f"cast({name} as {wanted.type}) as {wanted.name}"
