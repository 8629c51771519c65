"""Plants defects in single rows and says which row got which."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lakehouse.sample.layout import Delivery
from lakehouse.sample.strike import Row, struck, targets


@dataclass(frozen=True)
class Defect:
    """One planted defect; `row` counts data rows from 1, `column` is empty for whole rows."""

    file: str
    row: int
    kind: str
    column: str


@dataclass(frozen=True)
class Planted:
    """What becomes of a file's rows: some are replaced, and copies stand below some.

    `instead` and `below` go by the row's number before anything was inserted, from 0.
    """

    instead: Mapping[int, Row]
    below: Mapping[int, list[Row]]
    defects: list[Defect]

    @cached_property
    def _copies(self) -> list[int]:
        return sorted(after for after, copies in self.below.items() for _ in copies)

    def number(self, row: int) -> int:
        """The row's number in the file, from 1, moved down by the copies above it."""
        return row + 1 + bisect_left(self._copies, row)


TRIES = 50
ENOUGH_PER_KIND = 50
WHOLE_ROW = ("duplicate_row", "too_few_columns", "too_many_columns")


def kinds_for(delivery: Delivery) -> list[str]:
    """The kinds of defect that this delivery can carry; only lines of CSV have a width."""
    return [*(WHOLE_ROW if delivery.format == "csv" else WHOLE_ROW[:1]), *targets(delivery)]


def _cut(row: Row, rng: np.random.Generator) -> Row:
    return row[: int(rng.integers(1, len(row)))]


def _widened(row: Row, rng: np.random.Generator) -> Row:
    at = int(rng.integers(0, len(row) + 1))
    return [*row[:at], "?", *row[at:]]


_RESHAPED: dict[str, Callable[[Row, np.random.Generator], Row]] = {
    "too_few_columns": _cut,
    "too_many_columns": _widened,
}


def damaged(
    row: Row, kind: str, delivery: Delivery, rng: np.random.Generator, taken: set[tuple[str, ...]]
) -> tuple[Row, str] | None:
    """The damaged row, unlike any in `taken`, and the name of the struck column.

    Two rows that lose their key can become equal; drawn again until they differ, so that the
    only exact duplicates are the planted ones. None when the row cannot carry the defect.
    """
    for _ in range(TRIES):
        if kind in _RESHAPED:
            found: tuple[Row, str] | None = (_RESHAPED[kind](row, rng), "")
        else:
            columns = targets(delivery)[kind]
            column = columns[int(rng.integers(0, len(columns)))]
            found = struck(kind, column, row, delivery, rng)
        if found and tuple(found[0]) not in taken:
            taken.add(tuple(found[0]))
            return found
    return None


def plant(
    count: int,
    row_at: Callable[[int], Row],
    chosen: Mapping[int, str],
    spared: Collection[int],
    delivery: Delivery,
    file: str,
    rng: np.random.Generator,
) -> Planted:
    """Defects for one file of `count` rows; `chosen` says which 0-based row gets which kind.

    A row that is `spared`, or that cannot carry its defect, hands it on to the next free one.
    A copy stands up to 50 rows below its original, and it is the copy that is the defect.
    """
    instead: dict[int, Row] = {}
    below: dict[int, list[Row]] = {}
    marks: dict[int, tuple[str, str]] = {}
    copies: list[tuple[int, int]] = []
    taken: set[tuple[str, ...]] = set()
    held = {*chosen, *spared}
    for first, kind in sorted(chosen.items()):
        for index in (first, *((first + i) % count for i in range(1, count))):
            if (index in held and index != first) or index in spared:
                continue
            if kind == "duplicate_row":
                copies.append((min(index + int(rng.integers(0, 50)), count - 1), index))
                held.add(index)
                break
            found = damaged(row_at(index), kind, delivery, rng, taken)
            if found:
                instead[index], marks[index] = found[0], (kind, found[1])
                held.add(index)
                break
    for after, index in sorted(copies):
        below.setdefault(after, []).append(row_at(index))
    planted = Planted(instead, below, [])
    rows = [(planted.number(i), *mark) for i, mark in marks.items()]
    for after, lines in below.items():
        top = planted.number(after)
        rows += [(top + n, "duplicate_row", "") for n in range(1, len(lines) + 1)]
    planted.defects.extend(Defect(file, *row) for row in sorted(rows))
    return planted


def choose(
    rng: np.random.Generator, rows: Mapping[str, int], delivery: Delivery, share: float
) -> dict[str, dict[int, str]]:
    """Which rows of which month's file get which kind; `rows` counts the rows of each file.

    `share` of all rows are chosen, but every kind at least once where there are 50 rows per
    kind. At most one row in 20 of a file is: more and it would be refused as a whole.
    """
    kinds, total = kinds_for(delivery), sum(rows.values())
    wanted = round(share * total)
    if share > 0 and total >= ENOUGH_PER_KIND * len(kinds):
        wanted = max(wanted, len(kinds))
    months, ends = list(rows), np.cumsum(list(rows.values()))
    if not wanted:
        return {month: {} for month in months}
    hit = rng.choice(total, min(total, 2 * wanted + 20), replace=False)
    chosen: dict[str, dict[int, str]] = {month: {} for month in months}
    for row in hit.tolist():
        place = int(np.searchsorted(ends, row, side="right"))
        month = months[place]
        if len(chosen[month]) < max(1, rows[month] // 20):
            kind = kinds[(total - wanted) % len(kinds)]
            chosen[month][row - int(ends[place]) + rows[month]] = kind
            wanted -= 1
        if wanted == 0:
            break
    return chosen
