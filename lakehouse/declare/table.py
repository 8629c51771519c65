"""A table is a promise: what a row is, its key and columns, when it happened and was known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lakehouse.declare.column import Column
from lakehouse.declare.errors import PlanError, did_you_mean

TABLE_NAME = re.compile(r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Table:
    """A declared Delta table, named ``schema.table``.

    ``happened_at`` and ``known_at`` name the columns (date or timestamp) that say when a row
    happened and when the city could first know it; ``owner`` is the department that answers for
    it. ``paces`` is False for registers and what happens rarely: their last day does not tell how
    far the department's knowledge reaches, so no list waits for it.
    Raises :class:`PlanError` when key, times or columns do not fit together.
    """

    name: str
    one_row: str
    key: Sequence[str]
    columns: Sequence[Column]
    happened_at: str | None = None
    known_at: str | None = None
    owner: str = ""
    paces: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", tuple(self.key))
        object.__setattr__(self, "columns", tuple(self.columns))
        if not TABLE_NAME.match(self.name):
            raise PlanError(f"'{self.name}' is not a table name.", "Write schema.table.")
        names = self.column_names
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise PlanError(f"{self.name} declares {', '.join(twice)} twice.", "Remove one.")
        for wanted in (*self.key, self.happened_at, self.known_at):
            if wanted is not None:
                self.column(wanted)

    @property
    def schema(self) -> str:
        return self.name.split(".")[0]

    @property
    def last(self) -> str:
        """The name without its schema: what a job calls its parameter."""
        return self.name.split(".")[1]

    @property
    def column_names(self) -> list[str]:
        return [c.name for c in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name; raises :class:`PlanError` with the nearest name."""
        for c in self.columns:
            if c.name == name:
                return c
        raise PlanError(
            f"{self.name} has no column {name}{did_you_mean(name, self.column_names)}.",
            "Add it to the declaration, or correct the name.",
        )

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """(reason, condition) of every row rule: required columns first, then each rule."""
        required = {*self.key, *(c.name for c in self.columns if c.required)}
        present = [
            (f"{c.name} is missing", f"`{c.name}` is not null")
            for c in self.columns
            if c.name in required
        ]
        kept = [(f"{c.name} breaks: {c.rule}", c.rule) for c in self.columns if c.rule]
        return tuple(present + kept)

    @property
    def grade(self) -> str:
        """The strictest grade among its columns."""
        from lakehouse.declare.column import GRADES

        return max((c.grade for c in self.columns), key=GRADES.index)


@dataclass(frozen=True, kw_only=True)
class Result(Table):
    """A table that a manager decides from.

    ``decides`` is the decision it serves, ``audience`` who takes it, ``refreshed`` how often;
    ``withhold_under`` withholds counts of people below it: ``withheld`` names the column of the
    count, then those that are made of it, ``counts_people`` begins the first key of rows that are
    counts of people ('' for all; several beginnings as a tuple). ``counts_over`` names the columns
    of the first and last day of what a row counts, where its key has no day: of two releases whose
    days overlap the difference tells of the others. Where nothing is blank, for one
    number stands for all small counts, ``stand_ins`` is the column that names, in each row, what
    was counted so. A result with a personal column refuses to be built.
    """

    decides: str
    audience: str
    refreshed: str
    withhold_under: int | None = None
    withheld: Sequence[str] = ()
    counts_people: str | tuple[str, ...] = ""
    counts_over: tuple[str, str] | None = None
    stand_ins: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        personal = [c.name for c in self.columns if c.grade == "personal"]
        if personal:
            raise PlanError(
                f"{self.name} would publish personal columns: {', '.join(personal)}.",
                "Leave them out, or publish a count with withhold_under=.",
            )
        for name in self.counts_over or ():
            self.column(name)
        hidden = [*self.withheld, *([self.stand_ins] if self.stand_ins else [])]
        if hidden and self.withhold_under is None:
            raise PlanError(
                f"{self.name} says withheld, but not withhold_under.",
                "Say under which number the counts are withheld.",
            )
        for name in hidden:
            self.column(name)
        if self.schema != "published":
            raise PlanError(f"{self.name} is a result but not in 'published'.", "Rename it.")
