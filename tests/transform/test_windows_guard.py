"""Change the future and not a bit of any feature changes, whatever order rows arrive in."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.risk.food_premises import food_premises as ranking
from lakehouse.checks.conform import schema_of
from lakehouse.declare import Costly, Feature, Table
from lakehouse.tables import city
from lakehouse.transform.windows import with_features

FIRST, SPAN = date(2019, 1, 1), 400
DAYS = [date(2019, 7, 1), date(2019, 10, 1), date(2020, 1, 1)]
# Days on which the future changes: after the first there are rows that must see it.
CHANGED = [DAYS[0], DAYS[2]]
LATE = pytest.param(CHANGED[1], marks=pytest.mark.whole)
PREMISES = 8
ROWS = {"food_visit": 90, "food_licence": 24, "sanitation_complaint": 150, "burglary": 150}
ROWS["food_visit_area"] = 60


def usual_gap(asked: pd.DataFrame, known: pd.DataFrame) -> list[float]:
    """Median of the days between visits: a window has no median of differences."""
    return [float(pd.to_datetime(known["visited_on"]).diff().dt.days.median())] * len(asked)


def worse_ones(asked: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """How many premises of the city had more critical findings than this one."""
    found = known.groupby("premises_id")["critical"].sum()
    own = asked["premises_id"].map(found).fillna(0)
    return own.map(lambda mine: float((found > mine).sum()))


VISIT = city.food_visit
COSTLY = (
    Costly(
        "usual_gap", "usual days", VISIT, usual_gap, ("premises_id",), ("visited_on",), days=300
    ),
    Costly(
        *("worse_ones", "premises found worse", VISIT, worse_ones, ()),
        takes=("premises_id", "critical"),
        asks=("premises_id",),
    ),
)
DECLARED = (*ranking.features, *COSTLY)
NAMES = [f.name for f in DECLARED]
Facts = dict[str, list[dict[str, Any]]]
Bits = dict[tuple[str, date], dict[str, str]]


def one(rng: np.random.Generator, table: Table, key: str, known_from: int = 0) -> dict[str, Any]:
    """A row of a facts table: few premises, chains and owners, a small town, some gaps."""
    known = int(rng.integers(known_from, SPAN))
    happened = max(known - int(rng.choice([0, 0, 0, 2, 40])), 0)
    critical = int(rng.choice([0, 0, 1, 3]))
    premises = f"L{rng.integers(PREMISES)}"
    drawn: dict[str, Any] = {
        "premises_id": premises,
        "licence_number": premises,
        "term_id": key,
        "critical": critical,
        "critical_found": critical > 0,
        "serious": int(rng.integers(3)),
        "minor": int(rng.integers(6)),
        "chain": rng.choice(["GOLDEN WOK", "PIZZA HUT", None]),
        "account_number": f"A{rng.integers(4)}",
        "complaint_ratio": 0.2 + float(rng.random()),
        "facility": rng.choice(["Restaurant", "Grocery", None]),
        "kind": rng.choice(["canvass", "complaint"]),
        "risk_class": int(rng.integers(1, 4)),
        "latitude": None if rng.random() < 0.1 else 41.9 + float(rng.normal(0, 0.005)),
        "longitude": -87.6 + float(rng.normal(0, 0.005)),
        str(table.happened_at): FIRST + timedelta(days=happened),
        str(table.known_at): FIRST + timedelta(days=known),
        table.key[0]: key,
    }
    for column in table.columns:
        if column.type == "boolean" and column.name not in drawn:
            drawn[column.name] = bool(rng.random() < 0.4)
    return {c.name: _plain(drawn.get(c.name)) for c in table.columns}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, np.str_) else value


def past(seed: int) -> Facts:
    rng = np.random.default_rng(seed)
    return {
        t.name: [one(rng, t, f"{t.last}{i}") for i in range(ROWS[t.last])] for t in ranking.reads
    }


def other_future(facts: Facts, day: date, seed: int) -> Facts:
    """From ``day`` on rows go away, become others or come; what was known before stays."""
    rng, since, made = np.random.default_rng(seed), (day - FIRST).days, {}
    for table in ranking.reads:
        rows = []
        for row in facts[table.name]:
            fate = rng.random()
            if row[str(table.known_at)] < day or fate < 0.2:
                rows.append(row)
            elif fate < 0.7:
                rows.append(one(rng, table, row[table.key[0]], since))
        more = [one(rng, table, f"new{i}", since) for i in range(ROWS[table.last] // 2)]
        # The very day is the sharpest case: known on it, happened long before.
        more[0][str(table.known_at)], more[0][str(table.happened_at)] = day, FIRST
        made[table.name] = rows + more
    return made


@pytest.fixture(scope="module")
def bits_of(spark: SparkSession) -> Callable[..., Bits]:
    rng = np.random.default_rng(1)
    places = [(41.9 + float(rng.normal(0, 0.005)), -87.6) for _ in range(PREMISES)]
    asked = [
        (f"L{i}-{day}", f"L{i}", f"L{i}", *places[i], day) for i in range(PREMISES) for day in DAYS
    ]
    asked.append(("unknown", None, None, None, None, DAYS[1]))
    names = ("case_id", *(c.name for c in ranking.carries), "as_of")
    kinds = {c.name: c.type for c in ranking.matrix.columns}

    def made(
        facts: Facts, parts: int = 2, order: int | None = None, crowded: Container[str] = ()
    ) -> Bits:
        shuffle = np.random.default_rng(order)

        def frame(rows: list[tuple[Any, ...]], schema: Any) -> DataFrame:
            mixed = [rows[i] for i in shuffle.permutation(len(rows))] if order else rows
            whole = spark.createDataFrame(mixed, schema)
            return whole.repartition(parts) if parts > 2 else whole.coalesce(parts)

        cohort = frame(asked, ", ".join(f"{n} {kinds[n]}" for n in names))
        frames = {
            t.name: frame([tuple(r.values()) for r in facts[t.name]], schema_of(t))
            for t in ranking.reads
        }
        rows = with_features(cohort, DECLARED, frames, crowded=crowded).collect()
        assert len(rows) == len(asked)
        return {(r["case_id"], r["as_of"]): {n: exact(r[n]) for n in NAMES} for r in rows}

    return made


def exact(value: Any) -> str:
    """Every bit of a number: -0.0 is not 0.0, and nothing is rounded."""
    return value.hex() if isinstance(value, float) else repr(value)


@pytest.fixture(scope="module")
def base(bits_of: Callable[..., Bits]) -> Bits:
    return bits_of(past(11))


@pytest.fixture(scope="module")
def changed(bits_of: Callable[..., Bits]) -> Callable[[date], Bits]:
    """The features when the future of a day is another one, each day's computed once."""
    return cache(lambda day: bits_of(other_future(past(11), day, seed=3)))


