"""Which model answers, which did, going back, and training again, on the sample city."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.run.sample_run import RANKING

pytestmark = [pytest.mark.doors, pytest.mark.filterwarnings("ignore")]
Made = Any
Ask = Callable[..., Any]
NAME = "sample_food_premises"


def test_every_question_has_a_champion_that_moved_once(first: Made) -> None:
    moves = first.frame("governance.model_move")
    assert set(moves["alias"]) == {"champion"} and set(moves["version"]) == {"1"}
    assert NAME in set(moves["model"]) and not moves["model"].duplicated().any()
    ours = moves.set_index("model").loc[NAME]
    assert str(ours["as_of"]) == "2024-06-28" and "is used" in ours["why"]


def test_the_gates_of_the_last_contest_are_kept_with_their_reasons(first: Made) -> None:
    gates = first.frame("governance.model_gate")
    ours = gates[gates["model"] == NAME]
    assert set(ours["candidate"]) == set(RANKING.candidates)
    assert ours["reason"].str.len().gt(10).all() and set(ours["version"]) == {"1"}
    chosen = ours[ours["chosen"]]
    assert chosen["candidate"].nunique() == 1 and "fail" not in set(chosen["verdict"])


def test_the_page_of_a_list_draws_what_came_true_of_each_tenth_of_its_chances(first: Made) -> None:
    rows = first.frame("governance.model_reliability")
    ours = rows[rows["model"] == NAME]
    assert ours["bin"].is_unique and len(ours) >= 5 and ours["rows"].sum() > 900
    assert ours["observed"].between(ours["low"], ours["high"]).all()
    page = (first.published / "latest" / "decision-premises_to_inspect_first.html").read_text(
        "utf-8"
    )
    assert page.count('<path class="span"') == len(ours)


def test_every_model_on_record_has_a_page_that_is_entered_in_the_manifest(first: Made) -> None:
    latest = first.published / "latest"
    manifest = json.loads((latest / "manifest.json").read_text("utf-8"))
    cards = {f["name"] for f in manifest["files"] if f["name"].startswith("model-")}
    models = set(first.frame("governance.model_gate")["model"])
    assert cards == {f"model-{name}.html" for name in models} and f"model-{NAME}.html" in cards
    groups = first.frame("governance.model_group")
    card = (latest / f"model-{NAME}.html").read_text("utf-8")
    ours = groups[groups["model"] == NAME]
    assert len(ours) and card.count('<span class="st ') >= len(ours)


def test_drift_is_told_for_every_feature_of_the_champion(first: Made) -> None:
    drift = first.frame("governance.model_drift")
    ours = drift[drift["model"] == NAME]
    assert 1 <= len(ours) <= len(RANKING.learned)
    assert set(ours["feature"]) <= set(RANKING.learned)
    assert (ours["alert"].notna() == (ours["says"] == "drifted")).all()
    assert (ours["training_rows"] > 1000).all()


def test_model_list_and_live_say_who_answers(first: Made, ask: Ask) -> None:
    said = ask(first, "model", "list", "--city", "sample")
    assert said.exit_code == 0 and f"{NAME}  champion  version 1" in said.output
    said = ask(first, "model", "live", "food_premises", "--city", "sample")
    assert f"{NAME}: version 1 was live on {date.today()}" in said.output
    before = str(date.today() - timedelta(days=30))
    said = ask(first, "model", "live", NAME, "--on", before, "--city", "sample")
    assert said.exit_code == 8 and f"was not live on {before}" in said.output
    said = ask(first, "model", "live", "food_premise", "--city", "sample")
    assert said.exit_code == 8 and "food_premises" in said.output


def test_there_is_no_way_back_from_the_first_version(first: Made, ask: Ask) -> None:
    said = ask(first, "model", "rollback", "food_premises", "--city", "sample")
    assert said.exit_code == 8 and "no earlier version" in said.output
    said = ask(first, "model", "rollback", "food_premises", "--to", "9", "--city", "sample")
    assert said.exit_code == 8 and "no version 9" in said.output
    assert (
        len(first.frame("governance.model_move"))
        == first.frame("governance.model_move")["model"].nunique()
    )


def moved(work: Path, old: Path) -> None:
    """Let a copied lake's MLflow look for its artefacts in the copy."""
    with sqlite3.connect(work / "lake" / "sample" / "mlflow.db") as db:
        for table, column in (
            *(("runs", "artifact_uri"), ("experiments", "artifact_location")),
            *(("model_versions", "source"), ("model_versions", "storage_location")),
            ("logged_models", "artifact_location"),
        ):
            sql = f"update {table} set {column} = replace({column}, ?, ?)"
            db.execute(sql, (str(old), str(work)))


