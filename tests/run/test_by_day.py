"""A job that is made day by day ends in the table that it would make as a whole."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.declare import Column, Table, job
from lakehouse.declare.errors import PlanError
from lakehouse.declare.job import Job
from lakehouse.run.computing import by_day, steps
from lakehouse.run.computing.by_day import days_to_make, make_days, on_days, spans
from lakehouse.run.computing.runner import Run
from lakehouse.run.computing.steps import run_steps
from lakehouse.run.planning.plan import call
from lakehouse.store.lake import Lake
from lakehouse.store.run_log import RunLog
from tests.small_city import small_settings

pytestmark = pytest.mark.doors

START, DAYS = date(2024, 1, 1), 12
WALK = Table(
    "parks.walk",
    "One row per walk.",
    key=("walk_id",),
    happened_at="walked_on",
    columns=(
        Column("walk_id", "string", "Its number."),
        Column("park", "string", "Where."),
        Column("walked_on", "date", "When."),
    ),
)
PARK = Table(
    "parks.park",
    "One row per park.",
    key=("park",),
    columns=(Column("park", "string", "Its name."), Column("hectares", "int", "How large.")),
)
BUSY = Table(
    "city.busy_park",
    "One row per park and day.",
    key=("park", "day"),
    happened_at="day",
    columns=(
        Column("park", "string", "The park."),
        Column("day", "date", "The day."),
        Column("walks", "bigint", "Walks on it and the two days before.", rule="walks < 30"),
        Column("hectares", "int", "How large the park is."),
    ),
)


@job(reads=[WALK], optional=[PARK], writes=BUSY, days_back=2)
def busy_park(walk: DataFrame, park: DataFrame) -> DataFrame:
    days = walk.select(F.col("walked_on").alias("day")).distinct()
    counted = (
        days.join(walk, F.expr("walked_on between day - 2 and day"))
        .groupBy("park", "day")
        .agg(F.count("*").alias("walks"))
    )
    return counted.join(park, "park", "left").select(*BUSY.column_names)


STEP: Job = busy_park.job  # type: ignore[attr-defined]
Walks = dict[str, tuple[str, date]]


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    return Lake(spark, tmp_path)


def put(lake: Lake, walks: Walks) -> None:
    """Replace the table, as a job of the departments that is made as a whole would."""
    rows = [(walk, park, day) for walk, (park, day) in walks.items()]
    lake.write(
        WALK, lake.spark.createDataFrame(rows, "walk_id string, park string, walked_on date"), {}
    )


def parks(lake: Lake, hectares: int) -> None:
    lake.write(
        PARK, lake.spark.createDataFrame([("north", hectares)], "park string, hectares int"), {}
    )


def ran(lake: Lake, number: int) -> Run:
    settings = small_settings()
    catalogue: Any = None
    run = Run(settings, catalogue, lake, RunLog(lake.root, f"r{number}", "run"))
    run.reads = lambda step: []  # type: ignore[method-assign]
    run.found = lambda step: None  # type: ignore[method-assign]
    run_steps(run, (STEP,), {BUSY.name: START})
    assert not run.problems
    return run


def rows(frame: DataFrame) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, frame.collect()))


def whole(lake: Lake) -> list[tuple[Any, ...]]:
    frames = {"walk": lake.read(WALK), "park": lake.read(PARK) if lake.exists(PARK) else None}
    frames["park"] = frames["park"] or lake.empty(PARK)
    return rows(call(busy_park, frames, START).select(*BUSY.column_names))  # type: ignore[arg-type]


def drawn(draw: random.Random, number: int) -> tuple[str, date]:
    return draw.choice(["north", "south"]), START + timedelta(draw.randrange(DAYS))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[set[date]]:
    """The days that were made alone, one set for each time."""
    found: list[set[date]] = []

    def noted(lake: Lake, job: Job, days: set[date], *rest: Any) -> Any:
        found.append(set(days))
        return make_days(lake, job, days, *rest)

    monkeypatch.setattr(steps, "make_days", noted)
    return found


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.whole)])
def test_changes_of_every_kind_end_in_the_whole_table(
    lake: Lake, made: list[set[date]], seed: int
) -> None:
    draw = random.Random(seed)
    walks = {f"w{n}": drawn(draw, n) for n in range(20)}
    parks(lake, 5)
    for turn in range(3):
        put(lake, walks)
        ran(lake, turn)
        assert rows(lake.read(BUSY)) == whole(lake)
        for name in draw.sample(sorted(walks), 2):
            del walks[name]
        walks[draw.choice(sorted(walks))] = drawn(draw, turn)
        walks[f"new{turn}"] = ("west", START + timedelta(DAYS + turn))
    assert len(made) == 2


def test_one_more_day_makes_that_day_alone(lake: Lake, made: list[set[date]]) -> None:
    walks = {f"w{n}": ("north", START + timedelta(n)) for n in range(5)}
    put(lake, walks)
    ran(lake, 1)
    put(lake, walks | {"last": ("south", START + timedelta(5))})
    run = ran(lake, 2)
    assert made == [{START + timedelta(5)}] and run.unchanged == 0
    assert rows(lake.read(BUSY)) == whole(lake)


def test_equal_rows_written_again_change_nothing(lake: Lake, made: list[set[date]]) -> None:
    walks = {"a": ("north", START)}
    put(lake, walks)
    ran(lake, 1)
    put(lake, walks)
    run = ran(lake, 2)
    assert run.unchanged == 1 and lake.version(BUSY) == 0 and not made
    put(lake, walks | {"b": ("north", START)})
    ran(lake, 3)
    assert rows(lake.read(BUSY)) == whole(lake)


@pytest.mark.whole
def test_a_register_that_came_or_changed_makes_all(lake: Lake, made: list[set[date]]) -> None:
    put(lake, {"a": ("north", START)})
    ran(lake, 1)
    for turn, hectares in enumerate((5, 6), 2):
        parks(lake, hectares)
        ran(lake, turn)
        assert rows(lake.read(BUSY)) == whole(lake)
    assert not made


def test_a_row_refused_in_a_part_is_refused_in_the_whole(lake: Lake) -> None:
    walks: Walks = {"a": ("north", START)}
    put(lake, walks)
    ran(lake, 1)
    walks |= {f"b{n}": ("south", START + timedelta(1)) for n in range(40)}
    put(lake, walks)
    ran(lake, 2)
    assert [r[:2] for r in rows(lake.read(BUSY))] == [
        ("north", START),
        ("north", START + timedelta(1)),
    ]
    # Once something is in quarantine all is made, so that it leaves when it is mended.
    versions = {WALK.name: 0, PARK.name: None}
    assert days_to_make(lake, STEP, versions, versions | {WALK.name: 1}) is None


def test_of_too_many_days_all_are_made(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    put(lake, {"a": ("north", START)})
    put(lake, {"a": ("north", START), "b": ("north", START + timedelta(5))})
    then, now = {WALK.name: 0, PARK.name: None}, {WALK.name: 1, PARK.name: None}
    # The two days after the last have no row of their own: nothing could stand there.
    assert days_to_make(lake, STEP, then, now) == {START + timedelta(5)}
    monkeypatch.setattr(by_day, "MANY", 0)
    assert days_to_make(lake, STEP, then, now) is None


def test_a_job_that_asks_for_the_day_cannot_promise_it() -> None:
    with pytest.raises(PlanError, match="day by day"):

        @job(reads=[WALK], writes=BUSY, days_back=0)
        def late(walk: DataFrame, as_of: date) -> DataFrame:
            return walk

    with pytest.raises(PlanError, match="day by day"):

        @job(reads=[PARK], writes=BUSY, days_back=0)
        def undated(park: DataFrame) -> DataFrame:
            return park


def test_days_become_stretches() -> None:
    days = [START + timedelta(n) for n in (3, 0, 1, 5)]
    assert spans(days) == [
        (START, START + timedelta(1)),
        (START + timedelta(3), START + timedelta(3)),
        (START + timedelta(5), START + timedelta(5)),
    ]


def test_rows_of_days_alone(spark: SparkSession) -> None:
    frame = spark.sql("select explode(sequence(date'2024-01-01', date'2024-01-05')) as day")
    kept = on_days(frame, "day", [START, date(2024, 1, 4)])
    assert rows(kept) == [(START,), (date(2024, 1, 4),)]
