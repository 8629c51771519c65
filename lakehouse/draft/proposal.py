"""What a contract of a file may say: its columns, its key, the rules between its days."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lakehouse.draft.columns import DEGREES, FEW, Proposed, few, propose_column
from lakehouse.draft.keys import equal_rows, find_key, nearly_unique, without_repeats
from lakehouse.draft.kinds import kind_of
from lakehouse.draft.naming import names_of, words_of
from lakehouse.draft.personal import is_place
from lakehouse.draft.source import Source
from lakehouse.draft.texts import Content, Texts

FEW_REPEATS = 0.01  # of the rows
ABOUT_PEOPLE = ("person-name", "date-of-birth", "personal-number", "sensitive")
AT_WORK = "inspector officer owner manager operator agent contact phone email plate"


@dataclass(frozen=True)
class Proposal:
    """The whole draft: how the file is read, its columns, its key, rules between its days."""

    source: Source
    content: Content
    columns: tuple[Proposed, ...]
    notes: tuple[str, ...]
    repeats: int
    in_order: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> int:
        return len(self.content.numbers)


def propose(source: Source, content: Content) -> Proposal:
    """What the file's rows suggest; nothing of it is more than that."""
    names = names_of(t.header for t in content.columns)
    order = _order(content.columns)
    made = [
        propose_column(n, t, content, order) for n, t in zip(names, content.columns, strict=True)
    ]
    if any(_tells_of_a_person(c) for c in made):
        made = [_of_people(c) for c in made]
    texts = list(content.columns)
    repeats = equal_rows(texts)
    key = find_key(texts, _likely_keys(made)) if len(content.numbers) > 1 else ()
    if not key and 0 < repeats <= FEW_REPEATS * len(content.numbers):
        # A few rows that came twice must not hide the key of all others.
        key = find_key(without_repeats(texts), _likely_keys(made))
    made = [replace(c, key=i in key, required=c.required or i in key) for i, c in enumerate(made)]
    notes = [*source.notes]
    if not content.whole:
        notes.append(f"the file is large: only {len(content.numbers):,} of its rows were read")
    if content.unsplit:
        notes.append(
            f"{len(content.unsplit):,} rows do not split into the header's fields: row "
            f"{few(list(content.unsplit))}"
        )
    return Proposal(
        *(source, content, tuple(made), tuple(notes)),
        *(repeats, _days_in_order(made)),
    )


def _order(columns: tuple[Texts, ...]) -> str:
    """Whether day or month comes first, told by a column in which it can be told."""
    for texts in columns:
        kind = kind_of(texts)
        if kind.format and not any("TODO" in n for n in kind.notes):
            bare = kind.format.replace("yyyy", "")
            if "/" in bare and "M" in bare and "d" in bare and not bare.startswith("/"):
                return "md" if bare.index("M") < bare.index("d") else "dm"
    return ""


def _tells_of_a_person(column: Proposed) -> bool:
    """Whether its rows are about people, rather than signed by one or about a vehicle."""
    about = column.tag in ABOUT_PEOPLE or (column.personal and column.tag is None)
    return about and not set(words_of(column.header)) & set(AT_WORK.split())


def _of_people(column: Proposed) -> Proposed:
    """In a file that names people, where they live is theirs as well."""
    if (column.tag == "address" or is_place(column.texts)) and not column.personal:
        return replace(
            column,
            grade="personal",
            notes=(*column.notes, "the file seems to tell of people, so where it is is theirs"),
        )
    return column


def _likely_keys(columns: list[Proposed]) -> list[int]:
    """Places of the columns a key may be made of, the likeliest first."""

    def rank(place: int) -> tuple[int, int]:
        c = columns[place]
        if c.personal and c.tag != "personal-number":
            # It may tell rows apart today; two people of one name or telephone will come.
            return 5, place
        last = words_of(c.header)[-1:] or [""]
        if last[0] in ("id", "objectid", "key", "uuid", "guid") or c.header.lower() == "id":
            return 0, place
        if c.pattern or last[0] in ("no", "nr", "number"):
            return 1, place
        dated = c.kind.type in ("date", "timestamp") or c.tag == "year"
        return (2 if dated else 3 if c.kind.type == "string" else 4), place

    left_out = ("free-text", *DEGREES, "money", "percent")
    places = [
        i
        for i, c in enumerate(columns)
        if c.kind.type not in ("double", "boolean") and c.tag not in left_out and not _long(c)
    ]
    return sorted(places, key=rank)


def _long(column: Proposed) -> bool:
    return any(len(v) > 200 for v in column.texts.values.slice(0, 20).to_pylist())


def _days_in_order(columns: list[Proposed]) -> tuple[tuple[str, str], ...]:
    """Pairs of days of which the first is never after the second, and often before it."""
    dated = [c for c in columns if c.kind.moments is not None and c.tag != "date-of-birth"][:5]
    found = []
    for one in dated:
        for other in dated:
            if one is other or one.kind.type != other.kind.type:
                continue
            first, second = _by_row(one), _by_row(other)
            both = ~(np.isnat(first) | np.isnat(second))
            kept = both.sum() >= FEW and (first[both] <= second[both]).all()
            if kept and (first[both] < second[both]).mean() > 0.05:
                found.append((one.name, other.name))
    return tuple(found)


def _by_row(column: Proposed) -> np.ndarray:
    assert column.kind.moments is not None
    values = np.append(column.kind.moments.to_numpy(), np.datetime64("NaT"))
    return np.asarray(values[column.texts.codes])


def almost_keys(proposal: Proposal) -> dict[str, int]:
    """Columns that tell nearly all rows apart, and how many rows share a value."""
    return {c.name: n for c in proposal.columns if (n := nearly_unique(c.texts))}
