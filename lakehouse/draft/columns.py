"""What a contract may say of one column, and what a person has to decide."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from lakehouse.declare.column import GRADES
from lakehouse.declare.spelling import Spelling
from lakehouse.declare.tag import TAGS, grade_of
from lakehouse.draft.kinds import Kind, kind_of
from lakehouse.draft.limits import (
    code_list,
    degree_limits,
    first_day,
    keeps,
    number_limits,
    pattern_of,
)
from lakehouse.draft.naming import words_of
from lakehouse.draft.numbers import gaps_in
from lakehouse.draft.personal import Likely, likely
from lakehouse.draft.stand_ins import without_far_days, without_nulls, without_zeros
from lakehouse.draft.texts import Content, Texts

FEW = 50  # rows; of fewer it says nothing that a column is always filled
DEGREES = ("latitude", "longitude")
AS_TEXT = ("phone", "plate", "postal-code", "personal-number")


@dataclass(frozen=True)
class Proposed:
    """One column of the draft: what the contract would say, and ``notes`` for who decides."""

    name: str
    texts: Texts
    kind: Kind
    tag: str | None = None
    grade: str = "open"
    required: bool = False
    key: bool = False
    codes: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | str | None = None
    maximum: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        return self.texts.header

    @property
    def personal(self) -> bool:
        return self.grade == "personal"


def propose_column(name: str, texts: Texts, content: Content, order: str) -> Proposed:
    """What the contract may say of one column; ``order`` as in :func:`find_days`."""
    guess = likely(texts.header, texts.values, texts.counts)
    kind = kind_of(texts, order)
    if guess and guess.tag in AS_TEXT and kind.numbers is not None:
        kind = Kind("string", np.ones(len(texts.values), dtype=bool))
    if guess and guess.tag in DEGREES:
        kind = without_zeros(kind, texts)
    kind = without_far_days(without_nulls(kind, texts), texts)
    tag, notes = _tag(texts, kind, guess)
    grade = max(tag[1], grade_of([guess.tag]) if guess else "open", key=GRADES.index)
    made = Proposed(name, texts, kind, tag[0], grade, notes=(*notes, *kind.notes))
    missing = _misfits(texts, kind, content)
    if missing:
        made = replace(made, notes=(*made.notes, missing))
    gaps = set(kind.spelling.missing)
    codes_of_gaps = [i for i, v in enumerate(texts.values.to_pylist()) if v in gaps] if gaps else []
    empty = int((texts.codes < 0).sum()) + int(texts.counts[codes_of_gaps].sum())
    full = empty == 0 and texts.rows >= FEW and (tag[0] not in (*DEGREES, "free-text"))
    return _limited(replace(made, required=full))


def _tag(
    texts: Texts, kind: Kind, guess: Likely | None
) -> tuple[tuple[str | None, str], tuple[str, ...]]:
    """The tag whose rules all values keep, its grade, and why."""
    if guess is None:
        words = words_of(texts.header)
        year = (
            "year" in words and kind.type in ("int", "bigint") and keeps(TAGS["year"], kind, texts)
        )
        return ("year" if year else None, "open"), ()
    said = TAGS[guess.tag]
    why = (f"looks like {said.says}: {guess.why}",)
    if keeps(said, kind, texts):
        return (guess.tag, said.grade), why if guess.personal else ()
    if guess.personal:
        return (None, said.grade), (*why, "not all values keep to its rules, so it has no tag")
    return (None, said.grade), ()


def _misfits(texts: Texts, kind: Kind, content: Content) -> str:
    """Which rows have a text that is not of the type."""
    gaps = np.isin(texts.values.to_numpy(zero_copy_only=False), kind.spelling.missing)
    wrong = ~(kind.fits | gaps)
    if not wrong.any():
        return ""
    rows = content.numbers[np.isin(texts.codes, np.flatnonzero(wrong))]
    return (
        f"TODO {len(rows):,} rows are no {kind.type} and would be held back: row "
        f"{few(sorted(int(r) for r in rows))}"
    )


def _limited(column: Proposed) -> Proposed:
    kind, texts = column.kind, column.texts
    if kind.type == "string" and not column.personal:
        codes = code_list(texts, kind.spelling.missing)
        if codes:
            return replace(column, codes=tuple(codes))
    free = column.tag in ("free-text", "person-name", "address")
    if kind.type == "string" and not free and not (column.tag and TAGS[column.tag].pattern):
        return _patterned(column)
    dated = kind.moments is not None and kind.moments.notna().any()
    if kind.moments is not None and dated and column.tag is None:
        return replace(column, minimum=first_day(kind.moments))
    if kind.numbers is not None and column.tag not in ("year", "percent"):
        words = words_of(column.header)
        limits = degree_limits(kind) if column.tag in DEGREES else number_limits(kind, words)
        return replace(column, minimum=limits[0], maximum=limits[1])
    return column


def _patterned(column: Proposed) -> Proposed:
    """With the pattern of its texts; words for nothing beside them are taken for missing."""
    values = column.texts.values
    gaps = gaps_in(values)
    pattern = pattern_of(values.filter(pa.array(~gaps)))
    if pattern is None or not gaps.any():
        return replace(column, pattern=pattern)
    words = tuple(sorted(values.filter(pa.array(gaps)).to_pylist()))
    kind = replace(column.kind, fits=~gaps, spelling=Spelling(words))
    return replace(column, pattern=pattern, kind=kind, required=False)


def few(rows: list[int]) -> str:
    """The first row numbers."""
    return ", ".join(str(r) for r in rows[:3]) + (", ..." if len(rows) > 3 else "")
