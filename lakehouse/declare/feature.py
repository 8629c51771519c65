"""A feature is a declared window over earlier facts: what to take, of which table, how far back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lakehouse.declare.dated import refuse_undated
from lakehouse.declare.table import Table

BILLIONTHS = "cast(round(weight * 1e9) as bigint)"  # of the weight of a fact near a place


@dataclass(frozen=True)
class Near:
    """Facts around a place: within ``degrees`` of latitude and of longitude.

    With ``bandwidth`` each fact weighs a product Gaussian of that many degrees
    (exp(-(dlat² + dlon²) / 2h²)), otherwise 1.
    """

    degrees: float
    bandwidth: float | None = None


@dataclass(frozen=True)
class Feature:
    """One number about a cohort row as of a day, made only of facts known before that day.

    ``take`` is a Spark SQL aggregate over the facts in the window, with ``{rows}`` after each
    aggregate function (the platform puts the window there); it may use ``as_of``, and ``weight``
    for :class:`Near`. ``link`` is either the columns that fact and cohort row share or
    a :class:`Near`; ``days`` limits the window to the days [as_of - days, as_of); ``where``
    chooses facts; ``empty`` is the value when there is none (None leaves it missing). With
    ``learn=False`` no candidate sees it: it only links or feeds other features.
    """

    name: str
    meaning: str
    of: Table
    take: str
    link: tuple[str, ...] | Near
    days: int | None = None
    where: str | None = None
    empty: float | None = None
    type: str = "double"
    learn: bool = True

    def __post_init__(self) -> None:
        refuse_undated(self.name, self.of)


@dataclass(frozen=True)
class Derived:
    """A number made of other features of the same row by a Spark SQL expression."""

    name: str
    meaning: str
    sql: str
    type: str = "double"
    learn: bool = True


def _link(link: str | Iterable[str] | Near) -> tuple[str, ...] | Near:
    return link if isinstance(link, Near) else (link,) if isinstance(link, str) else tuple(link)


def count(
    name: str,
    of: Table,
    link: str | Iterable[str] | Near,
    meaning: str,
    *,
    days: int | None = None,
    where: str | None = None,
) -> Feature:
    """How many facts; zero when there is none."""
    return Feature(name, meaning, of, "count(*) {rows}", _link(link), days, where, 0)


def total(
    name: str,
    of: Table,
    column: str,
    link: str | Iterable[str] | Near,
    meaning: str,
    *,
    days: int | None = None,
    where: str | None = None,
) -> Feature:
    """The sum of an integer or boolean column; zero when there is no fact.

    Integers only, so that the sum is the same bit by bit in whatever order rows arrive.
    """
    take = f"sum(cast({column} as bigint)) {{rows}}"
    return Feature(name, meaning, of, take, _link(link), days, where, 0)


def count_and_total(
    names: tuple[str, str],
    of: Table,
    column: str,
    link: str | Iterable[str] | Near,
    meanings: tuple[str, str],
    *,
    days: int | None = None,
    where: str | None = None,
) -> tuple[Feature, Feature]:
    """How many facts, and the sum of a column over the same ones: what a share is made of."""
    tried = count(names[0], of, link, meanings[0], days=days, where=where)
    return tried, total(names[1], of, column, link, meanings[1], days=days, where=where)


def average(
    name: str,
    of: Table,
    column: str,
    link: str | Iterable[str] | Near,
    meaning: str,
    *,
    days: int | None = None,
    where: str | None = None,
) -> Feature:
    """The mean of a numeric column, summed in millionths so that the order of rows is nothing."""
    take = f"sum(cast(round({column} * 1e6) as bigint)) {{rows}} / (1e6 * count({column}) {{rows}})"
    return Feature(name, meaning, of, take, _link(link), days, where, None)


def latest(
    name: str,
    of: Table,
    column: str,
    link: str | Iterable[str],
    meaning: str,
    *,
    where: str | None = None,
    type: str = "double",
) -> Feature:
    """The column of the last fact; facts of one moment are put in order of the table's key."""
    # Numbers kept as text go by their length first: 9 comes before 10.
    keys = [f"length({k}), {k}" if of.column(k).type == "string" else k for k in of.key]
    order = ", ".join([str(of.happened_at), *keys])
    take = f"max_by({column}, struct({order})) {{rows}}"
    return Feature(name, meaning, of, take, _link(link), None, where, None, type)


def days_since(
    name: str,
    of: Table,
    link: str | Iterable[str],
    meaning: str,
    *,
    where: str | None = None,
) -> Feature:
    """Days from the last fact to the as-of day; missing when there is none."""
    take = f"datediff(as_of, max({of.happened_at}) {{rows}})"
    return Feature(name, meaning, of, take, _link(link), None, where, None)


def faded(
    name: str, of: Table, column: str, link: str | Iterable[str], meaning: str, *, half_life: int
) -> Feature:
    """The sum of a column in which a fact of ``half_life`` days ago counts half."""
    age = f"datediff(as_of, {of.happened_at})"
    weight = f"pow(0.5, {age} / {half_life})"
    take = f"sum(cast(round(1e9 * {weight} * cast({column} as double)) as bigint)) {{rows}} / 1e9"
    return Feature(name, meaning, of, take, _link(link), None, None, 0, learn=False)


def heat(
    name: str, of: Table, near: Near, meaning: str, *, days: int, where: str | None = None
) -> Feature:
    """Sum of the facts' kernel weights, in whole billionths so that their order is nothing."""
    take = f"sum({BILLIONTHS}) {{rows}} / 1e9"
    return Feature(name, meaning, of, take, near, days, where, 0)
