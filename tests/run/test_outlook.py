"""An outlook answered in a lake: judged, recorded, registered, loaded back, written, published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import SparkSession

from jobs.published.hours_and_places_to_watch import hours_and_places_to_watch as publish
from jobs.published.how_good_are_the_models import how_good_are_the_models
from jobs.risk.crash_hour import crash_hour
from lakehouse.checks.conform import conform, schema_of
from lakehouse.declare import Table
from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.declare.job import Job
from lakehouse.modelling.crash_hours.weeks import BOOSTED, SMOOTHED
from lakehouse.run.answers.step import answer, handed
from lakehouse.run.planning.plan import resolve
from lakehouse.run.published.model_record import models_of
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.lake import Lake, Written
from lakehouse.tables import city, governance, published, risk, transport

pytestmark = [
    pytest.mark.doors,
    # MLflow's and pickle's own; what we write is held to errors elsewhere.
    pytest.mark.filterwarnings("ignore"),
]
NAME = "sample_crash_hour"
AS_OF = date(2024, 7, 1)
ABOUT = {"run": "test", "made_of": "these very rows"}
AREAS = ("1", "2", "3")


def reported() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Crashes of 280 days, the evening of one area worst, and the areas they lie in."""
    draw, crashes = np.random.default_rng(6), []
    for back in range(1, 281):
        day = AS_OF - timedelta(days=back)
        for area in AREAS:
            for hour in range(24):
                often = 0.5 if (area, hour) == ("2", 17) else 0.03
                crashes += [(day, area, hour)] * draw.poisson(often)
    made = pd.DataFrame(crashes, columns=["happened_on", "area", "hour"])
    made = made.assign(row_id=[f"C{n}" for n in range(len(made))], latitude=52.0, lighting="dark")
    made["longitude"] = 4.0 + made["area"].astype(int) / 100
    made["known_at"] = [day + timedelta(days=1) for day in made["happened_on"]]
    events = made.rename(columns={"row_id": "event_id", "area": "community_area"})
    return made.drop(columns="area"), events.assign(event_kind="crash", day=made["happened_on"])


def put(lake: Lake, table: Table, rows: pd.DataFrame) -> None:
    """Write rows with nothing in the columns they lack; rules are tested elsewhere."""
    open_ = replace(
        table, columns=tuple(replace(c, rule="", required=False) for c in table.columns)
    )
    whole = rows.reindex(columns=table.column_names).astype(object)
    whole = whole.where(whole.notna(), None)
    frame = lake.spark.createDataFrame(
        [tuple(r) for r in whole.itertuples(index=False)], schema_of(open_)
    )
    lake.write(open_, frame, {"run": "test"})


@dataclass(frozen=True)
class Answered:
    lake: Lake
    settings: Settings
    written: Written


@pytest.fixture(scope="module")
def answered(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answered]:
    # MLflow warns while it is imported: only now are its warnings let pass.
    import mlflow

    root, before = tmp_path_factory.mktemp("outlook"), mlflow.get_tracking_uri()
    lake = Lake(spark, root / "lake")
    crashes, events = reported()
    put(lake, transport.crash, crashes)
    put(lake, city.event, events)
    settings = replace(load_settings("sample", {}), tracking=f"sqlite:///{root}/mlflow.db")
    yield Answered(lake, settings, answer(lake, crash_hour, AS_OF, ABOUT, settings))
    mlflow.set_tracking_uri(before)


def test_every_hour_of_every_area_is_told_with_its_stamp(answered: Answered) -> None:
    made = answered.lake.frame(risk.crash_hour)
    assert answered.written.rows == len(made) == 7 * 24 * len(AREAS)
    assert answered.written.quarantined == 0
    assert made["day"].min() == AS_OF and made["day"].max() == AS_OF + timedelta(days=6)
    # Crashes of the day before became known on the day itself: they do not count.
    assert set(made["data_through"]) == {AS_OF - timedelta(days=2)}
    assert set(made["as_of"]) == {AS_OF} and set(made["model_name"]) == {NAME}
    assert set(made["model_version"]) == {"1"} and made["expected_if_wet"].isna().all()


