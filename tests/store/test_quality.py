"""Quality entries, options and tags of a contract become rules, or an error that names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.measure import Bound
from lakehouse.store.contract.contract_file import waiting_contracts
from lakehouse.store.contract.contracts import read_contract, read_contracts

CONTRACT = yaml.safe_load("""
{apiVersion: v3.1.0, kind: DataContract, id: town-dog, name: dog, status: active, domain: parks,
 team: {name: Town Parks}, servers: [{server: delivered, type: local, path: "parks/dog*.csv"}],
 customProperties: [{property: fills, value: city.dog}, {property: known, value: "null"}],
 schema: [{name: dog, properties: [{name: tag, physicalName: Tag, logicalType: string}]}]}
""")


def feed(folder: Path, column: dict[str, Any] | None = None, **schema: Any) -> Feed:
    """The dog's contract with more of its column, or of its schema."""
    said = yaml.safe_load(yaml.safe_dump(CONTRACT))
    said["schema"][0].update(schema)
    said["schema"][0]["properties"][0].update(column or {})
    file = folder / "dog.odcs.yaml"
    file.write_text(yaml.safe_dump(said), "utf-8")
    return read_contract(file)


def quality(**entry: Any) -> dict[str, Any]:
    return {"quality": [{"type": "library", **entry}]}


def test_metrics_that_must_be_none_are_rules_of_rows(tmp_path: Path) -> None:
    def rule(**entry: Any) -> tuple[str, str]:
        return feed(tmp_path, quality(**entry)).columns[0].rules[0]

    assert rule(metric="nullValues") == (
        "is missing",
        "_raw is not null or _text.`tag` is not null",
    )
    words = {"missingValues": ["", "n/a"]}
    assert rule(metric="missingValues", arguments=words, mustBe=0)[1].endswith(
        "not in ('', 'n/a'))"
    )
    pattern = {"pattern": "^[A-Z]$"}
    assert rule(metric="invalidValues", arguments=pattern)[1] == "_text.`tag` rlike '^[A-Z]$'"


def test_severity_decides_whether_a_row_is_flagged_held_back_or_refuses_all(tmp_path: Path) -> None:
    codes = {"metric": "invalidValues", "arguments": {"validValues": ["a"]}}
    said = {
        s: feed(tmp_path, quality(severity=s, **codes)) for s in ("warning", "error", "critical")
    }
    assert [bool(f.columns[0].rules) for f in said.values()] == [False, True, True]
    assert said["warning"].all_flags == (("Tag: is not in the code list", "`tag` in ('a')"),)
    assert [f.all_refuse_on for f in said.values()] == [
        *((), ()),
        ("Tag: is not in the code list",),
    ]
    custom = {"type": "sql", "description": "is odd", "query": "tag <> 'x'", "severity": "info"}
    assert feed(tmp_path, quality=[custom]).all_flags == (("is odd", "tag <> 'x'"),)


def test_shares_and_repeats_are_measures_of_the_delivery(tmp_path: Path) -> None:
    share = quality(metric="nullValues", unit="percent", mustBeLessThan=5)
    (measure,) = feed(tmp_path, share).all_measures
    assert (measure.per, measure.bound, measure.severity) == (
        "rows",
        Bound(high=5, strict=True),
        "error",
    )
    assert measure.wants == "rows of which tag is missing must be less than 5 percent"
    (unique,) = feed(tmp_path, {"unique": True}).all_measures
    assert unique.sql == "count(`tag`) - count(distinct `tag`)" and unique.bound == Bound(0, 0)


def test_the_number_of_rows_and_its_swing_are_measures(tmp_path: Path) -> None:
    entries = [
        {"type": "library", "metric": "rowCount", "mustBeGreaterThan": 10},
        {
            "type": "library",
            "metric": "rowCount",
            "unit": "percent",
            "mustBeBetween": [50, 200],
            "severity": "warning",
        },
        {"type": "library", "metric": "duplicateValues", "arguments": {"properties": ["tag"]}},
    ]
    rows, swing, twice = feed(tmp_path, quality=entries).all_measures
    assert (rows.sql, rows.per, swing.per, swing.severity) == (
        "count(1)",
        "",
        "delivery",
        "warning",
    )
    assert str(swing.bound) == "between 50 and 200" and "tag" in twice.says


def test_a_tag_brings_its_rules_and_its_grade(tmp_path: Path) -> None:
    plate = feed(tmp_path, {"tags": ["plate", "fleet"]}).columns[0]
    assert plate.grade == "personal" and "rlike" in plate.rules[0][1]
    assert feed(tmp_path, {"tags": ["plate"], "classification": "open"}).columns[0].grade == "open"
    north = feed(tmp_path, {"tags": ["latitude"], "logicalType": "number"}).columns[0]
    assert [sql for _, sql in north.rules] == ["`tag` >= -90", "`tag` <= 90", "`tag` <> 0"]


def test_days_have_limits_and_texts_lengths(tmp_path: Path) -> None:
    day = {"logicalType": "date", "logicalTypeOptions": {"minimum": "2010-01-01"}}
    assert feed(tmp_path, day).columns[0].rules[0][1] == "`tag` >= date'2010-01-01'"
    text = {"logicalTypeOptions": {"maxLength": 5, "minLength": 1}}
    assert [r[1] for r in feed(tmp_path, text).columns[0].rules] == [
        *("length(`tag`) >= 1", "length(`tag`) <= 5"),
    ]


