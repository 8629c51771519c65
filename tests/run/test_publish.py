"""What is handed out is in order, harmless in a spreadsheet, and changes in one step."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare import Column, Result, Table
from lakehouse.declare.errors import CityLakeError, DeliveryMissing, PromiseBroken, Unfair
from lakehouse.run.harmless_text import as_written
from lakehouse.run.published import publish as asked
from lakehouse.run.published.handed import entry, harmless, ordered
from lakehouse.run.published.publish import publish
from lakehouse.run.published.released import sources
from lakehouse.run.quality import standing
from lakehouse.run.releases.kept import read, releases
from lakehouse.run.releases.withdraw import withdraw
from lakehouse.run.releases.written import point

LISTED = Table(
    "risk.listed",
    "One row per place.",
    ("place",),
    (Column("place", "string", "The place."), Column("rank", "int", "Its rank.")),
)

ABOUT = {"owner": "Health", "decides": "What next.", "audience": "All", "refreshed": "weekly"}


def test_the_list_is_in_order_of_rank_and_the_others_come_last_by_key() -> None:
    frame = pd.DataFrame({"place": ["d", "a", "c", "b"], "rank": [2.0, None, 1.0, None]})
    assert ordered(frame, LISTED)["place"].tolist() == ["c", "d", "a", "b"]


def test_a_table_without_ranks_is_in_order_of_its_key() -> None:
    frame = pd.DataFrame({"place": ["b", "a"]})
    assert ordered(frame, LISTED)["place"].tolist() == ["a", "b"]


RISKY = ["=1+1", "+1", "-1", "@sum", "\tx", "\n=1", "=cmd|' /C calc'!A0", "\uff1d1+1", "\uff20x"]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    for kind in ("object", "string"):
        frame = pd.DataFrame({"name": pd.Series([text, None, "1-2"], dtype=kind)})
        assert harmless(frame)["name"].tolist()[0] == f"'{text}"
        assert harmless(frame)["name"].tolist()[2] == "1-2"


def test_other_text_and_numbers_stay_as_they_are() -> None:
    frame = pd.DataFrame({"name": ["Café = Bar", None, "1-2"], "degrees": [-1.5, 0.0, 2.0]})
    pd.testing.assert_frame_equal(harmless(frame), frame)


def test_text_that_begins_with_a_carriage_return_is_quoted_too() -> None:
    assert harmless(pd.DataFrame({"name": ["\r=1+1"]}))["name"].tolist() == ["'\r=1+1"]


def test_text_that_looks_quoted_already_comes_back_as_it_was() -> None:
    frame = pd.DataFrame({"name": ["'=1", "=1", "'t Hooft", 3, None]}, dtype=object)
    quoted = harmless(frame)["name"].tolist()
    assert quoted == ["''=1", "'=1", "'t Hooft", 3, None]
    assert [as_written(text) for text in quoted[:3]] == frame["name"].tolist()[:3]


def test_the_frame_that_is_handed_in_is_not_changed() -> None:
    frame = pd.DataFrame({"name": ["=1"]})
    harmless(frame)
    assert frame["name"].tolist() == ["=1"]


def test_a_file_is_entered_with_hash_size_and_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x\n1\n")
    digest = hashlib.sha256(b"x\n1\n").hexdigest()
    assert entry(file, 1) == {"name": "a.csv", "sha256": digest, "bytes": 4, "rows": 1}


def test_latest_points_to_the_new_release_and_the_old_one_stays(tmp_path: Path) -> None:
    old, new, latest = tmp_path / "old", tmp_path / "new", tmp_path / "latest"
    for folder in (old, new):
        folder.mkdir()
        point(latest, folder)
    assert latest.resolve() == new and old.is_dir()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["latest", "new", "old"]


def test_a_link_left_by_a_killed_run_is_in_nobodys_way(tmp_path: Path) -> None:
    folder, latest = tmp_path / "new", tmp_path / "latest"
    folder.mkdir()
    (tmp_path / f".latest.{os.getpid()}").symlink_to("gone")
    point(latest, folder)
    assert latest.resolve() == folder


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"made_of": 3, "files": []}'])
def test_a_manifest_that_cannot_be_used_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert read(tmp_path) is None
    assert read(tmp_path / "nothing") is None


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A run of a city without results, and a page that says nothing: only files are looked at."""
    read: list[str] = []
    monkeypatch.setattr(asked, "page_data", lambda run, *more: sources(run, more[4]) and None)
    none = pd.DataFrame({"source": []})
    monkeypatch.setattr(standing, "cases_of", lambda lake: read.append("cases") or none)
    monkeypatch.setattr(asked, "qualities", lambda *_: {"lists": (0.98, "dog")})
    made = {"index.html": "<p>Nothing.</p>", "data.html": "<p>Still nothing.</p>"}
    monkeypatch.setattr(asked, "pages", lambda data: made)
    return SimpleNamespace(
        read=read,
        catalogue=SimpleNamespace(
            tables={}, left_out={}, feeds=(), steps=(), above=lambda _: ((), ())
        ),
        settings=SimpleNamespace(published=tmp_path, city=SimpleNamespace(title="Delft")),
        log=SimpleNamespace(run="r1"),
        problems=[],
        lake=SimpleNamespace(
            root=tmp_path / "lake", exists=lambda table: False, version=lambda table: None
        ),
        there=lambda table: False,
    )


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_release_is_whole_before_latest_points_to_it(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 28))
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]
    manifest = json.loads((tmp_path / "latest" / "manifest.json").read_text("utf-8"))
    assert manifest["city"] == "Delft" and manifest["as_of"] == "2024-06-28"
    assert [f["name"] for f in manifest["files"]] == ["index.html", "data.html"]