def test_the_published_hours_are_the_worst_of_them_and_say_which_model(answered: Answered) -> None:
    frame = publish(answered.lake.read(risk.crash_hour))
    rows = conform(frame, published.hours_and_places_to_watch).toPandas()
    assert list(rows["place"]) == list(range(1, 201))
    assert set(zip(rows["community_area"][:7], rows["hour"][:7], strict=True)) == {("2", 17)}
    assert rows["expected"].is_monotonic_decreasing and 0.3 < rows["expected"][0] < 0.8
    assert rows["why"][0].endswith("in darkness")
    assert set(zip(rows["model_name"], rows["model_version"], strict=True)) == {(NAME, "1")}


def test_trials_are_published_beside_those_of_the_others(answered: Answered) -> None:
    lake = answered.lake
    declared: Job = how_good_are_the_models.job  # type: ignore[attr-defined]
    made = how_good_are_the_models(**handed(lake, declared)).toPandas()
    assert set(made["question"]) == {crash_hour.asks} and set(made["model_name"]) == {NAME}
    whole = made[made["window"] == "all"].set_index(["candidate", "measure"])
    learner = whole.loc[(BOOSTED, "deviance_a_week")]
    assert learner["compared_with"] == SMOOTHED and not learner["plain"]
    assert learner["difference_low"] < learner["difference"] < learner["difference_high"]
    assert made["window"].nunique() == 1 + 16 and made["verdict"].nunique() == 1
    gates = lake.frame(governance.model_gate)
    assert set(gates["model"]) == {NAME} and set(gates["candidate"]) == {BOOSTED}


def test_each_candidate_is_a_run_and_the_winner_the_champion(answered: Answered) -> None:
    from mlflow import MlflowClient

    client = MlflowClient()
    experiment = client.get_experiment_by_name(NAME)
    assert experiment is not None
    runs = {str(r.info.run_name): r for r in client.search_runs([experiment.experiment_id])}
    told = answered.lake.frame(risk.crash_hour)
    assert {n for n, r in runs.items() if r.data.tags["chosen"] == "True"} == set(told["candidate"])
    version = client.get_model_version_by_alias(NAME, "champion")
    assert str(version.description).startswith(f"# {crash_hour.asks}")
    for name, run in runs.items():
        assert run.data.params["as_of"] == str(AS_OF) and run.data.params["seed"] == "0"
        assert {"deviance_a_week", "window_deviance_a_week"} <= set(run.data.metrics), name
        weeks = client.get_metric_history(run.info.run_id, "window_deviance_a_week")
        assert len(weeks) == 16
        read = {(i.dataset.name, i.dataset.digest) for i in run.inputs.dataset_inputs}
        assert read == {("transport.crash", "v0"), ("city.event", "v0")}
        place = Path(str(run.info.artifact_uri).removeprefix("file://"))
        assert "pandas" in json.loads((place / "environment.json").read_text("utf-8"))
    assert "max_depth" in runs[BOOSTED].data.params["candidate.settings"]


def known(answered: Answered) -> pd.DataFrame:
    from lakehouse.run.answers.outlook import known_rows

    frames = handed(answered.lake, crash_hour)
    return known_rows(frames, crash_hour, AS_OF, answered.settings.city)


def test_the_champion_asked_again_gives_what_was_written(answered: Answered) -> None:
    from mlflow.pyfunc import load_model

    said = load_model(f"models:/{NAME}@champion").predict(known(answered))
    said["day"] = said["day"].dt.date
    made = answered.lake.frame(risk.crash_hour)
    both = made.merge(said, on=["community_area", "day", "hour"], suffixes=("", "_now"))
    assert len(both) == len(made)
    for name in ("expected", "expected_low", "expected_high", "usual"):
        assert (both[name] - both[f"{name}_now"]).abs().max() <= 1e-9


