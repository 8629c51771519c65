"""A costly feature is a free function of the facts known before the day: what no window says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.dated import refuse_undated
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feature import Derived, Feature
from lakehouse.declare.table import Table


@dataclass(frozen=True)
class Costly:
    """One number about a cohort row as of a day, by a function of the facts known before that day.

    ``function(asked, known)`` is called once for each as-of day and value of the ``link`` columns
    (once a day where there are none). ``asked`` (pandas) has a row per entity: the link, what it
    ``asks`` with besides (carried columns, such as a place), and ``as_of``. ``known`` has the
    columns that it ``takes``, and no others, of the facts that share the link and were known before
    the day, in the order they happened in; with ``days`` those of [as_of - days, as_of) alone, with
    ``where`` (SQL) those chosen. It returns one value per row of ``asked``, and depends on nothing
    else. ``empty`` stands where nobody could be asked about: a part of the link is missing.

    Costly, because every fact meets every later day and leaves Spark for Python: first see whether
    windows (``count``, ``latest``, ``heat``) or :class:`Derived` say what is meant. PlanError where
    the table has no days, or not the columns.
    """

    name: str
    meaning: str
    of: Table
    function: Callable[[Any, Any], Any]
    link: tuple[str, ...]
    takes: tuple[str, ...]
    asks: tuple[str, ...] = ()
    days: int | None = None
    where: str | None = None
    empty: float | None = None
    type: str = "double"
    learn: bool = True

    def __post_init__(self) -> None:
        refuse_undated(self.name, self.of)
        for column in (*self.link, *self.takes):
            if column not in self.of.column_names:
                raise PlanError(
                    f"Feature {self.name} wants {column} of {self.of.name}"
                    f"{did_you_mean(column, self.of.column_names)}.",
                    "Take a column that the table has.",
                )


Declared = Feature | Derived | Costly