@pytest.fixture(scope="module")
def back_again(
    later: Made, tmp_path_factory: pytest.TempPathFactory, citylake_here: Callable[..., Any]
) -> tuple[Any, Any, Path]:
    """A fortnight later the second version answers; it is taken back, and the city runs again."""
    work = tmp_path_factory.mktemp("rollback") / "work"
    shutil.copytree(later.work, work, symlinks=True)
    moved(work, later.work)
    words = ("model", "rollback", "food_premises", "--why", "odd list", "--city", "sample")
    said = citylake_here(work, *words)
    run = citylake_here(
        *(work, "run", "risk.food_premises", "--city", "sample", "--as-of", "2024-07-15")
    )
    return said, run, work


@pytest.mark.whole
def test_after_a_rollback_the_version_before_answers_again(
    back_again: tuple[Any, Any, Path], later: Made
) -> None:
    said, run, work = back_again
    assert said.code == 0, said.err
    assert "version 1 is the champion again, version 2 is withdrawn" in said.out
    made = type(later)(work, run)
    moves = made.frame("governance.model_move").query("model == @NAME")
    champions = moves[moves["alias"] == "champion"].sort_values("number")
    assert champions["version"].tolist() == ["1", "2", "1"]
    assert champions["why"].iloc[-1] == "Taken back: odd list"
    listed = made.frame("risk.food_premises")
    assert set(listed["model_version"]) == {"1"}
    assert set(later.frame("risk.food_premises")["model_version"]) == {"2"}


@pytest.mark.whole
def test_what_came_of_the_earlier_list_is_told_when_its_outcomes_are_known(later: Made) -> None:
    told = later.frame("governance.model_performance").query("model == @NAME")
    assert [str(day) for day in told["as_of"]] == ["2024-06-28"]
    row = told.iloc[0]
    assert row["cases"] >= 1 and row["version"] == "1" and str(row["looked_at"]) == "2024-07-15"


@pytest.mark.whole
@pytest.mark.parametrize(
    "partitions",
    [1, 2, 8],
)
def test_training_again_from_the_tables_as_they_were_gives_the_same_scores(
    first: Made, citylake_here: Callable[..., Any], partitions: int
) -> None:
    words = ("reproduce", "food_premises", "--partitions", str(partitions), "--city", "sample")
    done = citylake_here(first.work, *words)
    assert done.code == 0, done.err
    assert "The same:" in done.out and "the hash of all scores" in done.out


@pytest.mark.whole
def test_a_record_that_was_tampered_with_is_found_out(
    first: Made, tmp_path: Path, citylake_here: Callable[..., Any]
) -> None:
    work = tmp_path / "work"
    shutil.copytree(first.work, work, symlinks=True)
    moved(work, first.work)
    with sqlite3.connect(work / "lake" / "sample" / "mlflow.db") as db:
        db.execute("update tags set value = 'x' where key = 'scores'")
        db.execute("update latest_metrics set value = 0.5 where key = 'auc'")
    done = citylake_here(work, "reproduce", "food_premises", "--city", "sample")
    assert done.code == 1
    assert "does not come out the same: auc was 0.5" in done.err
    assert "Code and packages are as they were." in done.err
    done = citylake_here(work, "reproduce", "no_such", "--city", "sample")
    assert done.code == 8 and "There is no recorded run no_such" in done.err
