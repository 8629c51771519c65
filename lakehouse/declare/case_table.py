"""The table of a ranking's cases: past ones and those that wait, with their features."""

from __future__ import annotations

from collections.abc import Iterable

from lakehouse.declare.column import Column
from lakehouse.declare.costly import Declared
from lakehouse.declare.table import Table


def case_table(
    name: str, asks: str, carries: tuple[Column, ...], features: Iterable[Declared], owner: str
) -> Table:
    """The table ``name``: one row per past case and per waiting entity of the question ``asks``."""
    fixed = (
        Column("case_id", "string", "The past case, or the entity itself when it waits."),
        Column("as_of", "date", "Day the list is made for; features know only days before."),
        Column("happened_on", "date", "Day of the outcome; missing while it waits."),
        Column("known_at", "date", "First day the outcome was known; missing while it waits."),
        Column("outcome", "int", "How often it happened (1 yes, 0 no); missing while it waits."),
    )
    made = tuple(Column(f.name, f.type, f.meaning) for f in features)
    return Table(
        name,
        f"One row per past case and per waiting entity of: {asks}",
        key=("case_id", "as_of"),
        columns=(*fixed[:1], *carries, *fixed[1:], *made),
        owner=owner,
    )
