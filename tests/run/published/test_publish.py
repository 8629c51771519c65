"""A release is whole before anybody sees it, and comes out where something changed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare.errors import CityLakeError, DeliveryMissing
from lakehouse.run.published import publish as asked
from lakehouse.run.published.publish import publish
from lakehouse.run.releases.kept import read, releases
from lakehouse.run.releases.withdraw import withdraw
from lakehouse.run.releases.written import point
from tests.drawn_result import PLACE, RANK, drawn_result
from tests.run.published.bare_run import names


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


def test_a_release_is_whole_before_latest_points_to_it(run: Any, tmp_path: Path) -> None:
    publish(run, date(2024, 6, 28))
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]
    manifest = json.loads((tmp_path / "latest" / "manifest.json").read_text("utf-8"))
    assert manifest["city"] == "Delft" and manifest["as_of"] == "2024-06-28"
    assert [f["name"] for f in manifest["files"]] == ["index.html", "data.html"]


def test_the_next_release_is_handed_the_map_classes_of_the_last(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[Any] = []
    monkeypatch.setattr(asked, "page_data", lambda run, *more: handed.append(more[-1]))
    publish(run, date(2024, 6, 28))
    run.log.run, run.problems = "r2", [DeliveryMissing("Late.")]
    publish(run, date(2024, 6, 29))
    assert handed == [{}, {"city_risk value": [100.0, 120.0]}]


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
    there = drawn_result("lists", PLACE, RANK)
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
    handed = [f["name"] for f in manifest["files"] if not f["name"].startswith("delta/lists/")]
    assert handed == ["lists.csv", "lists.parquet", "lists.xlsx", "index.html", "data.html"]
    assert len(manifest["files"]) == len(handed) + 2  # the table's data and its commit
    assert all(f["licence"] and f["grade"] == "open" for f in manifest["files"])
    entry = manifest["results"]["lists"]
    assert entry["delta"] == {"table": "published/lists", "version": 3} and entry["rows"] == 2


def test_without_any_result_nothing_is_handed_out(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = drawn_result("beds", PLACE, RANK)
    run.catalogue.tables[absent.name] = absent
    publish(run, date(2024, 6, 28))
    assert "Nothing was handed out" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