def test_all_cases_are_read_once_for_a_release(run: Any) -> None:
    publish(run, date(2024, 6, 28))
    assert run.read == ["cases"]


def test_what_did_not_change_is_not_handed_out_again(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 28))
    run.log.run = "r2"
    publish(run, date(2024, 6, 28))
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]


def test_a_release_that_a_kill_hid_is_shown_and_not_made_again(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 27))
    run.log.run, run.problems = "r2", [DeliveryMissing("Late.")]
    publish(run, date(2024, 6, 28))
    point(tmp_path / "latest", tmp_path / "2024-06-27-r1")  # killed before the last step
    run.log.run = "r3"
    publish(run, date(2024, 6, 28))
    assert (tmp_path / "latest").readlink() == Path("2024-06-28-r2")
    assert len(releases(tmp_path)) == 2


def test_what_was_withdrawn_is_not_handed_out_again(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(run, date(2024, 6, 27))
    run.log.run, run.problems = "r2", [DeliveryMissing("Late.")]
    publish(run, date(2024, 6, 28))
    withdraw(tmp_path, releases(tmp_path)[0], "The file was last year's.")
    run.log.run = "r3"
    publish(run, date(2024, 6, 28))
    assert "2024-06-28-r2 was, withdrawn because The file was last year's." in (
        capsys.readouterr().out
    )
    assert (tmp_path / "latest").readlink() == Path("2024-06-27-r1")
    assert len(releases(tmp_path)) == 2


def test_a_changed_page_is_a_new_release(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(run, date(2024, 6, 28))
    run.log.run = "r2"
    monkeypatch.setattr(asked, "page_code", lambda: "another")
    publish(run, date(2024, 6, 28))
    assert (tmp_path / "latest").readlink() == Path("2024-06-28-r2")


def test_a_model_judged_anew_is_a_new_release(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 28))
    run.log.run, run.lake.version = "r2", lambda table: 1
    publish(run, date(2024, 6, 28))
    assert (tmp_path / "latest").readlink() == Path("2024-06-28-r2")


def test_a_stopped_release_is_told_on_the_one_that_stands_until_the_next_comes_out(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise PromiseBroken("Englewood has 3 cases.", "Withhold it.")

    publish(run, date(2024, 6, 28))
    whole = (tmp_path / "latest" / "data.html").read_text("utf-8")
    run.log.run, run.problems = "20240705-040000-aaaaaa", [DeliveryMissing("Late.")]
    with monkeypatch.context() as patch, pytest.raises(PromiseBroken):
        patch.setattr(asked, "refuse_disclosure", stop)
        publish(run, date(2024, 7, 5))
    first = releases(tmp_path)[0]
    for name in ("index.html", "data.html"):
        text = (first.folder / name).read_text("utf-8")
        assert "A newer release was stopped on 5 July 2024" in text.replace("\xa0", " ")
        assert "Englewood" not in text
    assert first.changed_files() == [] and names(tmp_path) == ["2024-06-28-r1", "latest"]
    publish(run, date(2024, 7, 5))
    assert len(releases(tmp_path)) == 2
    for kept in releases(tmp_path):
        assert (kept.folder / "data.html").read_text("utf-8") == whole
        assert kept.changed_files() == [] and "stopped" not in kept.manifest


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (Unfair("A list.", "Mend it."), Unfair, "all parts of the city alike"),
        (KeyError("Englewood"), CityLakeError, "it could not be made"),
    ],
)
def test_going_back_to_what_stands_takes_the_notice_away(
    run: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: type[CityLakeError],
    says: str,
) -> None:
    def stop(*_: object) -> None:
        raise error

    publish(run, date(2024, 6, 28))
    with monkeypatch.context() as patch, pytest.raises(kind) as caught:
        patch.setattr(asked, "pages", stop)
        patch.setattr(asked, "page_code", lambda: "another")
        publish(run, date(2024, 6, 28))
    told = (tmp_path / "latest" / "index.html").read_text("utf-8")
    assert "stopped" in told and says in told and "Englewood" not in str(caught.value)
    publish(run, date(2024, 6, 28))
    assert "stopped" not in (tmp_path / "latest" / "index.html").read_text("utf-8")
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]


