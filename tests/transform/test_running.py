"""Features summed up from day to day are, to the last bit, those of facts that meet every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import (
    Column,
    Feature,
    Table,
    average,
    count,
    days_since,
    faded,
    latest,
    total,
)
from lakehouse.transform.takes import PAIRED, SORTED, SUMMED, by_way, taken
from lakehouse.transform.windows import with_features

COLUMNS = (
    Column("id", "string", "The fact."),
    Column("place", "string", "Where."),
    Column("area", "string", "Which part of town."),
    Column("happened", "date", "Day it happened."),
    Column("known", "date", "Day it became known."),
    Column("kind", "string", "Kind."),
    Column("found", "int", "How many."),
    Column("bad", "boolean", "Whether it was."),
    Column("cost", "double", "What it cost."),
)
FACT = Table("city.fact", "One row per fact.", ("id",), COLUMNS, "happened", "known")
# Known the day it happens: no fact is late or announced ahead.
TOLD = Table("city.told", "One row per fact.", ("id",), COLUMNS, "happened", "happened")
PER_VISIT = "sum(found) {rows} / nullif(count(found) {rows}, 0)"


def declared(of: Table) -> tuple[Feature, ...]:
    """Features of every kind, with names of their own per table."""
    mine = of.last
    made = [
        count(f"{mine}_city_30", of, (), "m", days=30),
        latest(f"{mine}_kind", of, "kind", "place", "m", type="string"),
        latest(f"{mine}_bad_found", of, "found", "place", "m", where="bad", type="int"),
        faded(f"{mine}_fading", of, "found", "place", "m", half_life=9),
        days_since(f"{mine}_since", of, "place", "m", where="kind = 'b'"),
        Feature(f"{mine}_per", "m", of, PER_VISIT, ("place",), 60, "kind <> 'a'"),
        Feature(f"{mine}_first", "m", of, "datediff(as_of, min(known) {rows})", ("place",)),
        Feature(f"{mine}_most", "m", of, "max(found) {rows}", ("place",), 30, empty=-1, type="int"),
        Feature(f"{mine}_any", "m", of, "coalesce(max(found) {rows}, 0)", ("area",)),
        Feature(f"{mine}_minus", "m", of, "sum(found) {rows}", ("place",), 7, "bad", empty=-1),
        Feature(f"{mine}_bare", "m", of, "count(*) {rows}", ("area",), 7, "bad"),
        Feature(f"{mine}_costs", "m", of, "sum(cost) {rows}", ("area",), 30),
    ]
    for days in (None, 1, 30):
        for link in ("place", "area"):
            name = f"{mine}_{link}_{days}"
            made += [
                count(name, of, link, "m", days=days),
                count(f"{name}_a", of, link, "m", days=days, where="kind = 'a'"),
                total(f"{name}_found", of, "found", link, "m", days=days),
                total(f"{name}_bad", of, "bad", link, "m", days=days, where="found > 1"),
                average(f"{name}_cost", of, "cost", link, "m", days=days),
            ]
    return tuple(made)


DECLARED = (*declared(FACT), *declared(TOLD))
FIRST, DAYS, PLACES, FACTS = date(1969, 11, 1), 120, 6, 500
ASKED = (0, 29, 30, 31, 60, 61, 90, 119, 140)
Bits = dict[str, dict[str, str]]


def drawn(seed: int, since: int = 0) -> list[tuple[Any, ...]]:
    """Facts known late, at once, ahead or never, with gaps; all known from day ``since`` on."""
    rng = np.random.default_rng(seed)

    def gap(value: Any, share: float = 0.1) -> Any:
        return None if rng.random() < share else value

    rows = []
    for i in range(FACTS):
        known = int(rng.integers(since, DAYS + 30))
        happened = known - int(rng.choice([0, 0, 0, 1, 30, 31, 75, -1, -20]))
        place = int(rng.integers(PLACES + 1))
        rows.append(
            (
                f"{seed}-{i}",
                gap(f"p{place}"),
                gap(f"a{place % 2}"),
                gap(FIRST + timedelta(happened), 0.05),
                gap(FIRST + timedelta(known), 0.05 if not since else 0),
                gap(str(rng.choice(["a", "b", "c"]))),
                gap(int(rng.integers(-2, 5))),
                gap(bool(rng.random() < 0.4)),
                gap(float(rng.normal(0, 10))),
            )
        )
    return rows


@pytest.fixture(scope="module")
def bits(spark: SparkSession) -> Callable[..., Bits]:
    asked = [
        (f"p{i}-{day}", f"p{i}" if i else None, f"a{i % 3}", FIRST + timedelta(day))
        for i in range(PLACES)
        for day in ASKED
        if (i + day) % 4
    ]
    cohort = spark.createDataFrame(asked, "case_id string, place string, area string, as_of date")
    schema = ", ".join(f"{c.name} {c.type}" for c in COLUMNS)

    def made(
        rows: list[tuple[Any, ...]],
        crowded: tuple[str, ...],
        parts: int = 2,
        features: tuple[Feature, ...] = DECLARED,
    ) -> Bits:
        facts = spark.createDataFrame(rows, schema).repartition(parts)
        frames = dict.fromkeys((FACT.name, TOLD.name), facts)
        found = with_features(cohort, features, frames, crowded=crowded).collect()
        assert len(found) == len(asked)
        return {r["case_id"]: {f.name: _exact(r[f.name]) for f in features} for r in found}

    return made


def _exact(value: Any) -> str:
    return value.hex() if isinstance(value, float) else repr(value)


BOTH = (FACT.name, TOLD.name)


@pytest.fixture(scope="module")
def running(bits: Callable[..., Bits]) -> Bits:
    return bits(drawn(3), BOTH)


@pytest.mark.whole
def test_every_bit_is_that_of_pairs(bits: Callable[..., Bits], running: Bits) -> None:
    paired = bits(drawn(3), ())
    # The sum of fractions goes by the order of rows in either way.
    for name in (f.name for f in DECLARED if not f.name.endswith("_costs")):
        differ = {c: (paired[c][name], running[c][name]) for c in paired}
        assert {c: d for c, d in differ.items() if d[0] != d[1]} == {}, name
        assert len({d[0] for d in differ.values()}) > 1, f"{name} is the same everywhere"


@pytest.mark.whole
def test_what_becomes_known_later_changes_no_bit(bits: Callable[..., Bits], running: Bits) -> None:
    day = 60
    told = FIRST + timedelta(day)
    kept = [r for r in drawn(3) if r[4] and r[4] < told]
    changed = bits(kept + drawn(4, since=day), BOTH, 5)
    names = [f.name for f in DECLARED if f.of == FACT and not f.name.endswith("_costs")]
    early = [c for c in running if int(c.partition("-")[2]) <= day]
    for case in early:
        assert {n: running[case][n] for n in names} == {n: changed[case][n] for n in names}, case
    assert running != changed


@pytest.mark.whole
def test_no_fact_and_no_case_make_no_trouble(
    spark: SparkSession, bits: Callable[..., Bits]
) -> None:
    few = declared(FACT)[:12]
    assert bits([], BOTH, features=few) == bits([], (), features=few)
    cohort = spark.createDataFrame([], "case_id string, place string, area string, as_of date")
    facts = spark.createDataFrame(drawn(3), ", ".join(f"{c.name} {c.type}" for c in COLUMNS))
    frames = dict.fromkeys(BOTH, facts)
    assert with_features(cohort, few, frames, crowded=BOTH).collect() == []


def test_each_feature_goes_the_way_it_can(table_of: Callable[..., DataFrame]) -> None:
    facts = table_of("id | place | found", FACT)
    ways = by_way(declared(FACT), facts)
    assert {f.name for f in ways[PAIRED]} == {"fact_fading", "fact_most", "fact_costs"}
    assert {f.name for f in ways[SORTED]} == {"fact_kind", "fact_bad_found"}
    assert len(ways[SUMMED]) == len(declared(FACT)) - 5


@pytest.mark.parametrize(
    "take",
    (
        "sum(found) {rows} + {rows}",
        "percentile(found, 0.5) {rows}",
        "sum(if(kind = ')', found, 0)) {rows}",
        "count(distinct kind) {rows}",
        "sum(datediff(as_of, happened)) {rows}",
        "found",
    ),
)
def test_what_cannot_be_split_is_left_whole(take: str) -> None:
    assert taken(Feature("f", "m", FACT, take, ("place",))) is None
