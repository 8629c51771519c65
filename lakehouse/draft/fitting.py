"""Which table of the vocabulary a file may fill, and the SELECT that would make it of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from lakehouse.declare.column import Column
from lakehouse.declare.table import Table
from lakehouse.draft.columns import Proposed

ADDED = ("known_at", "_file", "_row")  # what every feed's rows have anyway
ENOUGH, LIKE, CALLED, THEIRS = 0.34, 0.75, 0.35, 0.15
LIGHT, LITTLE = ("no", "id", "code", "on", "at", "of"), 0.3
# What feeds are called, and what the vocabulary calls it.
NAMED = {"complaint": "incident", "restaurant": "food", "outline": "boundary"}
# Words that departments use for one another.
SAME = {
    "license": "licence",
    "permit": "licence",
    "number": "no",
    "nr": "no",
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "zipcode": "zip",
    "postcode": "zip",
    "dba": "name",
    "results": "result",
    "outcome": "result",
    "date": "on",
    "datetime": "at",
    "day": "on",
}


def fitting(
    columns: Iterable[Proposed], tables: Iterable[Table], feed: str = "", department: str = ""
) -> list[Table]:
    """The tables whose columns the file seems to have, at most three, the likeliest first.

    A column counts the more the fewer tables have one of its name, and twice in a key; that the
    feed is called like the table counts as well, and whose file it is.
    """
    has, choice = list(columns), list(tables)
    common = Counter(c.name for t in choice for c in t.columns)
    scored = [
        (
            _score(has, table, common)
            + CALLED * _called(feed, table)
            + THEIRS * (table.schema in (department, *feed.split("_"))),
            table.name,
            table,
        )
        for table in choice
    ]
    good = sorted((s for s in scored if s[0] >= ENOUGH), key=lambda s: (-s[0], s[1]))
    return [table for _, _, table in good[:3]]


def _score(columns: list[Proposed], table: Table, common: Counter[str]) -> float:
    wanted = [c for c in table.columns if c.name not in ADDED]
    weight = {c.name: (2 if c.name in table.key else 1) / common[c.name] for c in wanted}
    # Any file has a day: that tells little.
    weight |= {n: weight[n] * LITTLE for n in weight if set(_words(n)) <= set(LIGHT)}
    found = [c.name for c in wanted if _measured(c, match(c, columns))]
    return sum(weight[n] for n in found) / sum(weight.values()) if len(found) >= 2 else 0.0


def _measured(wanted: Column, found: Proposed | None) -> bool:
    """Whether a column was found, and is a number where a measure is wanted."""
    if found is None:
        return False
    return wanted.type not in ("double", "float") or found.kind.numbers is not None


def _called(feed: str, table: Table) -> float:
    """The share of the words of the table's name that stand in the feed's."""
    has, words = [_other(w) for w in feed.split("_")], [_other(w) for w in table.last.split("_")]
    # burglaries and burglary
    found = [b for b in words if any(_alike(a, b) or (len(b) > 6 and a[:6] == b[:6]) for a in has)]
    return len(found) / len(words)


def _other(word: str) -> str:
    return NAMED.get(word.removesuffix("s"), word)


def match(wanted: Column, columns: Iterable[Proposed]) -> Proposed | None:
    """The column of the file whose name is nearest, None when none is near."""
    scored = [(_near(wanted, c), c) for c in columns]
    best = max(scored, key=lambda s: s[0], default=(0.0, None))
    return best[1] if best[0] >= LIKE else None


def _near(wanted: Column, column: Proposed) -> float:
    """How far the words of the wanted name stand in the other's: 1 is all, and no more."""
    first, second = _words(wanted.name), _words(column.name)
    near = _share(first, second) * (0.8 + 0.2 * _share(second, first))
    if wanted.type in ("date", "timestamp"):
        return near if column.kind.moments is not None else 0.0
    # A person's name is seldom what a table of things calls a name.
    return near - (0.1 if column.personal and wanted.grade != "personal" else 0.0)


def _share(words: list[str], others: list[str]) -> float:
    """The share of the words that the others have as well; a few tell little."""
    weight = {w: LITTLE if w in LIGHT else 1.0 for w in words}
    found = [w for w in weight if any(_alike(w, other) for other in others)]
    return sum(weight[w] for w in found) / sum(weight.values())


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) > 4 and SequenceMatcher(None, one, other).ratio() >= 0.8)


def _words(name: str) -> list[str]:
    return [SAME.get(word, word) for word in name.split("_")]


def select_for(table: Table, columns: Iterable[Proposed], feed: str) -> str:
    """A SELECT that names every column of ``table``; what no column is like is null and a TODO."""
    found, lines = _matched(table, list(columns)), []
    for wanted in table.columns:
        about = wanted.meaning + (f" Rule: {wanted.rule}." if wanted.rule else "")
        if wanted.name in ADDED:
            text, about = wanted.name, ""
        elif wanted.name in found:
            text = _cast(found[wanted.name], wanted)
        else:
            text, about = f"cast(null as {wanted.type}) as {wanted.name}", f"TODO {about}"
        lines.append((text, about))
    last = len(lines) - 1
    said = [
        (f"  -- {about}\n" if about else "") + f"  {text}{',' if i < last else ''}"
        for i, (text, about) in enumerate(lines)
    ]
    return (
        f"-- Makes {table.name} of {feed}: {table.one_row} Key: {', '.join(table.key)}.\n"
        "-- Drafted by the names alone: look at every line.\n"
        "select\n" + "\n".join(said) + f"\nfrom {feed}\n"
    )


def _matched(table: Table, columns: list[Proposed]) -> dict[str, Proposed]:
    """A column of the file for each of the table's, none twice: keys first, then the nearest."""
    found: dict[str, Proposed] = {}
    keys = [c for c in columns if c.key]
    if len(keys) == len(table.key) == 1:
        found[table.key[0]] = keys[0]
    pairs = [
        (_near(wanted, c), -i, wanted.name, c)
        for wanted in table.columns
        for i, c in enumerate(columns)
        if wanted.name not in ADDED
    ]
    for near, _, name, column in sorted(pairs, key=lambda p: p[:3], reverse=True):
        if near >= LIKE and name not in found and column not in found.values():
            found[name] = column
    dated = [c for c in columns if c.kind.moments is not None and c.required]
    if table.happened_at and table.happened_at not in found and len(dated) == 1:
        found[table.happened_at] = dated[0]
    return found


def _cast(found: Proposed, wanted: Column) -> str:
    name = f"`{found.name}`" if found.name.isdigit() else found.name
    if found.kind.type == wanted.type:
        return name if found.name == wanted.name else f"{name} as {wanted.name}"
    return f"cast({name} as {wanted.type}) as {wanted.name}"
