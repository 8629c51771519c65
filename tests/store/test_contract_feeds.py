"""A contract becomes a feed, and so does every contract of the cities."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lakehouse.run.settings import load_settings
from lakehouse.store.contract.contracts import read_contracts
from tests.store.dog_contract import CONTRACT, contract, custom, rule, server, weight


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    return folder


def test_a_contract_becomes_a_feed(town: Path) -> None:
    feed = contract(town)
    assert (feed.name, feed.department, feed.owner) == ("dog", "parks", "Town Parks")
    assert (feed.glob, feed.but, feed.fills, feed.known) == (
        *("parks/dog*.csv", "", "city.dog", "seen_on"),
    )
    assert (feed.delimiter, feed.encoding, feed.mode) == (",", "utf-8", "increment")
    assert (feed.final_newline, feed.line_breaks, feed.repeats) == (True, False, False)
    assert (feed.identity, feed.refuse_over, feed.select) == (("tag",), 0.1, None)
    assert (feed.cadence, feed.version) == ("weekly", "2.1.0")
    assert feed.contract == "town/dog.odcs.yaml"


def test_its_columns_have_header_type_format_and_grade(town: Path) -> None:
    tag, seen, heavy = contract(town).columns
    assert (tag.header, tag.name, tag.type, tag.required, tag.grade) == (
        *("Tag No", "tag", "string", True, "internal"),
    )
    assert (seen.type, seen.format, seen.grade, seen.required) == (
        *("date", "dd.MM.yyyy", "open", False),
    )
    # Without a physicalName the header is the name; the physical type outranks the logical one.
    assert (heavy.header, heavy.type, heavy.meaning) == ("weight", "float", "Its weight.")


def test_a_contract_says_until_when_a_row_is_repaired_and_what_deletes(town: Path) -> None:
    plain = contract(town)
    assert (plain.repair_within, plain.deletes) == (14, "")
    said = contract(town, custom("repairWithin", 30), custom("deletes", "weight < 0"))
    assert (said.repair_within, said.deletes) == (30, "weight < 0")


def test_what_the_platform_adds_to_the_standard_is_understood(town: Path) -> None:
    feed = contract(
        town,
        custom("deliveryMode", "snapshot"),
        custom("identity", "tag, seen_on"),
        custom("repeats", "allowed"),
        custom("refuseOver", 0.25),
        custom("finalNewline", False),
        custom("lineBreaks", "allowed"),
        custom("except", "parks/dog_old*.csv"),
        server(encoding="iso-8859-1", delimiter="tab"),
    )
    assert (feed.mode, feed.identity) == ("snapshot", ("tag", "seen_on"))
    assert (feed.repeats, feed.line_breaks, feed.final_newline) == (True, True, False)
    assert (feed.refuse_over, feed.but) == (0.25, "parks/dog_old*.csv")
    assert (feed.encoding, feed.delimiter) == ("iso-8859-1", "\t")


def test_the_server_says_which_sheet_of_a_workbook(town: Path) -> None:
    named = [{"property": "sheet", "value": "Dogs 2020"}]
    feed = contract(town, server(format="xlsx", customProperties=named))
    assert (feed.format, feed.sheet) == ("xlsx", "Dogs 2020")
    assert contract(town, server(format="jsonl")).sheet == ""


def test_without_any_key_rows_may_repeat(town: Path) -> None:
    feed = contract(town, lambda said: said["schema"][0]["properties"][0].pop("primaryKey"))
    assert feed.repeats and feed.identity == ()


def test_the_select_beside_it_belongs_to_it(town: Path) -> None:
    (town / "dog.sql").write_text("select 'Zoë' as name from dog", "utf-8")
    assert contract(town).select == "select 'Zoë' as name from dog"


def test_limits_patterns_and_code_lists_become_rules(town: Path) -> None:
    codes = {"metric": "invalidValues", "arguments": {"validValues": ["o'b", 2]}, "mustBe": 0}
    feed = contract(
        town,
        weight(
            logicalTypeOptions={"minimum": 0, "maximum": 90, "pattern": r"a'\d"},
            quality=[{"type": "library", **codes}],
        ),
    )
    assert feed.columns[2].rules == (
        ("is below 0", "`weight` >= 0"),
        ("is above 90", "`weight` <= 90"),
        (r"does not look like a'\d", r"`weight` rlike 'a\'\\d'"),
        ("is not in the code list", r"`weight` in ('o\'b', '2')"),
    )


def test_a_rule_over_several_columns_keeps_its_reason(town: Path) -> None:
    feed = contract(town, rule(engine="citylake", description="too light", implementation="a < b"))
    assert feed.rules == (("too light", "a < b"),)


def test_a_folder_gives_its_contracts_by_name_and_nothing_else(town: Path) -> None:
    contract(town)
    said = yaml.safe_dump(CONTRACT | {"name": "cat"})
    (town / "cat.odcs.yaml").write_text(said)
    (town / "notes.yaml").write_text("no: contract")
    assert [f.name for f in read_contracts(town)] == ["cat", "dog"]
    assert read_contracts(town / "nowhere") == []


@pytest.mark.parametrize(("city", "contracts"), [("chicago", 35), ("sample", 41)])
def test_every_contract_of_the_cities_is_read(city: str, contracts: int) -> None:
    folder = load_settings(city, {}).city.folder
    feeds = read_contracts(folder)
    assert len(feeds) == len(list(folder.glob("*.odcs.yaml"))) == contracts
    for feed in feeds:
        assert feed.contract == f"{city}/{feed.name}.odcs.yaml"
        assert feed.owner and feed.department and feed.cadence and feed.landed.columns
        assert feed.select is not None or feed.name in (
            "weather_day",
            "lake_level_day",
            "rail_entry",
        )
    # No two fill one table, and both cities fill what the first decision needs.
    assert len({f.fills for f in feeds}) == contracts
    assert {f.fills for f in feeds} >= {
        "health.food_inspection",
        "health.food_violation",
        "licensing.food_licence",
        "police.burglary",
        "services.sanitation_request",
        "weather.day",
    }


@pytest.mark.parametrize("city", ["chicago", "sample"])
def test_every_contract_of_the_cities_says_what_may_be_done_with_it(city: str) -> None:
    for path in load_settings(city, {}).city.folder.glob("*.odcs.yaml"):
        said = yaml.safe_load(path.read_text("utf-8"))
        ours = {p["property"]: p["value"] for p in said["customProperties"]}
        assert ours["legalBasis"] and ours["sourceKind"] and ours["deliveryMode"], path.name
        assert all(said["description"][part] for part in ("purpose", "usage", "limitations"))
        described = [p.get("description", "") for p in said["schema"][0]["properties"]]
        assert all(len(text) > 4 for text in described), path.name