def differing(ours: Bits, theirs: Bits, chosen: Callable[[date], bool]) -> set[str]:
    """Names of features of which any bit differs on the chosen as-of days."""
    rows = [row for row in ours if chosen(row[1])]
    return {n for row in rows for n in NAMES if ours[row][n] != theirs[row][n]}


@pytest.mark.parametrize("day", [CHANGED[0], LATE], ids=str)
def test_another_future_changes_no_bit_of_any_feature(
    day: date, base: Bits, changed: Callable[[date], Bits]
) -> None:
    assert differing(base, changed(day), lambda as_of: as_of <= day) == set()


def test_each_feature_looks_at_facts_that_were_changed(
    base: Bits, changed: Callable[[date], Bits]
) -> None:
    seen = differing(base, changed(CHANGED[0]), lambda as_of: as_of > CHANGED[0])
    # Each premises is visited in the first half year: whether it ever was does not change.
    assert {f.name for f in DECLARED if isinstance(f, Feature | Costly)} <= seen
    assert set(NAMES) - seen <= {"never_visited"}


@pytest.mark.whole
@pytest.mark.parametrize("parts", [pytest.param(1, marks=pytest.mark.whole), 5])
def test_neither_partitions_nor_order_change_a_bit(
    parts: int, base: Bits, bits_of: Callable[..., Bits]
) -> None:
    again = bits_of(past(11), parts=parts, order=parts)
    assert differing(base, again, lambda _: True) == set()


@pytest.mark.whole
def test_summed_up_from_day_to_day_every_bit_is_the_same(
    base: Bits, bits_of: Callable[..., Bits]
) -> None:
    again = bits_of(past(11), crowded={t.name for t in ranking.reads})
    assert differing(base, again, lambda _: True) == set()
