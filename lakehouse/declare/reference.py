"""A reference says that columns of a feed name a row of another table, which has to be there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lakehouse.declare.table import Table


@dataclass(frozen=True)
class Reference:
    """``columns`` of a feed have the values of the columns ``to`` of a row of ``table``.

    A row of which one of ``columns`` is missing refers to nothing. ``takes`` are columns of the
    row referred to that rules of the feed ask for, as ``<last name of the table>.<column>``.
    ``severity`` is that of a row that refers to none. ``of`` is the table, once it is looked up.
    """

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    severity: str = "error"
    takes: tuple[str, ...] = ()
    of: Table | None = field(default=None, repr=False, compare=False)

    @property
    def last(self) -> str:
        """What rules call the row that is referred to."""
        return self.table.split(".")[-1]

    @property
    def marker(self) -> str:
        """The column that is true beside a row that refers to one, and null otherwise."""
        return f"_in_{self.last}_{'_'.join(self.columns)}"

    @property
    def rule(self) -> tuple[str, str]:
        """The reason and the condition that must not be false of a row."""
        absent = (f"`{name}` is null" for name in self.columns)
        condition = " or ".join((f"`{self.marker}` is not null", *absent))
        return f"{' and '.join(self.columns)}: not in {self.table}", condition

    def asked(self, sql: Iterable[str]) -> tuple[str, ...]:
        """The columns of the row referred to that conditions name."""
        named = re.compile(rf"\b{self.last}\s*\.\s*`?([a-z_][a-z0-9_]*)")
        return tuple(sorted({name for text in sql for name in named.findall(text)}))

    def behind(self, sql: str) -> bool:
        """Whether a condition looks at the table that is referred to."""
        return f"`{self.marker}`" in sql or bool(self.asked([sql]))
