"""Declared features for every cohort row and as-of day at once, from facts known before it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import groupby

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.costly import Costly, Declared
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feature import Derived, Feature, Near
from lakehouse.declare.table import Table
from lakehouse.transform.computed import computed
from lakehouse.transform.meeting import alike, around, within
from lakehouse.transform.near_window import summed_near
from lakehouse.transform.running import summed_up
from lakehouse.transform.takes import NEAR, PAIRED, by_way

ROW = ("case_id", "as_of")
Hold = Callable[[DataFrame], DataFrame]
Joined = tuple[list[str], DataFrame, list[Feature]]  # by which columns, what, features of it


def with_features(
    cohort: DataFrame,
    declared: Iterable[Declared],
    facts: Mapping[str, DataFrame],
    hold: Hold = lambda frame: frame,
    crowded: Container[str] = (),
) -> DataFrame:
    """``cohort`` with one column per declared feature.

    ``cohort`` has ``case_id``, ``as_of`` and what the features link by (``latitude`` and
    ``longitude`` for :class:`Near`); ``facts`` are the tables by name. Features over one table by
    one link share one join. A fact takes part when it was known before ``as_of``: no expression
    of a feature, and no function of a costly one, is ever handed a later one. ``hold`` may keep in
    memory what several joins ask, and what functions gave (``lakehouse.store.held``); without it
    that is computed anew. ``crowded`` names tables with too many facts for each to meet every as-of
    day after it: what can be summed up from day to day is (``lakehouse.transform.running``), to the
    same bits. What adds up around a place within a window of days is made of plain numbers
    (``lakehouse.transform.near_window``).
    """
    declared = tuple(declared)
    windows = sorted((f for f in declared if isinstance(f, Feature)), key=_order)
    groups = [list(same) for _, same in groupby(windows, key=_order)]
    linked_by = {name for f in windows if not isinstance(f.link, Near) for name in f.link}
    # Facts are asked for by ``asking``, the cohort with only the features that others link by (the
    # owner as known that day). Asking with all that is joined already would double the plan with
    # every group.
    asking = cohort = hold(cohort)
    first: list[Joined] = []
    last: list[Joined] = []
    while groups:
        ready = [g for g in groups if _linked(g[0], asking)]
        if not ready:
            raise _unlinked(groups[0][0])
        before = asking
        for group in ready:
            groups.remove(group)
            reach = None if any(f.days is None for f in group) else max(f.days or 0 for f in group)
            known = facts[group[0].of.name]
            many = group[0].of.name in crowded or isinstance(group[0].link, Near)
            for way, same in (by_way(group, known) if many else {PAIRED: group}).items():
                by, made = _made(before, same, known, reach, way)
                if links := [f.name for f in same if f.name in linked_by]:
                    made = hold(made)
                    asking = asking.join(made.select(*by, *links), by, "left")
                (first if links else last).append((by, made, same))
        if asking is not before:
            asking = hold(asking)
    # What others link by comes first. Groups joined by one column, alone or with others, follow
    # each other: rows move once for all of them to where that column's value is.
    for by, made, same in (*first, *sorted(last, key=lambda j: (j[0][-2:-1], len(j[0])))):
        cohort = _joined(cohort, by, made, same)
    for costly in (f for f in declared if isinstance(f, Costly)):
        if not all(name in asking.columns for name in (*costly.link, *costly.asks)):
            raise _unlinked(costly)
        by, made = computed(asking, costly, facts[costly.of.name])
        cohort = _joined(cohort, by, hold(made), [costly])
    for derived in (f for f in declared if isinstance(f, Derived)):
        cohort = cohort.withColumn(derived.name, F.expr(derived.sql).cast(derived.type))
    return cohort


def _linked(feature: Feature, cohort: DataFrame) -> bool:
    link = ("latitude", "longitude") if isinstance(feature.link, Near) else feature.link
    return all(name in cohort.columns for name in link)


def _unlinked(feature: Feature | Costly) -> PlanError:
    asked = (*feature.link, *feature.asks) if isinstance(feature, Costly) else feature.link
    return PlanError(
        f"Feature {feature.name} links by {asked}, which no cohort row has.",
        "Carry the column in the cohort, or make it a feature.",
    )


def _order(feature: Feature) -> tuple[str, str]:
    return (feature.of.name, repr(feature.link))


def _made(
    asking: DataFrame, group: list[Feature], facts: DataFrame, reach: int | None, way: str
) -> tuple[list[str], DataFrame]:
    """The group's features, one row per value of the columns they are joined back by."""
    of, link = group[0].of, group[0].link
    if way == NEAR:
        return list(ROW), summed_near(asking, group, facts)
    if way != PAIRED and not isinstance(link, Near):
        return [*link, "as_of"], summed_up(asking, group, facts, link, reach)
    known = f"{of.known_at} < as_of"
    if reach is not None:
        known += f" and {within(of, reach)}"
    if isinstance(link, Near):
        pairs, by = around(asking, facts, of, link, reach), list(ROW)
    else:
        pairs, by = alike(asking, facts, link), [*link, "as_of"]
    seen = pairs.where(known).groupBy(*(f"_{name}" if name != "as_of" else name for name in by))
    made = seen.agg(*(F.expr(_aggregate(f, of)).cast(f.type).alias(f.name) for f in group))
    return by, made.withColumnsRenamed({f"_{name}": name for name in by})


def _joined(
    cohort: DataFrame, by: list[str], made: DataFrame, group: Sequence[Feature | Costly]
) -> DataFrame:
    empty: dict[str, bool | float | int | str] = {
        f.name: f.empty for f in group if f.empty is not None
    }
    joined = cohort.join(made, by, "left")
    return joined.fillna(empty) if empty else joined


def _aggregate(feature: Feature, of: Table) -> str:
    """The feature's aggregate with its own window in place of ``{rows}``."""
    limits = [f"({feature.where})"] if feature.where else []
    if feature.days is not None:
        limits.append(within(of, feature.days))
    rows = f"filter (where {' and '.join(limits)})" if limits else ""
    return feature.take.replace("{rows}", rows)
