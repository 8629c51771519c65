"""What a feature takes, split into its aggregates: which can be summed up day by day, which not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from lakehouse.declare.feature import BILLIONTHS, Feature, Near

ROWS = "{rows}"
ADDS = ("sum", "count")
# Aggregates that an earlier result and a later one give together, though nothing can be taken out.
EXTREMES = {"max": 1, "min": 1, "max_by": 2, "min_by": 2}
# How features are made: in a hash of sums, in sorted runs, from numbers of what lies near, or from
# facts that meet cohort rows.
SUMMED, SORTED, NEAR, PAIRED = "summed", "sorted", "near", "paired"
# Known only when a fact meets a cohort row.
OF_PAIRS = re.compile(r"\b(as_of|weight|distinct)\b", re.IGNORECASE)
SCALED = re.compile(r"\s*(/\s*[\d.e]+)?")  # a sum divided by a number is 0 where the sum is
WHOLE = (T.ByteType, T.ShortType, T.IntegerType, T.LongType)
# A hash aggregate keeps these in place; one with any other has to sort its rows.
IN_PLACE = (*WHOLE, T.DateType, T.TimestampType, T.DoubleType, T.FloatType, T.BooleanType)


@dataclass(frozen=True)
class Call:
    """One aggregate of a feature: function and arguments, which facts, and how many days back."""

    function: str
    arguments: tuple[str, ...]
    where: str | None
    days: int | None

    @property
    def adds(self) -> bool:
        return self.function in ADDS


@dataclass(frozen=True)
class Taken:
    """A feature, its aggregates, and the expression around them with ``{0}``, ``{1}`` for each."""

    feature: Feature
    around: str
    calls: tuple[Call, ...]


def taken(feature: Feature) -> Taken | None:
    """The feature in parts; None when its facts must be met one by one.

    That is so around a place, where an aggregate looks at the as-of day, and for the largest or
    last of a limited window, from which nothing can be taken out again.
    """
    if isinstance(feature.link, Near) or OF_PAIRS.search(feature.where or ""):
        return None
    calls: list[Call] = []
    around, rest = "", feature.take
    while ROWS in rest:
        before, _, rest = rest.partition(ROWS)
        found = _last_call(before)
        if found is None:
            return None
        start, function, arguments = found
        adds = function in ADDS and len(arguments) == 1
        extreme = EXTREMES.get(function) == len(arguments) and feature.days is None
        if not (adds or extreme) or any(OF_PAIRS.search(a) for a in arguments):
            return None
        around += before[:start] + f"{{{len(calls)}}}"
        calls.append(Call(function, arguments, feature.where, feature.days))
    return Taken(feature, around + rest, tuple(calls)) if calls else None


def added_near(feature: Feature) -> Call | None:
    """The one aggregate of a feature around a place that adds up over the facts of a window.

    None for any other, and where no fact is not the same as 0.
    """
    call, _, rest = feature.take.partition(ROWS)
    found = _last_call(call)
    if found is None or feature.days is None or feature.empty != 0 or not SCALED.fullmatch(rest):
        return None
    start, function, arguments = found
    alone = not call[:start].strip() and function in ADDS and len(arguments) == 1
    by_fact = [feature.where or "", *(a for a in arguments if a != BILLIONTHS)]
    if not alone or any(map(OF_PAIRS.search, by_fact)):
        return None
    return Call(function, arguments, feature.where, feature.days)


def _last_call(text: str) -> tuple[int, str, tuple[str, ...]] | None:
    """Where the call that ends ``text`` starts, its function and arguments."""
    text = text.rstrip()
    depth, commas = 0, []
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if text[at] in "'\"`":
            return None  # a quoted bracket or comma would be taken for a real one
        if depth == 1 and text[at] == ",":
            commas.append(at)
        if depth == 0:
            name = re.search(r"\w+\s*$", text[:at]) if text.endswith(")") else None
            if name is None:
                return None
            edges = [at, *reversed(commas), len(text) - 1]
            parts = [text[a + 1 : b].strip() for a, b in pairwise(edges)]
            return name.start(), name[0].strip().lower(), tuple(parts)
    return None


def by_way(features: Iterable[Feature], facts: DataFrame) -> dict[str, list[Feature]]:
    """The features by how they are made: summed up, sorted, near or paired.

    Sums must be of whole numbers: those of fractions depend on the order of rows. What hash
    aggregates cannot keep in place is sorted apart from what they can.
    """
    made: dict[str, list[Feature]] = {SUMMED: [], SORTED: [], NEAR: [], PAIRED: []}
    for feature in features:
        made[_way(feature, facts)].append(feature)
    return {way: same for way, same in made.items() if same}


def _way(feature: Feature, facts: DataFrame) -> str:
    if isinstance(feature.link, Near):
        call = added_near(feature)
        return NEAR if call and _whole([call], facts) else PAIRED
    parts = taken(feature)
    if parts is None or not _whole(parts.calls, facts):
        return PAIRED
    extremes = _kinds(parts.calls, facts, tuple(EXTREMES))
    return SUMMED if all(isinstance(k, IN_PLACE) for k in extremes) else SORTED


def _whole(calls: Iterable[Call], facts: DataFrame) -> bool:
    return all(isinstance(k, WHOLE) for k in _kinds(calls, facts, ("sum",)))


def _kinds(calls: Iterable[Call], facts: DataFrame, functions: tuple[str, ...]) -> list[T.DataType]:
    wanted = [a for c in calls if c.function in functions for a in c.arguments if a != BILLIONTHS]
    return [f.dataType for f in facts.select(*map(F.expr, wanted)).schema] if wanted else []
