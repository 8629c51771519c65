"""A forecast answered in a lake: judged, recorded, registered, loaded back, written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import SparkSession

from jobs.published.hospital_load import hospital_load as publish
from jobs.risk.hospital_load import hospital_load
from lakehouse.checks.conform import schema_of
from lakehouse.declare.errors import TooEarly
from lakehouse.modelling.gates.gate import BASELINE, COVERED, FAIR, STABLE, TOO_GOOD
from lakehouse.run.answers.step import answer
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.lake import Lake, Written
from lakehouse.tables import governance, published, risk, surveillance

pytestmark = [
    pytest.mark.doors,
    # MLflow's and pickle's own; what we write is held to errors elsewhere.
    pytest.mark.filterwarnings("ignore"),
]
NAME = "sample_hospital_load"
AS_OF = date(2020, 8, 20)
THROUGH = date(2020, 8, 18)
ABOUT = {"run": "test", "made_of": "these very rows"}


def reported(days: int = 200) -> pd.DataFrame:
    """Beds of intensive care: a level for all, a wave of COVID-19 patients, the capacity."""
    rng, day = np.random.default_rng(5), np.arange(days)
    wave = 80 * np.exp(0.04 * np.clip(day - 90, 0, 40)) * (1 + 0.08 * rng.normal(size=days))
    amounts = {
        ("in_use", "all"): 700 + 15 * rng.normal(size=days),
        ("in_use", "covid"): wave,
        ("capacity", "all"): np.full(days, 745.0),
    }
    parts = [
        pd.DataFrame({"status": status, "stratum": stratum, "amount": np.round(amount)})
        for (status, stratum), amount in amounts.items()
    ]
    made = pd.concat(parts, ignore_index=True)
    made["day"] = np.tile(pd.date_range("2020-03-19", periods=days).date, len(parts))
    made["known_at"] = [d + pd.Timedelta(days=1) for d in made["day"]]
    return made.assign(resource="icu_bed")


@dataclass(frozen=True)
class Answered:
    lake: Lake
    settings: Settings
    written: Written


@pytest.fixture(scope="module")
def answered(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answered]:
    # MLflow warns while it is imported: only now are its warnings let pass.
    import mlflow

    root, before = tmp_path_factory.mktemp("forecast"), mlflow.get_tracking_uri()
    lake = Lake(spark, root / "lake")
    table = surveillance.hospital_day
    rows = reported().reindex(columns=table.column_names).astype(object)
    rows = rows.where(rows.notna(), None).assign(_file="drawn", _row=range(len(rows)))
    rows["amount"] = rows["amount"].astype(int)
    kept = [tuple(r) for r in rows.itertuples(index=False)]
    lake.write(table, spark.createDataFrame(kept, schema_of(table)), {"run": "test"})
    settings = replace(load_settings("sample", {}), tracking=f"sqlite:///{root}/mlflow.db")
    yield Answered(lake, settings, answer(lake, hospital_load, AS_OF, ABOUT, settings))
    mlflow.set_tracking_uri(before)


def test_each_series_has_quantiles_for_two_weeks(answered: Answered) -> None:
    made = answered.lake.frame(risk.hospital_load)
    assert answered.written.rows == len(made) == 28 and answered.written.quarantined == 0
    assert made["q50"].notna().all() and (made["q05"] <= made["q95"]).all()
    assert (made["naive_q05"] <= made["naive_q50"]).all()
    assert set(made["hospital_id"]) == {"Total"}, "a city whose hospitals do not report each"
    assert made["expected"].between(made["q05"], made["q95"]).all()
    assert set(made["as_of"]) == {AS_OF} and set(made["data_through"]) == {THROUGH}
    assert made["day"].min() == date(2020, 8, 19) and made["day"].max() == date(2020, 9, 1)


def test_the_chance_of_needing_more_than_there_is(answered: Answered) -> None:
    made = answered.lake.frame(risk.hospital_load).set_index("stratum")
    assert (made.loc["all", "capacity"] == 745).all()
    assert made.loc["all", "probability_over_capacity"].between(1e-7, 0.2).all()
    assert made.loc["covid", ["capacity", "probability_over_capacity"]].isna().all(axis=None)


def test_what_became_known_on_the_day_itself_is_not_used(answered: Answered) -> None:
    rows = answered.lake.frame(surveillance.hospital_day)
    assert (rows["known_at"] >= AS_OF).any()
    history = rows[rows["known_at"] < AS_OF]
    assert history["day"].max() == THROUGH


def test_trials_hold_every_candidate_and_the_verdict(answered: Answered) -> None:
    trials = answered.lake.frame(risk.hospital_load_trials)
    assert set(trials["candidate"]) == set(hospital_load.candidates)
    assert trials["verdict"].nunique() == 1 and " is used" in trials["verdict"].iloc[0]
    assert trials.groupby("candidate")["chosen"].first().sum() == 1
    whole = trials[trials["window"] == "all"].set_index(["candidate", "measure"])["value"]
    winner = trials.loc[trials["chosen"], "candidate"].iloc[0]
    assert whole[winner, "pinball_to_naive icu_bed covid"] < 0.9
    assert {"2020-06-01", "2020-07-01"} < set(trials["window"])


def test_each_candidate_is_a_run_and_the_winner_the_champion(answered: Answered) -> None:
    from mlflow import MlflowClient

    client = MlflowClient()
    experiment = client.get_experiment_by_name(NAME)
    assert experiment is not None
    runs = {str(r.info.run_name): r for r in client.search_runs([experiment.experiment_id])}
    assert set(runs) == set(hospital_load.candidates)
    chosen = [r for r in runs.values() if r.data.tags["chosen"] == "True"]
    version = client.get_model_version_by_alias(NAME, "champion")
    assert [r.info.run_id for r in chosen] == [version.run_id]
    assert str(version.description).startswith(f"# {hospital_load.asks}")
    for run in runs.values():
        assert run.data.params["as_of"] == str(AS_OF) and "scaled_pinball" in run.data.metrics
        place = Path(str(run.info.artifact_uri).removeprefix("file://"))
        tables = json.loads((place / "tables.json").read_text("utf-8"))
        assert tables == {"surveillance.hospital_day": 0}


def test_the_champion_asked_again_gives_the_written_quantiles(answered: Answered) -> None:
    from mlflow.pyfunc import load_model

    rows = answered.lake.frame(surveillance.hospital_day)
    rows = rows[(rows["known_at"] < AS_OF) & (rows["status"] == "in_use")]
    history = pd.DataFrame(
        {
            "series": rows["resource"] + " " + rows["stratum"],
            "day": pd.to_datetime(rows["day"]),
            "value": rows["amount"].astype(float),
        }
    )
    said = load_model(f"models:/{NAME}@champion").predict(history)
    made = answered.lake.frame(risk.hospital_load)
    made["series"] = made["resource"] + " " + made["stratum"]
    both = made.merge(said, on=["series", "days_ahead"], suffixes=("", "_now"))
    assert len(both) == len(made)
    for name in ("q05", "q50", "q95", "naive_q95"):
        assert (both[name] - both[f"{name}_now"]).abs().max() <= 1e-9


def test_asking_again_takes_the_same_model_up(answered: Answered) -> None:
    before = answered.lake.frame(risk.hospital_load)
    answer(answered.lake, hospital_load, AS_OF, ABOUT, answered.settings)
    after = answered.lake.frame(risk.hospital_load)
    by = ["stratum", "day"]
    pd.testing.assert_frame_equal(
        before.sort_values(by, ignore_index=True), after.sort_values(by, ignore_index=True)
    )
    assert set(after["model_version"]) == {"1"}


def test_it_is_published_beside_the_last_sixty_days(answered: Answered) -> None:
    lake = answered.lake
    made = publish(lake.read(risk.hospital_load), lake.read(surveillance.hospital_day), AS_OF)
    written = lake.write(published.hospital_load, made, ABOUT)
    assert (written.rows, written.quarantined) == (2 * (60 + 14), 0)


def test_too_early_a_day_is_refused(answered: Answered) -> None:
    with pytest.raises(TooEarly, match=r"\d+ day\(s\) before 2020-05-01 could be judged 7 days"):
        answer(answered.lake, hospital_load, date(2020, 5, 1), ABOUT, answered.settings)
    with pytest.raises(TooEarly, match="hospital_load: 0 day"):
        answer(answered.lake, hospital_load, date(2020, 1, 1), ABOUT, answered.settings)


def test_every_learner_went_through_its_gates(answered: Answered) -> None:
    gates = answered.lake.frame(governance.model_gate)
    learners = {n for n, make in hospital_load.candidates.items() if not make().plain}
    assert set(gates["candidate"]) == learners and set(gates["model"]) == {NAME}
    assert set(gates["gate"]) == {BASELINE, COVERED, FAIR, STABLE, TOO_GOOD}
    winner = gates[gates["chosen"]]
    assert set(winner["verdict"]) <= {"pass"}


def test_the_drift_of_each_series_is_told(answered: Answered) -> None:
    drift = answered.lake.frame(governance.model_drift)
    assert set(drift["model"]) == {NAME} and set(drift["version"]) == {"1"}
    series = {f"weekly growth of icu_bed {stratum}" for stratum in ("all", "covid")}
    assert set(drift["feature"]) == series and set(drift["today_rows"]) == {28}


def test_trained_again_from_the_table_as_it_was_it_comes_out_the_same(answered: Answered) -> None:
    from lakehouse.run.record.reproducing import again
    from lakehouse.store.record.recorded import recorded

    table = surveillance.hospital_day
    later = answered.lake.read(table).where("amount > 0 and day > '2020-05-01'")
    answered.lake.write(table, later, {"run": "later"})
    was = recorded("hospital_load", "sample_")
    assert was.tables == {table.name: 0} and was.as_of == AS_OF
    for partitions in (1, 3):
        metrics, scores, odd = again(
            answered.lake, hospital_load, was, partitions, answered.settings
        )
        assert (metrics, scores, odd) == (dict(was.metrics), was.scores, [])
    newest = replace(was, tables={table.name: 1})
    assert again(answered.lake, hospital_load, newest, 1, answered.settings)[1] != was.scores
