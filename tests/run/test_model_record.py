"""What a release takes from the record of a model: what is declared, gates, groups."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from jobs.risk.food_premises import food_premises
from jobs.risk.hospital_load import hospital_load
from lakehouse.checks.conform import schema_of
from lakehouse.run.answers.group_rows import group_rows
from lakehouse.run.answers.trials import frame_of
from lakehouse.run.published.model_record import models_of
from lakehouse.tables.governance import model_gate, model_group

STAMP = {"model_name": "delft_food_premises", "model_version": "4", "as_of": date(2020, 5, 1)}


@pytest.fixture
def played() -> Any:
    """A contest that compared two districts with a third, and looked at all their ranges."""
    told = {"of": 300.0, "share": 0.3, "disparity": 0.9, "low": 0.7, "high": 1.1, "counts": True}
    groups = pd.DataFrame(
        [{"candidate": who, "rate": "fnr", "group": g, "reference": "3", "verdict": "pass", **told}
         for who in ("learner", "plain") for g in "12"]
    )  # fmt: skip
    held = {"rows": 900, "ranges": 40, "share": 0.9, "low": 0.8, "high": 0.96}
    ranges = pd.DataFrame(
        [{"candidate": "learner", "group": g, "verdict": "pass", **held} for g in "123"]
    )
    return SimpleNamespace(groups=groups, ranges=ranges, winner="learner")


def test_the_winner_s_groups_are_told_by_rate_and_by_range(played: Any) -> None:
    rows = pd.DataFrame(group_rows(played, food_premises, STAMP))
    assert rows[["measure", "group"]].to_numpy().tolist() == [
        ["fnr", "1"], ["fnr", "2"], ["ranges", "1"], ["ranges", "2"], ["ranges", "3"],
    ]  # fmt: skip
    assert rows["cases"].tolist() == [300, 300, 40, 40, 40]
    assert rows["times"].tolist()[:2] == [0.9, 0.9] and rows["times"].isna().sum() == 3
    assert rows["counts"].tolist() == [True, True, False, False, False]
    assert set(rows["candidate"]) == {"learner"} and set(rows["across"]) == {"police_district"}


def test_spark_takes_the_rows_as_the_table_declares_them(played: Any, spark: SparkSession) -> None:
    lake: Any = SimpleNamespace(
        spark=spark, empty=lambda table: spark.createDataFrame([], schema_of(table))
    )
    frame = frame_of(lake, model_group, group_rows(played, food_premises, STAMP))
    assert frame.columns == list(model_group.column_names) and frame.count() == 5


def test_a_contest_without_groups_has_no_rows(played: Any) -> None:
    none = pd.DataFrame()
    played.groups, played.ranges = none, none
    assert group_rows(played, food_premises, STAMP) == []
    unasked: Any = SimpleNamespace(gates=SimpleNamespace(fair=None))
    assert group_rows(played, unasked, STAMP) == []


def test_a_model_on_record_has_a_card_and_one_that_never_played_has_none() -> None:
    names = ["delft_hospital_load", "delft_food_premises", "delft_of_another_time"]
    gate = {"version": "4", "candidate": "a", "chosen": True, "gate": "fair", "verdict": "pass"}
    there = {
        model_gate.name: pd.DataFrame([{"model": n, **gate, "reason": "It is."} for n in names])
    }
    lake = SimpleNamespace(exists=lambda t: t.name in there, frame=lambda t: there[t.name])
    run: Any = SimpleNamespace(
        lake=lake,
        catalogue=SimpleNamespace(steps=(food_premises, hospital_load)),
        settings=SimpleNamespace(city=SimpleNamespace(name="delft")),
    )
    food, load = models_of(run)
    assert (food.name, food.page) == (names[1], "model-delft_food_premises.html")
    assert food.owner == "Health" and food.cohort.startswith("Canvass visits that took place")
    assert set(food.features) == set(food_premises.learned) and food.groups.empty
    assert food.left_out == food_premises.left_out and food.limits == food_premises.limits
    assert (load.asks, load.features, load.left_out) == (hospital_load.asks, {}, {})
    there.clear()
    assert models_of(run) == ()