def test_where_nothing_stands_nothing_is_told(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise PromiseBroken("A list.", "Mend it.")

    monkeypatch.setattr(asked, "refuse_disclosure", stop)
    with pytest.raises(PromiseBroken):
        publish(run, date(2024, 6, 28))
    assert releases(tmp_path) == []


def test_a_new_problem_is_a_new_release(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 28))
    run.log.run, run.problems = "r2", [DeliveryMissing("Late.")]
    publish(run, date(2024, 6, 28))
    assert (tmp_path / "latest").readlink() == Path("2024-06-28-r2")
    assert names(tmp_path) == ["2024-06-28-r1", "2024-06-28-r2", "latest"]


def test_what_a_killed_run_left_half_made_is_taken_away(run: Any, tmp_path: Path) -> None:
    (tmp_path / ".2024-06-27-r0.part").mkdir()
    publish(run, date(2024, 6, 28))
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]


def test_a_page_that_fails_leaves_latest_where_it_was(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(run, date(2024, 6, 28))

    def fail(data: Any) -> str:
        raise ValueError("no page")

    monkeypatch.setattr(asked, "pages", fail)
    run.log.run, run.problems = "r2", [DeliveryMissing("Late.")]
    with pytest.raises(CityLakeError, match="The release failed: ValueError"):
        publish(run, date(2024, 6, 29))
    assert (tmp_path / "latest").readlink() == Path("2024-06-28-r1")


def test_what_is_missing_is_said_and_the_rest_is_handed_out(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run.catalogue.left_out["published.alerts"] = "health.death_day"
    run.catalogue.left_out["risk.alerts"] = "health.death_day"
    there = Result("published.lists", "A row.", ("place",), LISTED.columns, **ABOUT)
    absent = replace(there, name="published.beds")
    run.catalogue.tables |= {t.name: t for t in (there, absent)}
    frame = pd.DataFrame({"place": ["b", "a"], "rank": [2, 1]})
    run.there = lambda table: table is there
    run.lake.version, run.lake.frame = (lambda t: 3), (lambda t: frame)
    publish(run, date(2024, 6, 28))
    said = capsys.readouterr().out
    assert "not there yet: beds." in said and "no data for them: alerts." in said
    manifest = json.loads((tmp_path / "latest" / "manifest.json").read_text("utf-8"))
    assert manifest["made_of"]["missing"] == {"beds": "", "alerts": "health.death_day"}
    assert manifest["made_of"]["quality"] == {"lists": [0.98, "dog"]}
    listed = (tmp_path / "latest" / "lists.csv").read_text("utf-8").splitlines()
    assert listed == ["place,rank,source_quality", "a,1,0.98", "b,2,0.98"]
    names = ["lists.csv", "lists.parquet", "lists.xlsx", "index.html", "data.html"]
    assert [f["name"] for f in manifest["files"]] == names
    assert all(f["licence"] and f["grade"] == "open" for f in manifest["files"])
    entry = manifest["results"]["lists"]
    assert entry["delta"] == {"table": "published/lists", "version": 3} and entry["rows"] == 2


def test_without_any_result_nothing_is_handed_out(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = Result("published.beds", "A row.", ("place",), LISTED.columns, **ABOUT)
    run.catalogue.tables[absent.name] = absent
    publish(run, date(2024, 6, 28))
    assert "Nothing was handed out" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
