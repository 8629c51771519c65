"""What a run hands out: one release, its files as its manifest says, and pages without links."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.tables import published
from lakehouse.tables.governance.quality import SOURCE_QUALITY
from tests.run.sample_run import LISTED, Made

pytestmark = pytest.mark.doors


def test_latest_points_to_the_release_of_the_day(first: Made) -> None:
    latest = first.published / "latest"
    assert latest.is_symlink() and not Path(latest.readlink()).is_absolute()
    assert latest.resolve().name.startswith("2024-06-30-")
    assert len([p for p in first.published.iterdir() if not p.is_symlink()]) == 1


def test_every_file_is_what_the_manifest_says(first: Made) -> None:
    latest = first.published / "latest"
    manifest = json.loads((latest / "manifest.json").read_text("utf-8"))
    named = {f["name"] for f in manifest["files"]}
    assert named | {"manifest.json"} == {
        p.relative_to(latest).as_posix() for p in latest.rglob("*") if p.is_file()
    }
    for entry in manifest["files"]:
        content = (latest / entry["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]
    assert manifest["as_of"] == "2024-06-30"
    assert manifest["made_of"][LISTED] == first.version(LISTED)


@pytest.mark.parametrize(
    "table",
    [
        published.premises_to_inspect_first,
        published.how_good_are_the_models,
        published.what_the_tables_mean,
    ],
    ids=lambda t: t.last,
)
def test_csv_and_parquet_hold_the_table(first: Made, table: Any) -> None:
    latest = first.published / "latest"
    frame = first.frame(table.name)
    parquet = pd.read_parquet(latest / f"{table.last}.parquet")
    csv = pd.read_csv(latest / f"{table.last}.csv", dtype=str)
    columns = [*table.column_names, SOURCE_QUALITY.name]
    assert list(parquet.columns) == list(csv.columns) == columns
    assert parquet[SOURCE_QUALITY.name].dropna().between(0, 1).all()
    assert len(parquet) == len(csv) == len(frame)
    key = list(table.key)
    for found in (parquet.astype(str), csv):
        both = frame[key].astype(str).merge(found[key], on=key)
        assert len(both) == len(frame)


def test_the_handed_out_list_is_in_order(first: Made) -> None:
    csv = pd.read_csv(first.published / "latest" / "premises_to_inspect_first.csv")
    ranks = csv["rank"].dropna()
    assert ranks.tolist() == list(range(1, len(ranks) + 1))
    assert csv["rank"].isna().tolist() == sorted(csv["rank"].isna())


def test_the_pages_stand_by_themselves(first: Made) -> None:
    latest = first.published / "latest"
    texts = {p.name: p.read_text("utf-8") for p in latest.glob("*.html")}
    assert {"index.html", "decision-premises_to_inspect_first.html", "data.html"} <= set(texts)
    assert any("premises_to_inspect_first.csv" in text for text in texts.values())
    for name, text in texts.items():
        assert "Sample city" in text, name
        # The one address allowed is the name of SVG's namespace, which nothing fetches.
        assert not re.search(r"https?://", text.replace("http://www.w3.org/2000/svg", "")), name
        assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=", text), name
        assert "Traceback" not in text and "{{" not in text, name
        links = re.findall(r'href="([^"#]+)', text)
        assert [link for link in links if not (latest / link).exists()] == [], name
