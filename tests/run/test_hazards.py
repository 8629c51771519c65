"""The top of a list is what it opens, and the same day again opens the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.risk.building_fire import building_fire
from lakehouse.checks.conform import schema_of
from lakehouse.declare import Hazard
from lakehouse.declare.errors import PlanError
from lakehouse.run.answers.hazards import hazards_of, note_hazards
from lakehouse.store.lake import Lake
from lakehouse.tables import risk
from lakehouse.tables.governance import hazard_opened

DAY = date(2024, 6, 1)


def listed(n: int = 250) -> pd.DataFrame:
    rows = pd.DataFrame({"building_id": [f"b{i}" for i in range(n)], "rank": range(1, n + 1)})
    rows["probability"] = 0.5 / rows["rank"]
    rows.loc[len(rows)] = ["nowhere", float("nan"), float("nan")]
    return rows.sample(frac=1, random_state=1).assign(as_of=DAY)


def test_the_top_is_opened_with_what_the_list_said() -> None:
    rows = hazards_of(building_fire, listed())
    assert [r["place_id"] for r in rows] == ["b0", "b1", "b2"], "1 % of 250, rounded up"
    assert set(rows[0]) == set(hazard_opened.column_names)
    assert (rows[0]["listed"], rows[1]["likelihood"]) == ("building_fire 2024-06-01", 0.25)
    assert hazards_of(building_fire, listed()) == rows


def test_a_question_without_a_hazard_and_an_empty_list_open_none() -> None:
    assert hazards_of(replace(building_fire, hazard=None), listed()) == []
    assert hazards_of(building_fire, listed(0)) == []


@pytest.mark.parametrize("wrong", [{"consequence": 6}, {"days": 0}, {"top": 1.5}])
def test_a_hazard_that_cannot_be_kept_is_refused(wrong: dict[str, float]) -> None:
    right = {"what": "x", "consequence": 3, "control": "y", "days": 9, "top": 0.1}
    with pytest.raises(PlanError, match="cannot be kept"):
        Hazard(**{**right, **wrong})  # type: ignore[arg-type]


@pytest.mark.doors
def test_the_same_day_again_changes_nothing_and_another_day_is_added(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)

    def make(day: date, best: float) -> None:
        rows = [("b1", 1, best, day), ("b2", 2, 0.1, day)]
        columns = "building_id string, rank int, probability double, as_of date"
        lake.write(risk.building_fire, whole(spark.createDataFrame(rows, columns)), {"run": "x"})
        note_hazards(lake, building_fire, {"as_of": day})

    for day, best in ((DAY, 0.2), (DAY, 0.2), (date(2024, 9, 1), 0.3)):
        make(day, best)
    kept = lake.frame(hazard_opened).sort_values("listed")
    assert list(kept["listed"]) == ["building_fire 2024-06-01", "building_fire 2024-09-01"]
    assert list(kept["likelihood"]) == [0.2, 0.3] and set(kept["place_id"]) == {"b1"}


def whole(rows: DataFrame) -> DataFrame:
    """The rows with every column of the list, those not drawn empty."""
    schema = {f.name: f.dataType for f in schema_of(risk.building_fire).fields}
    none = {n: F.lit(None).cast(t) for n, t in schema.items() if n not in rows.columns}
    return rows.withColumns(none).select(*schema)
