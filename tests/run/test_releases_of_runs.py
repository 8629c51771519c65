"""Of two runs a fortnight apart it is said what moved and why, and the later one can be undone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import DeltaTable
from python_calamine import CalamineWorkbook

from lakehouse.run.releases.kept import Release, releases
from lakehouse.run.undo.before import LOGS
from tests.run.conftest import LATER, Made

pytestmark = pytest.mark.doors
LISTED = "premises_to_inspect_first"


def both(later: Made) -> tuple[Release, Release]:
    new, old = releases(later.published)
    return old, new


def test_a_manifest_says_where_delta_has_a_result_and_what_it_was_made_of(later: Made) -> None:
    for found in both(later):
        told = found.results[LISTED]
        delta = told["delta"]
        rows = DeltaTable(str(later.lake / delta["table"]), version=delta["version"]).to_pandas()
        assert len(rows) == told["rows"] == len(found.frame(LISTED))
        assert set(rows["premises_id"]) == set(found.frame(LISTED)["premises_id"])
        made = told["made_from"]
        assert all(made["rules"].values()) and {"food_inspection", "burglary"} <= set(made["data"])
        assert "risk.food_premises" in made["tables"] and told["models"]
        assert found.changed_files() == []
    old, new = (r.results[LISTED]["made_from"] for r in both(later))
    assert old["rules"] == new["rules"]
    assert old["data"]["food_inspection"] != new["data"]["food_inspection"]


def test_the_rows_of_every_file_are_those_of_the_table(later: Made) -> None:
    folder = both(later)[1].folder
    table = pd.read_parquet(folder / f"{LISTED}.parquet")
    book = CalamineWorkbook.from_path(folder / f"{LISTED}.xlsx")
    sheet = book.get_sheet_by_name(LISTED).to_python()
    assert [row[1] for row in sheet[1:]] == table["premises_id"].tolist()
    features = json.loads((folder / f"{LISTED}.geojson").read_text("utf-8"))["features"]
    listed = [f["properties"]["premises_id"] for f in features]
    assert listed == table["premises_id"].tolist()


def test_data_and_model_are_told_apart_and_add_up(
    later: Made, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = both(later)
    monkeypatch.setenv("COLUMNS", "300")
    done = ask(later, "release", "diff", old.name, "latest", "-r", LISTED, "--city", "sample")
    assert done.exit_code == 0, done.output
    assert "Data and model changed." in done.stdout and "cannot be told" not in done.stdout
    assert "by rules 0." in done.stdout
    page = (new.folder / "changes.html").read_text("utf-8")
    assert "Data and model changed." in page and f"beside release {old.name}" in page
    listed = (new.folder / "releases.html").read_text("utf-8")
    assert old.name in listed and new.name in listed


def test_undo_puts_back_what_the_later_run_changed(
    later: Made, first: Made, ask: Callable[..., Any], tmp_path: Path
) -> None:
    work = Path(shutil.copytree(later.work, tmp_path / "work", symlinks=True))
    run = both(later)[1].run
    done = ask(work, "undo", run, "--city", "sample")
    assert done.exit_code == 0, done.output
    assert f"Release {LATER}-{run} was made from it" in done.stdout
    back = Made(work, later.done)
    for name in first.versions():
        if name.startswith("landed.") or name in [log.name for log in LOGS]:
            continue
        rows, was = (
            sorted(map(repr, m.frame(name).astype(str).values.tolist())) for m in (back, first)
        )
        assert rows == was, name
    assert back.version("landed.food_inspection") == later.version("landed.food_inspection")
    # It is on record, and a second time changes nothing.
    assert (
        "changed no table that is not put back" in ask(work, "undo", run, "--city", "sample").output
    )
