"""What moved between two releases, as values: rows, ranks, and what moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

By = Literal["data", "model", "rules"]
CAUSES: tuple[By, ...] = ("data", "model", "rules")


@dataclass(frozen=True)
class Parts:
    """A change in three parts that add up to the whole, in the unit of what changed."""

    data: float
    model: float
    rules: float

    @property
    def whole(self) -> float:
        """The change itself."""
        return self.data + self.model + self.rules


@dataclass(frozen=True)
class Move:
    """A row of a list in two releases; a rank or value is None where it had none.

    ``value`` is a chance (0 to 1) or an expected count; ``parts`` is how much data, model and
    rules changed it, None where that cannot be told.
    """

    key: str
    title: str
    ranks: tuple[int | None, int | None]
    values: tuple[float | None, float | None]
    parts: Parts | None = None


@dataclass(frozen=True)
class Cause:
    """What differs in the making of a result between two releases.

    ``known`` is False where one of them does not say. ``data`` names feeds whose deliveries
    differ, ``days`` the two as-of days where these differ, ``models`` the versions by model name,
    ``rules`` the tables made by other code or declarations.
    """

    known: bool = True
    data: tuple[str, ...] = ()
    days: tuple[str, str] | None = None
    models: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[By, ...]:
        """Which of the three differ; a later day is more data."""
        there = (self.data or self.days, self.models, self.rules)
        return tuple(c for c, found in zip(CAUSES, there, strict=True) if found)


@dataclass(frozen=True)
class Change:
    """One result in two releases.

    ``rows`` are those that came, went, say something else and say the same. For a list, its
    ``first`` places are compared: who ``entered``, ``left`` and ``moved`` among them;
    ``far`` is how many of all scored rows left their earlier range, ``share`` how many of those
    that entered did so by data, model and rules (None where that cannot be told).
    """

    result: str
    rows: tuple[int, int, int, int]
    cause: Cause
    is_list: bool = False
    is_chance: bool = True
    first: int = 0
    entered: tuple[Move, ...] = ()
    left: tuple[Move, ...] = ()
    moved: tuple[Move, ...] = ()
    far: int = 0
    share: Parts | None = None

    @property
    def same(self) -> bool:
        """Whether no row came, went or changed."""
        return not any(self.rows[:3])


@dataclass(frozen=True)
class Changes:
    """All results in two releases: names and days of both, results that came and went."""

    names: tuple[str, str]
    days: tuple[date, date]
    results: tuple[Change, ...]
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A release as the page of releases lists it; ``withdrawn`` says why, None when it was not.

    ``here`` is true of the release that the page belongs to.
    """

    name: str
    day: date
    made_at: datetime | None
    tables: int
    withdrawn: str | None = None
    here: bool = False
