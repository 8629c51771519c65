"""The ledger of moves: which version was live on which day, and what a rollback leaves."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import mlflow
import pandas as pd
import pyarrow as pa
import pytest
from deltalake import Schema
from mlflow import MlflowClient
from pyspark.sql import SparkSession

from lakehouse.checks.conform import schema_of
from lakehouse.declare.column import TYPES
from lakehouse.store.delta.once import ARROW, append_once, arrow_schema
from lakehouse.store.record import ledger
from lakehouse.store.record.ledger import CHALLENGER, CHAMPION, Cause
from lakehouse.tables.governance import model_move, run_step

# MLflow warns about its own type hints while it is imported.
with warnings.catch_warnings(action="ignore"):
    from lakehouse.store import tracking
    from lakehouse.store.record import promotion

NAME = "town_dogs"
CAUSE = Cause(date(2024, 1, 2), "run-1", "It ranks better.")


def written(lake: Path, day: str, version: str, number: int, alias: str = CHAMPION) -> None:
    row = {
        "model": NAME,
        "version": version,
        "alias": alias,
        "number": number,
        "moved_at": datetime.fromisoformat(f"{day} 12:00"),
        "as_of": None,
        "by_run": f"run-{number}",
        "why": "so",
    }
    path = lake / "governance" / "model_move"
    append_once(path, model_move, [row], f"{alias}/{number}")


def version_on(lake: Path, day: str) -> str | None:
    found = ledger.live_on(lake, NAME, date.fromisoformat(day))
    return None if found is None else str(found["version"])


def test_the_live_version_of_a_day_is_the_last_moved_by_its_end(tmp_path: Path) -> None:
    written(tmp_path, "2024-01-10", "1", 1)
    written(tmp_path, "2024-01-20", "2", 2)
    written(tmp_path, "2024-01-20", "1", 1, CHALLENGER)
    written(tmp_path, "2024-01-25", "1", 3)
    days = ["2024-01-09", "2024-01-10", "2024-01-19", "2024-01-20", "2024-01-24", "2024-02-01"]
    assert [version_on(tmp_path, day) for day in days] == [None, "1", "1", "2", "2", "1"]


def test_a_lake_without_models_has_no_moves(tmp_path: Path) -> None:
    assert ledger.moves(tmp_path).empty and version_on(tmp_path, "2024-01-01") is None
    assert list(ledger.moves(tmp_path).columns) == model_move.column_names


def test_a_move_is_noted_once_however_often_it_is_made(tmp_path: Path) -> None:
    for version in ("1", "1", "2", "2", "1"):
        ledger.note(tmp_path, NAME, version, CHAMPION, CAUSE)
    made = ledger.moves(tmp_path, NAME)
    assert made["version"].tolist() == ["1", "2", "1"]
    assert made["number"].tolist() == [1, 2, 3]
    assert set(made["why"]) == {"It ranks better."} and set(made["as_of"]) == {date(2024, 1, 2)}
    assert ledger.moves(tmp_path, "town_cats").empty
    since = pd.Timestamp.now(tz="UTC") - made["moved_at"].iloc[-1]
    assert timedelta(0) <= since < timedelta(minutes=5)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MLflow's store without any model; making its tables takes seconds."""
    root, before = tmp_path_factory.mktemp("registry"), mlflow.get_tracking_uri()
    with warnings.catch_warnings(action="ignore"):
        tracking.connect(f"sqlite:///{root / 'mlflow.db'}", root / "_models", NAME)
    mlflow.set_tracking_uri(before)
    return root / "mlflow.db"


@pytest.fixture
def registry(empty: Path, tmp_path: Path) -> Iterator[Path]:
    """A lake whose MLflow has three versions of a model."""
    before = mlflow.get_tracking_uri()
    shutil.copy(empty, tmp_path)
    tracking.connect(f"sqlite:///{tmp_path / 'mlflow.db'}", tmp_path / "_models", NAME)
    client = MlflowClient()
    client.create_registered_model(NAME)
    for n in range(3):
        client.create_model_version(NAME, source=str(tmp_path / f"model-{n}"))
    yield tmp_path
    mlflow.set_tracking_uri(before)


@pytest.mark.doors
@pytest.mark.filterwarnings("ignore")
def test_the_champion_before_becomes_the_challenger_and_both_moves_are_kept(
    registry: Path,
) -> None:
    for version in ("1", "1", "2"):
        promotion.promote(registry, NAME, version, CAUSE)
    assert tracking.aliased(NAME, CHAMPION) == "2" and tracking.aliased(NAME, CHALLENGER) == "1"
    made = ledger.moves(registry, NAME)
    told = set(zip(made["alias"], made["version"], strict=True))
    assert told == {(CHAMPION, "1"), (CHAMPION, "2"), (CHALLENGER, "1")} and len(made) == 3
    assert tracking.aliased("town_cats", CHAMPION) is None


@pytest.mark.doors
@pytest.mark.filterwarnings("ignore")
def test_a_withdrawn_version_is_passed_over_on_the_way_back(registry: Path) -> None:
    for version in ("1", "2", "3"):
        promotion.promote(registry, NAME, version, CAUSE)
    assert promotion.before(registry, NAME) == "2"
    tracking.withdraw(NAME, "2", "It was wrong.")
    assert tracking.withdrawn(NAME, "2") and promotion.before(registry, NAME) == "1"
    tracking.withdraw(NAME, "2", "")
    assert not tracking.withdrawn(NAME, "2") and promotion.before(registry, NAME) == "2"
    assert tracking.registered(NAME, "3") and not tracking.registered(NAME, "4")


@pytest.mark.doors
@pytest.mark.filterwarnings("ignore")
def test_what_a_kill_left_undone_after_the_ledger_is_done_again(registry: Path) -> None:
    ledger.note(registry, NAME, "1", CHAMPION, CAUSE)
    assert tracking.aliased(NAME, CHAMPION) is None
    promotion.promote(registry, NAME, "1", CAUSE)
    assert tracking.aliased(NAME, CHAMPION) == "1" and len(ledger.moves(registry)) == 1


def test_columns_are_appended_with_the_types_that_spark_writes(spark: SparkSession) -> None:
    for table in (model_move, run_step):
        spark_says = Schema.from_json(schema_of(table).json()).to_arrow()
        assert pa.schema(spark_says).equals(arrow_schema(table))
    assert set(ARROW) == set(TYPES)
