"""A monitor is planned, answered from what was known, and written down in MLflow once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.risk.health_signals import death_signal
from lakehouse.declare import Rung
from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.run.planning.plan import resolve
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake
from lakehouse.tables import risk, surveillance

TableOf = Callable[..., DataFrame]
FIRST, DAYS, HEAT = date(1994, 1, 1), 120, 117


def unnamed(death_day: DataFrame) -> DataFrame:
    return death_day.selectExpr("day", "known_at", "cast(deaths as string) as value")


def test_a_series_that_lacks_columns_is_found_on_empty_tables(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    assert resolve(lake, death_signal).columns == risk.death_signal.column_names
    with pytest.raises(PlanError, match="lack series string, title string, value as a number"):
        resolve(lake, replace(death_signal, series=unnamed))


def test_a_misspelt_method_is_found_with_the_nearest(spark: SparkSession, tmp_path: Path) -> None:
    wrong = replace(death_signal, ladder=(Rung("essence_ewna", 9),))
    with pytest.raises(PlanError, match=r"no method essence_ewna \(did you mean essence_ewma\?\)"):
        resolve(Lake(spark, tmp_path), wrong)


@pytest.mark.doors
# MLflow warns of its own code.
@pytest.mark.filterwarnings("ignore")
def test_a_heat_wave_is_an_alert_on_the_day_after_it_was_known_and_recorded_once(
    spark: SparkSession, table_of: TableOf, tmp_path: Path
) -> None:
    import mlflow

    from lakehouse.run.answers.monitor import watch

    settings = load_settings("chicago", {"CITYLAKE_WORK": str(tmp_path)})
    lake = Lake(spark, settings.lake)
    counts = np.random.default_rng(9).poisson(110, DAYS)
    counts[HEAT:] *= 3
    days = [FIRST + timedelta(days=i) for i in range(DAYS)]
    rows = [
        f"{day} | {n} | 0 | 0 | {day + timedelta(1)}" for day, n in zip(days, counts, strict=True)
    ]
    header = "day | deaths | cardiovascular | respiratory | known_at"
    drawn = table_of("\n".join([header, *rows]), surveillance.death_day)
    lake.write(surveillance.death_day, drawn, {})
    about: dict[str, Any] = {"made_of": "abc"}
    with pytest.raises(TooEarly, match="nothing of its series was known before 1994-01-02"):
        watch(lake, death_signal, FIRST + timedelta(days=1), about, settings)
    for _ in range(2):
        written = watch(lake, death_signal, days[HEAT] + timedelta(days=2), about, settings)
    assert written.rows == HEAT + 1
    last = lake.frame(risk.death_signal).sort_values("day").iloc[-1]
    assert (last["day"], last["level"], last["lasting"]) == (days[HEAT], "alert", 1)
    assert last["observed"] > last["upper"] > last["expected"]
    runs = mlflow.search_runs(experiment_names=["chicago_death_signal"], output_format="list")
    assert len(runs) == 1
    assert runs[0].data.metrics["alert"] >= 1
    assert runs[0].data.params["version"] == death_signal.version
    assert runs[0].data.params["version.surveillance.death_day"] == "0"