def test_asking_again_takes_the_same_model_up(answered: Answered) -> None:
    before = answered.lake.frame(risk.crash_hour)
    answer(answered.lake, crash_hour, AS_OF, ABOUT, answered.settings)
    by = ["community_area", "day", "hour"]
    pd.testing.assert_frame_equal(
        before.sort_values(by, ignore_index=True),
        answered.lake.frame(risk.crash_hour).sort_values(by, ignore_index=True),
    )


def test_it_has_a_card_on_the_pages(answered: Answered) -> None:
    run: Any = SimpleNamespace(
        lake=answered.lake,
        catalogue=SimpleNamespace(steps=(crash_hour,)),
        settings=answered.settings,
    )
    (card,) = models_of(run)
    assert (card.name, card.asks, card.owner) == (NAME, crash_hour.asks, "Transport")
    assert card.cohort.startswith("Crashes of the last eight years") and not card.features


def test_an_earlier_answer_is_held_to_what_came(answered: Answered) -> None:
    from lakehouse.run.answers.after_outlook import performance

    told = answered.lake.frame(risk.crash_hour)
    then = AS_OF - timedelta(days=21)
    told["day"], told["as_of"] = told["day"].map(lambda day: day - timedelta(days=21)), then
    lake: Any = SimpleNamespace(version=lambda table: 0, frame=lambda table, version: told)
    (row,) = performance(lake, crash_hour, known(answered), {"as_of": AS_OF})
    assert (row["version"], row["as_of"], row["looked_at"]) == ("1", then, AS_OF)
    assert row["cases"] == len(told) and row["measure"] == "deviance_to_usual"
    assert row["came"] == pytest.approx(row["expected"], rel=0.4)
    # It was learnt from these days too, and is the usual rate itself.
    assert row["says"] == "as promised" and row["value"] == pytest.approx(1.0, abs=0.1)
    told["as_of"] = AS_OF
    assert not list(performance(lake, crash_hour, known(answered), {"as_of": AS_OF}))


@pytest.mark.whole
def test_trained_again_from_the_tables_as_they_were_it_comes_out_the_same(
    answered: Answered,
) -> None:
    from lakehouse.run.record.reproducing import again
    from lakehouse.store.record.recorded import recorded

    crashes = answered.lake.frame(transport.crash)
    put(answered.lake, transport.crash, crashes[crashes["happened_on"] > date(2024, 2, 1)])
    was = recorded("crash_hour", "sample_")
    assert was.tables == {"transport.crash": 0, "city.event": 0} and was.as_of == AS_OF
    for partitions in (1, 3):
        told = again(answered.lake, crash_hour, was, partitions, answered.settings)
        assert told == (dict(was.metrics), was.scores, [])
    newest = replace(was, tables={**was.tables, "transport.crash": 1})
    assert again(answered.lake, crash_hour, newest, 1, answered.settings)[1] != was.scores


def test_too_early_a_day_is_refused(answered: Answered) -> None:
    with pytest.raises(TooEarly, match="crash_hour: nothing was known before 2020-01-01"):
        answer(answered.lake, crash_hour, date(2020, 1, 1), ABOUT, answered.settings)


def test_a_model_that_tells_too_little_is_refused() -> None:
    from lakehouse.run.answers.outlook import answers

    little: Any = SimpleNamespace(predict=lambda rows: rows[["day"]])
    with pytest.raises(PlanError, match="its model does not tell community_area, hour, expected"):
        answers(crash_hour, little, pd.DataFrame({"day": [AS_OF]}))


def test_a_plan_finds_rows_without_a_known_day_and_tables_without_a_stamp(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)

    def ageless(crash: Any, event: Any, day: Any) -> Any:
        return crash.drop("known_at")

    with pytest.raises(PlanError, match="crash_hour: rows lack known_at"):
        resolve(lake, replace(crash_hour, rows=ageless))
    bare = replace(risk.crash_hour, columns=risk.crash_hour.columns[:-1])
    with pytest.raises(PlanError, match=r"risk\.crash_hour has no place for model_version"):
        resolve(lake, replace(crash_hour, writes=bare))