def test_numbers_are_spelt_as_the_column_says(tmp_path: Path) -> None:
    said = {"thousands": ".", "decimal": ",", "unit": "EUR", "missing": ["n/a", "-"]}
    custom = [{"property": k, "value": v} for k, v in said.items()]
    spelling = feed(tmp_path, {"customProperties": custom}).columns[0].spelling
    assert (spelling.thousands, spelling.decimal, spelling.unit) == (".", ",", "EUR")
    assert spelling.missing == ("n/a", "-") and not spelling.plain


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "severity": (quality(metric="nullValues", severity="eror"), "did you mean error"),
    "two bounds": (quality(metric="nullValues", mustBe=0, mustBeLessThan=4), "mustBe and"),
    "no number": (quality(metric="nullValues", mustBe="none"), "none"),
    "unit": (quality(metric="nullValues", unit="share"), "share"),
    "no arguments": (quality(metric="invalidValues"), "validValues"),
    "unknown type": (quality(type="text", metric="nullValues"), "unknown"),
    "option": ({"logicalTypeOptions": {"minimun": 3}}, "did you mean minimum"),
    "limit of a text": ({"logicalTypeOptions": {"minimum": 3}}, "minimum"),
    "tag": ({"tags": ["lattitude"]}, "did you mean latitude"),
    "minutes for the month": (
        {"logicalType": "date", "logicalTypeOptions": {"format": "mm/dd/yyyy"}},
        "mm are minutes",
    ),
    "the year of a week": (
        {"logicalType": "date", "logicalTypeOptions": {"format": "YYYY-MM-dd"}},
        "the year is yyyy",
    ),
    "the day of a year": (
        {"logicalType": "timestamp", "logicalTypeOptions": {"format": "MM/DD/yyyy HH:mm"}},
        "DD is the day of a year",
    ),
    "another's letters": (
        {"logicalType": "date", "logicalTypeOptions": {"format": "%m/%d/%Y"}},
        "not Spark's way",
    ),
    "spelling": ({"customProperties": [{"property": "decimal", "value": ";"}]}, "decimal"),
    "one mark": ({"customProperties": [{"property": "thousands", "value": "."}]}, "thousands"),
    "query": (
        {"quality": [{"type": "sql", "description": "all", "query": "select count(*) from x"}]},
        "whole query",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_misspelt_is_named_with_its_file(tmp_path: Path, case: str) -> None:
    column, words = WRONG[case]
    with pytest.raises(PlanError) as caught:
        feed(tmp_path, column)
    assert "dog.odcs.yaml" in str(caught.value) and words in str(caught.value)
    assert caught.value.todo


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *(("date", x) for x in ("MM/dd/yyyy", "MM/dd/yyyy hh:mm:ss a", "yyyyDDD", "d. MMM yyyy")),
        *(("timestamp", x) for x in ("yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd 'Day' k:mm", "H:mm")),
    ],
)
def test_patterns_of_days_and_moments_are_taken_as_they_are(
    tmp_path: Path, kind: str, said: str
) -> None:
    column = {"logicalType": kind, "logicalTypeOptions": {"format": said}}
    assert feed(tmp_path, column).columns[0].format == said


def test_a_draft_waits_and_what_it_leaves_open_cannot_become_active(tmp_path: Path) -> None:
    feed(tmp_path)
    file = tmp_path / "dog.odcs.yaml"
    assert [f.name for f in read_contracts(tmp_path)] == ["dog"]
    for status in ("draft", "proposed"):
        file.write_text(file.read_text("utf-8").replace("status: active", f"status: {status}"))
        assert read_contracts(tmp_path) == [] and waiting_contracts(tmp_path) == [file]
        file.write_text(file.read_text("utf-8").replace(f"status: {status}", "status: active"))
    file.write_text(file.read_text("utf-8").replace("Town Parks", "TODO who answers"))
    with pytest.raises(PlanError, match="TODO of its owner"):
        read_contracts(tmp_path)
    file.write_text(file.read_text("utf-8").replace("status: active", "status: activ"))
    with pytest.raises(PlanError, match="did you mean active"):
        read_contracts(tmp_path)


def test_a_feed_that_fills_itself_has_a_table_of_its_columns(tmp_path: Path) -> None:
    feed(tmp_path)
    file = tmp_path / "dog.odcs.yaml"
    file.write_text(file.read_text("utf-8").replace("city.dog", "itself"))
    table = read_contract(file).own_table
    assert table.name == "parks.dog" and table.key == ("_row_id",)
    assert table.column_names == ["tag", "known_at", "_row_id", "_file", "_row"]
    assert table.happened_at is None
    text = file.read_text("utf-8").replace("'null'", "date_add(tag, 1)")
    file.write_text(text.replace("logicalType: string", "logicalType: date"))
    table = read_contract(file).own_table
    assert (table.happened_at, table.known_at) == ("tag", "known_at")


@pytest.mark.parametrize(
    ("bound", "good", "bad"),
    [
        (Bound(0, 0), 0, 1),
        (Bound(low=5, strict=True), 6, 5),
        (Bound(high=5), 5, 6),
        (Bound(1, 3), 3, 4),
        (Bound(1, 3, outside=True), 4, 2),
    ],
)  # fmt: skip
def test_bounds_keep_what_they_say(bound: Bound, good: float, bad: float) -> None:
    assert bound.keeps(good) and not bound.keeps(bad) and bound.keeps(None)
