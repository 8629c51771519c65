"""Plants defects in single rows and says which row got which."""

from collections.abc import Callable
from dataclasses import dataclass

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


TRIES = 50
WHOLE_ROW = ("duplicate_row", "too_few_columns", "too_many_columns")


def kinds_for(delivery: Delivery) -> list[str]:
    """The kinds of defect that this delivery can carry."""
    return [*WHOLE_ROW, *(kind for kind, columns in targets(delivery).items() if columns)]


def _cut(row: Row, rng: np.random.Generator) -> Row:
    return row[: int(rng.integers(1, len(row)))]


def _widened(row: Row, rng: np.random.Generator) -> Row:
    at = int(rng.integers(0, len(row) + 1))
    return [*row[:at], "?", *row[at:]]


_RESHAPED: dict[str, Callable[[Row, np.random.Generator], Row]] = {
    "too_few_columns": _cut,
    "too_many_columns": _widened,
}


def _damaged(
    row: Row, kind: str, delivery: Delivery, rng: np.random.Generator, taken: set[tuple[str, ...]]
) -> tuple[Row, str]:
    """The damaged row, unlike any in `taken`, and the name of the struck column.

    Two rows that lose their key can become equal; drawn again until they differ, so that the
    only exact duplicates are the planted ones.
    """
    for _ in range(TRIES):
        if kind in _RESHAPED:
            out, name = _RESHAPED[kind](row, rng), ""
        else:
            columns = targets(delivery)[kind]
            column = columns[int(rng.integers(0, len(columns)))]
            out, name = struck(kind, column, row, delivery, rng)
        if tuple(out) not in taken:
            taken.add(tuple(out))
            return out, name
    raise ValueError(f"{delivery.name}: every {kind} repeats a row. Lower the share of defects.")


def plant(
    rows: list[Row], chosen: dict[int, str], delivery: Delivery, file: str, rng: np.random.Generator
) -> tuple[list[Row], list[Defect]]:
    """The rows of one file with defects in place, and the list of those, by row number.

    `chosen` says which 0-based row gets which kind; every row gets at most one. A duplicate
    stands up to 50 rows below its original, and it is the lower copy that is the defect.
    Raises ValueError when a row cannot be damaged without repeating another.
    """
    order, out, marks = list(map(float, range(len(rows)))), list(rows), {}
    taken = {tuple(row) for row in rows}
    for index, kind in sorted(chosen.items()):
        if kind == "duplicate_row":
            marks[len(out)] = (kind, "")
            out.append(list(rows[index]))
            order.append(min(index + float(rng.integers(0, 50)), len(rows) - 1) + 0.5)
        else:
            out[index], name = _damaged(rows[index], kind, delivery, rng, taken)
            marks[index] = (kind, name)
    final = np.argsort(order, kind="stable")
    defects = [Defect(file, n, *marks[i]) for n, i in enumerate(final.tolist(), 1) if i in marks]
    return [out[i] for i in final], defects


def choose(
    rng: np.random.Generator, count: int, delivery: Delivery, share: float
) -> dict[int, str]:
    """Which of `count` rows get which kind: `share` of them, but every kind at least once.

    Raises ValueError when there are fewer rows than kinds of defect.
    """
    kinds = kinds_for(delivery)
    if share <= 0:
        return {}
    wanted = max(len(kinds), round(share * count))
    if wanted > count:
        raise ValueError(f"{delivery.name} has {count} rows for {wanted} defects. Raise the scale.")
    hit = rng.choice(count, wanted, replace=False)
    return {int(row): kinds[i % len(kinds)] for i, row in enumerate(hit)}
