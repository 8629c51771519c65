"""A column is a name, a type, a meaning, a rule it keeps and a grade that says who may see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lakehouse.declare.errors import PlanError
from lakehouse.declare.observer import names_observer

GRADES = ("open", "internal", "confidential", "personal")
TYPES = (
    "string",
    "boolean",
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "float",
    "double",
    "date",
    "timestamp",
    "array<string>",
)
NAME = re.compile(r"^_?[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Column:
    """One column of a :class:`Table`.

    ``type`` is one of ``TYPES`` (Spark SQL names); ``rule`` is a Spark SQL condition over the row
    that must not be false (null passes: say ``required`` to refuse null); ``grade`` is one of
    ``GRADES``, the strictest last. ``about_observer`` says that it tells who looked or wrote it
    down (None: where its name does, ``names_observer``), ``changes_later`` that a department
    overwrites it after the row became known: no feature may be made of either.
    ``tells_discovered`` parts what somebody went out to find from what was reported: no ranking
    reads such a table. Raises :class:`PlanError` on anything else.
    """

    name: str
    type: str
    meaning: str
    rule: str | None = None
    required: bool = False
    grade: str = "open"
    about_observer: bool | None = None
    changes_later: bool = False
    tells_discovered: bool = False

    def __post_init__(self) -> None:
        if self.about_observer is None:
            object.__setattr__(self, "about_observer", names_observer(self.name))
        if not NAME.match(self.name):
            raise PlanError(
                f"'{self.name}' is not a column name.",
                "Use lower-case words joined by underscores.",
            )
        if self.type not in TYPES:
            raise PlanError(
                f"Column {self.name} has the unknown type '{self.type}'.",
                f"Use one of: {', '.join(TYPES)}.",
            )
        if self.grade not in GRADES:
            raise PlanError(
                f"Column {self.name} has the unknown grade '{self.grade}'.",
                f"Use one of: {', '.join(GRADES)}.",
            )
        if not self.meaning.strip():
            raise PlanError(f"Column {self.name} has no meaning.", "Say in words what it holds.")
