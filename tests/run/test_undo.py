"""What a run changed is put back table by table; landed rows stay; what stands on it is named."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from deltalake import CommitProperties, DeltaTable, write_deltalake

from lakehouse.declare import Column, Job, Table
from lakehouse.declare.errors import NotFound, PlanError, PromiseBroken
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.undo import before
from lakehouse.run.undo import undo as asked
from lakehouse.run.undo.before import keep_before, kept
from lakehouse.store.record.ledger import Cause, moves, note
from lakehouse.store.state import Made, recall, remember

pytestmark = pytest.mark.doors


def table(name: str) -> Table:
    return Table(name, "One row.", ("x",), (Column("x", "int", "A number."),))


LANDED, VISIT, SCORE, MORE = map(table, ("landed.visit", "city.visit", "risk.score", "risk.more"))


def make_score(visit: Any) -> Any:
    return visit


def make_more(score: Any) -> Any:
    return score


CATALOGUE = Catalogue(
    {t.name: t for t in (LANDED, VISIT, SCORE, MORE)},
    (SimpleNamespace(name="visits", fills="city.visit"),),  # type: ignore[arg-type]
    (
        Job(make_score, reads=(VISIT,), writes=SCORE),
        Job(make_more, reads=(SCORE,), writes=MORE),
    ),
)


class City:
    """A small city whose runs write numbers; a name of a run sorts by when it was."""

    def __init__(self, work: Path) -> None:
        self.lake, self.published = work / "lake", work / "published"
        self.lake.mkdir(parents=True)
        self.city = SimpleNamespace(name="delft")

    def run(self, name: str, **numbers: int) -> None:
        """A run that writes these tables: every row of a table is the number."""
        keep_before(self.lake, name, "run", CATALOGUE.tables.values())
        for last, number in numbers.items():
            found = next(t for t in CATALOGUE.tables.values() if t.name == last.replace("__", "."))
            about = json.dumps({"run": name, "made_of": f"{name}{number}", "rules": "r"})
            write_deltalake(
                str(self.path(found)),
                pd.DataFrame({"x": [number]}),
                mode="overwrite",
                commit_properties=CommitProperties({"userMetadata": about}),
            )
            version = DeltaTable(str(self.path(found))).version()
            step = "visits" if found is VISIT else found.name
            facts = {"versions": {found.name: version}} if found is not VISIT else {"balance": []}
            remember(self.lake, step, Made(f"{name}{number}", version, 1, facts=facts))

    def path(self, of: Table) -> Path:
        return self.lake / of.schema / of.last

    def number(self, of: Table) -> int | None:
        path = str(self.path(of))
        return int(DeltaTable(path).to_pandas()["x"][0]) if Path(path).exists() else None


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    made = City(tmp_path)
    monkeypatch.setattr(asked, "load_settings", lambda city: made)
    monkeypatch.setattr(asked, "load_catalogue", lambda city: CATALOGUE)
    made.run("1", landed__visit=1, city__visit=1, risk__score=1)
    return made


def test_every_table_is_what_it_was_and_landed_rows_stay(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    city.run("2", landed__visit=2, city__visit=2, risk__score=2)
    assert asked.undo(None, "2", 0) == 0
    assert [city.number(t) for t in (LANDED, VISIT, SCORE)] == [2, 1, 1]
    said = capsys.readouterr().out
    assert "risk.score: v2 is what v0 was (v1 is undone)" in said
    assert "Computed from them, and not changed by this run: risk.more." in said
    assert "Landed rows stay" in said


def test_what_it_was_made_of_is_remembered_under_the_new_number(city: City) -> None:
    city.run("2", city__visit=2, risk__score=2)
    asked.undo(None, "2", 0)
    score, visits = recall(city.lake, "risk.score"), recall(city.lake, "visits")
    assert score is not None and visits is not None
    assert (score.fingerprint, score.version) == ("11", 2)
    assert score.facts["versions"] == {"risk.score": 2}
    assert (visits.fingerprint, visits.version) == ("11", 2)


def test_the_commit_says_what_it_undoes_and_what_it_was_made_of(city: City) -> None:
    city.run("2", risk__score=2)
    asked.undo(None, "2", 0)
    said = json.loads(DeltaTable(str(city.path(SCORE))).history(1)[0]["userMetadata"])
    assert said["undoes"] == "2" and said["made_of"] == "11" and said["run"] not in ("1", "2")


def test_a_table_that_was_not_there_is_put_aside_and_not_deleted(city: City) -> None:
    city.run("2", risk__more=2)
    asked.undo(None, "2", 0)
    assert city.number(MORE) is None and recall(city.lake, "risk.more") is None
    aside = city.lake / "_undone" / "2" / "risk" / "more"
    assert DeltaTable(str(aside)).to_pandas()["x"].tolist() == [2]


def test_a_later_run_on_top_has_to_be_undone_first(city: City) -> None:
    city.run("2", city__visit=2, risk__score=2)
    city.run("3", risk__score=3)
    city.run("4", landed__visit=4)
    with pytest.raises(PlanError, match=r"risk\.score was written again after run 2") as refused:
        asked.undo(None, "2", 0)
    assert refused.value.todo == "Undo what came later first: 3, then ask again."
    assert city.number(VISIT) == 2
    asked.undo(None, "3", 0)
    assert city.number(SCORE) == 2
    asked.undo(None, "2", 0)
    assert [city.number(t) for t in (VISIT, SCORE)] == [1, 1]


def test_an_undo_can_be_undone(city: City) -> None:
    city.run("2", risk__score=2)
    asked.undo(None, "2", 0)
    asked.undo(None, kept(city.lake)[-1].run, 0)
    assert city.number(SCORE) == 2
    asked.undo(None, "2", 0)
    assert city.number(SCORE) == 1


def test_an_undo_that_was_killed_goes_on_where_it_stopped(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city.run("2", city__visit=2, risk__score=2)
    whole, done = asked.restore, []

    def once(*words: Any) -> str:
        if done:
            raise KeyboardInterrupt
        done.append(words)
        return whole(*words)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(asked, "restore", once)
        asked.undo(None, "2", 0)
    assert [city.number(t) for t in (VISIT, SCORE)] == [1, 2]
    # Nothing is remembered, so that a run in between would compute both.
    assert recall(city.lake, "visits") is None and recall(city.lake, "risk.score") is None
    asked.undo(None, "2", 0)
    assert [city.number(t) for t in (VISIT, SCORE)] == [1, 1]
    asked.undo(None, "2", 0)
    assert "changed no table that is not put back" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    city.run("2", risk__score=2)
    asked.undo(None, "2", 0, dry=True)
    assert city.number(SCORE) == 2
    assert "risk.score: v1 would be what v0 was" in capsys.readouterr().out


def test_a_release_made_from_it_is_named(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    city.run("2", risk__score=2)
    for name, version in (("2024-06-28-1", 0), ("2024-06-28-7", 1)):
        folder = city.published / name
        folder.mkdir(parents=True)
        told = {"first": {"made_from": {"tables": {"risk.score": version}}}}
        manifest = {"as_of": "2024-06-28", "files": [], "made_of": {}, "results": told}
        (folder / "manifest.json").write_text(json.dumps(manifest))
    asked.undo(None, "2", 0)
    said = capsys.readouterr().out
    assert "Release 2024-06-28-7 was made from it" in said and "2024-06-28-1 was" not in said


def test_a_model_that_the_run_promoted_is_named_and_stays(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    city.run("2", risk__score=2)
    cause = Cause(None, "2", "It won.")
    note(city.lake, "delft_score", "7", "champion", cause)
    asked.undo(None, "2", 0)
    said = capsys.readouterr().out
    assert "Model delft_score stays where the run put it: citylake model rollback score" in said
    assert len(moves(city.lake)) == 1


def test_only_the_last_runs_are_kept(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before, "KEPT", 3)
    for name in "2345":
        city.run(name, risk__score=int(name))
    assert [b.run for b in kept(city.lake)] == ["3", "4", "5"]


def test_a_run_of_which_nothing_is_kept_and_files_that_are_gone(city: City) -> None:
    with pytest.raises(NotFound, match="Nothing is kept of a run 9"):
        asked.undo(None, "9", 0)
    city.run("2", risk__score=2)
    for file in city.path(SCORE).glob("*.parquet"):
        file.unlink()
    with pytest.raises(PromiseBroken, match="its files are gone"):
        asked.undo(None, "2", 0)
