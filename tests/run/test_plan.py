"""The plan finds on empty tables what would go wrong at night, and names the file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.declare import Column, Table, job
from lakehouse.declare.errors import CityLakeError, PlanError
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.planning.plan import plan
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake
from lakehouse.tables import city
from tests.small_city import small_settings

SAMPLE = load_settings("sample", {}).city
PLACE = Table("a.place", "One row per place.", ("id",), (Column("id", "string", "The place."),))


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    return Lake(spark, tmp_path)


def problems(catalogue: Catalogue, lake: Lake) -> dict[str, CityLakeError]:
    return {n: e for n, e in plan(catalogue, lake, SAMPLE.codes) if e is not None}


def test_a_select_with_a_misspelt_column_is_found_with_its_file(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "conf" / "sample"
    shutil.copytree(small_settings().city.folder, folder)
    select = folder / "burglary.sql"
    select.write_text(select.read_text("utf-8").replace("incident_no", "incident_nr"), "utf-8")
    found = problems(load_catalogue(replace(SAMPLE, folder=folder)), lake)
    assert list(found) == ["sample/burglary.odcs.yaml"]
    (error,) = found.values()
    assert isinstance(error, PlanError)
    assert "burglary.sql" in error.what and "incident_nr" in error.what


def test_a_rule_that_is_no_sql_is_found_with_its_table(lake: Lake) -> None:
    wrong = replace(PLACE, columns=(Column("id", "string", "The place.", rule="lenght(id) > 1"),))
    found = problems(Catalogue({wrong.name: wrong}, (), ()), lake)
    assert list(found) == ["a.place"] and "lenght" in found["a.place"].what


def test_a_job_that_asks_for_no_column_is_found(lake: Lake) -> None:
    @job(reads=[city.food_premises], writes=PLACE)
    def place(food_premises: DataFrame) -> DataFrame:
        return food_premises.select("premisesid")

    found = problems(Catalogue({}, (), (place.job,)), lake)  # type: ignore[attr-defined]
    assert list(found) == ["a.place"]
    assert "premisesid" in found["a.place"].what and "premises_id" in found["a.place"].what


def test_a_job_that_writes_other_columns_than_declared_is_found(lake: Lake) -> None:
    @job(reads=[city.food_premises], writes=PLACE)
    def place(food_premises: DataFrame) -> DataFrame:
        return food_premises.select("premises_id")

    found = problems(Catalogue({}, (), (place.job,)), lake)  # type: ignore[attr-defined]
    assert "lacks id" in found["a.place"].what


def test_a_job_that_keeps_its_promise_is_no_problem(lake: Lake) -> None:
    @job(reads=[city.food_premises], writes=PLACE)
    def place(food_premises: DataFrame) -> DataFrame:
        return food_premises.selectExpr("premises_id as id")

    assert problems(Catalogue({}, (), (place.job,)), lake) == {}  # type: ignore[attr-defined]
