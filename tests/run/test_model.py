"""MLflow's record of the contest, and the registered model asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
import pytest
from mlflow import MlflowClient
from mlflow.entities import Run

from tests.run.sample_run import RANKING

pytestmark = [
    pytest.mark.doors,
    # MLflow's and pickle's own; what we write is held to errors elsewhere.
    pytest.mark.filterwarnings("ignore"),
]
Made = Any
NAME = "sample_food_premises"
LISTED = "published.premises_to_inspect_first"


@pytest.fixture(scope="module")
def client(first: Made) -> Iterator[MlflowClient]:
    """MLflow pointed at the first run's store, and pointed away again afterwards."""
    uri, before = f"sqlite:///{first.lake / 'mlflow.db'}", mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(uri)
    yield MlflowClient(uri)
    mlflow.set_tracking_uri(before)


@pytest.fixture(scope="module")
def runs(client: MlflowClient) -> dict[str, Run]:
    """MLflow's runs by candidate."""
    experiment = client.get_experiment_by_name(NAME)
    assert experiment is not None
    found = client.search_runs([experiment.experiment_id])
    assert len(found) == len({r.info.run_name for r in found})
    return {str(r.info.run_name): r for r in found}


def artefact(run: Run, name: str) -> str:
    return Path(str(run.info.artifact_uri).removeprefix("file://"), name).read_text("utf-8")


def test_each_candidate_has_one_finished_run(runs: dict[str, Run]) -> None:
    assert set(runs) == set(RANKING.candidates)
    assert {r.info.status for r in runs.values()} == {"FINISHED"}
    chosen = [n for n, r in runs.items() if r.data.tags["chosen"] == "True"]
    assert len(chosen) == 1


def test_each_run_says_what_was_tried(first: Made, runs: dict[str, Run]) -> None:
    for name, run in runs.items():
        params = run.data.params
        assert params["plain"] == str(RANKING.candidates[name]().plain)
        assert params["as_of"] == "2024-06-28" and params["seed"].isdigit()
        assert int(params["windows"]) >= 7
        for table in RANKING.reads:
            assert params[f"version.{table.name}"] == str(first.version(table.name))
    trees = runs["boosted trees"].data.params
    assert (trees["candidate"], trees["candidate.trees"]) == ("BoostedTrees", "150")


def test_each_run_has_a_value_for_every_window(
    first: Made, runs: dict[str, Run], client: MlflowClient
) -> None:
    trials = first.frame("risk.food_premises_trials").query("measure == 'auc'")
    for name, run in runs.items():
        mine = trials[trials["candidate"] == name].set_index("window")["value"]
        assert run.data.metrics["auc"] == pytest.approx(mine.pop("all"))
        kept = client.get_metric_history(run.info.run_id, "window_auc")
        found = {m.step: m.value for m in kept}
        wanted = {i: v for i, v in enumerate(mine.sort_index()) if v == v}
        assert found == pytest.approx(wanted) and len(found) >= 7


def test_each_run_keeps_features_tables_and_card(first: Made, runs: dict[str, Run]) -> None:
    versions = first.versions()
    for run in runs.values():
        assert json.loads(artefact(run, "features.json")) == {"features": RANKING.learned}
        tables = json.loads(artefact(run, "tables.json"))
        assert tables == {t.name: versions[t.name] for t in (*RANKING.reads, RANKING.matrix)}
        assert json.loads(artefact(run, "exceptions.json")) == {"exceptions": []}
        card = artefact(run, "card.md")
        assert card.startswith(f"# {RANKING.asks}")
        assert all(name in card for name in RANKING.candidates)
        assert all(name in card for name in RANKING.left_out)
        assert all(limit in card for limit in RANKING.limits)


def test_the_card_says_what_counts_as_the_outcome(runs: dict[str, Run]) -> None:
    card = artefact(next(iter(runs.values())), "card.md")
    outcome = card.split("## What counts as the outcome")[1].split("##")[0]
    assert "critical" in outcome


def test_the_champion_is_the_winners_version(client: MlflowClient, runs: dict[str, Run]) -> None:
    version = client.get_model_version_by_alias(NAME, "champion")
    assert str(version.version) == "1"
    winner = next(r for r in runs.values() if r.data.tags["chosen"] == "True")
    assert version.run_id == winner.info.run_id
    assert version.tags["made_of"] == winner.data.tags["made_of"]
    assert str(version.description).startswith(f"# {RANKING.asks}")


def test_the_winner_is_kept_with_its_pictures_inputs_and_environment(
    first: Made, runs: dict[str, Run]
) -> None:
    winner = next(r for r in runs.values() if r.data.tags["chosen"] == "True")
    for name in ("calibration.png", "capture.png", "importance.png"):
        folder = Path(str(winner.info.artifact_uri).removeprefix("file://"))
        assert (folder / name).read_bytes().startswith(b"\x89PNG")
    assert json.loads(artefact(winner, "environment.json"))["xgboost-cpu"]
    assert len(winner.data.tags["scores"]) == 32 and winner.data.tags["code"]
    datasets = {i.dataset.name: i.dataset for i in winner.inputs.dataset_inputs}
    tables = (*RANKING.reads, RANKING.matrix)
    assert {n: d.digest for n, d in datasets.items()} == {
        t.name: f"v{first.version(t.name)}" for t in tables
    }
    source = json.loads(datasets[RANKING.reads[0].name].source)
    # MLflow leaves version 0 out.
    assert source.get("delta_table_version", 0) == first.version(RANKING.reads[0].name)


def test_the_model_says_what_it_takes_and_gives(client: MlflowClient) -> None:
    info = mlflow.models.get_model_info(f"models:/{NAME}@champion")
    assert set(info.signature.inputs.input_names()) <= set(RANKING.learned)
    given = info.signature.outputs.input_names()
    assert given[:2] == ["score", "probability"] and "reason_1" in given
    example = mlflow.pyfunc.load_model(f"models:/{NAME}@champion").input_example
    assert list(example.columns) == info.signature.inputs.input_names() and len(example) == 5


@pytest.fixture(scope="module")
def asked_again(first: Made, client: MlflowClient) -> pd.DataFrame:
    """The champion's answers on the stored matrix beside the published list, by premises."""
    matrix = first.frame(RANKING.matrix.name)
    waiting = matrix[matrix["outcome"].isna()].reset_index(drop=True)
    model = mlflow.pyfunc.load_model(f"models:/{NAME}@champion")
    inputs = model.metadata.get_input_schema().input_names()
    said = model.predict(waiting[inputs]).assign(premises_id=waiting["premises_id"].to_numpy())
    listed = first.frame(LISTED)
    both = listed[listed["rank"].notna()].merge(said, "outer", "premises_id", suffixes=("", "_now"))
    assert isinstance(both, pd.DataFrame)
    return both


def test_the_champion_gives_the_published_chances(asked_again: pd.DataFrame) -> None:
    assert len(asked_again) > 100
    for name in ("probability", "probability_low", "probability_high"):
        gap = (asked_again[name] - asked_again[f"{name}_now"]).abs()
        assert gap.notna().all() and gap.max() <= 1e-9


def test_the_champion_gives_the_published_reasons(asked_again: pd.DataFrame) -> None:
    for name in ("reason_1", "reason_2", "reason_3"):
        assert (asked_again[name] == asked_again[f"{name}_now"]).all()
