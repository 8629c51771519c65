"""What a table was made from is followed through the commits to the deliveries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import CommitProperties, write_deltalake

from lakehouse.store.lineage import lineage, said_of


def write(lake: Path, name: str, about: dict[str, Any] | None, part: str | None = None) -> None:
    said = CommitProperties({"userMetadata": json.dumps(about)} if about else {})
    frame = pd.DataFrame({"x": [1], **({"_delivery": [part]} if part else {})})
    by = ["_delivery"] if part else None
    path = str(lake / name.replace(".", "/"))
    mode: Any = "append" if part else "overwrite"
    write_deltalake(path, frame, mode=mode, partition_by=by, commit_properties=said)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    write(tmp_path, "landed.visit", None, "hash1")
    write(tmp_path, "landed.visit", None, "hash2")
    write(tmp_path, "health.visit", {"reads": ["landed.visit@0"], "rules": "r1"})
    write(tmp_path, "health.visit", {"reads": ["landed.visit@1"], "rules": "r1"})
    write(tmp_path, "governance.table_column", {"run": "x"})
    write(tmp_path, "governance.delivery", {"run": "x"})
    reads = ["health.visit@1", "governance.table_column@0", "governance.delivery@0"]
    about = {"reads": reads, "rules": "r2", "as_of": "2024-06-28"}
    write(tmp_path, "published.list", about)
    return tmp_path


def test_tables_rules_days_and_deliveries_are_found(lake: Path) -> None:
    found = lineage(lake, "published.list", 0)
    assert found.tables == {
        "published.list": 0,
        "health.visit": 1,
        "landed.visit": 1,
        "governance.table_column": 0,
        "governance.delivery": 0,
    }
    assert found.rules == {
        "published.list": "r2", "health.visit": "r1", "governance.table_column": "version 0"
    }  # fmt: skip
    assert found.days == {"published.list": "2024-06-28"}
    assert found.data.keys() == {"visit", "governance.delivery"}


def test_another_delivery_is_other_data_and_the_same_ones_are_not(lake: Path) -> None:
    one, two = (lineage(lake, "health.visit", v).data["visit"] for v in (0, 1))
    assert one != two
    assert lineage(lake, "health.visit", 1).data["visit"] == two


def test_a_commit_that_does_not_say_its_rules_has_none_on_record(lake: Path) -> None:
    write(lake, "city.place", None)
    assert lineage(lake, "city.place", 0).rules == {"city.place": ""}


@pytest.mark.parametrize("text", ["", "{", '{"add": {}}', '{"commitInfo": {"userMetadata": "3"}}'])
def test_a_log_that_says_nothing_is_no_trouble(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "_delta_log"
    folder.mkdir()
    (folder / f"{0:020}.json").write_text(text)
    assert said_of(tmp_path, 0) == {} and said_of(tmp_path, 1) == {}
