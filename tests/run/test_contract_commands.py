"""Drafts are written, never over a file; files are tested against them, and nothing lands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from lakehouse.declare.errors import DeliveryRefused, NotFound, PromiseBroken, SettingError
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.cli import app
from lakehouse.run.commands.running import _refuse_idle
from lakehouse.run.contracts import drafting, testing
from lakehouse.run.settings import City, load_settings
from tests.small_city import CONF

ROWS = [
    "Dog No;Seen at;Weight;Owner Name;Chip;State;Fee",
    *(
        f"{n};{n % 28 + 1:02d}.0{n % 9 + 1}.2020 0{n % 9}:30;{n % 40},5;Ada{n} Bel;"
        f"{'k.A.' if n % 5 == 0 else 900 + n};{'new' if n % 3 else 'old'};1.{n:03d},00 EUR"
        for n in range(60)
    ),
]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    """A city with an empty folder of contracts."""
    conf = tmp_path / "conf"
    shutil.copytree(CONF, conf, ignore=shutil.ignore_patterns("*.yaml", "*.sql", "chicago"))
    city = conf / "cities" / "town"
    city.mkdir()
    toml = (conf / "cities" / "sample" / "city.toml").read_text("utf-8")
    (city / "city.toml").write_text(toml.replace("{work}/sample", "{data}/town"), "utf-8")
    for name in ("conf", "data", "work"):
        monkeypatch.setenv(f"CITYLAKE_{name.upper()}", str(tmp_path / name))
    return load_settings("town").city


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    return deliver(tmp_path, ROWS)


def deliver(folder: Path, lines: list[str], name: str = "dogs_2020.csv") -> Path:
    file = folder / "data" / "town" / "parks" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def finished(city: City, name: str = "dogs") -> Path:
    """What a person makes of the draft."""
    file = city.folder / f"{name}.odcs.yaml"
    text = re.sub(r"(purpose|usage|limitations|name|value): TODO.*", r"\1: Said", file.read_text())
    text = text.replace("status: draft", "status: active").replace("  # TODO below", "  # below")
    file.write_text(text, "utf-8")
    return file


def test_a_draft_is_printed_or_written_once(town: City, delivered: Path) -> None:
    printed = CliRunner().invoke(app, ["contract", "draft", str(delivered)])
    assert printed.exit_code == 0 and "status: draft" in printed.output
    assert list(town.folder.glob("*.yaml")) == []
    assert drafting.draft(delivered, "town", drafting.Given()) == 0
    text = (town.folder / "dogs.odcs.yaml").read_text("utf-8")
    assert "path: parks/dogs_*.csv" in text and "domain: parks" in text
    assert "dd.MM.yyyy HH:mm" in text and "Ada" not in text
    with pytest.raises(SettingError, match="is there already"):
        drafting.draft(delivered, "town", drafting.Given())


def test_a_draft_is_not_in_force_and_plan_and_status_know_of_it(
    town: City, delivered: Path
) -> None:
    drafting.draft(delivered, "town", drafting.Given())
    catalogue = load_catalogue(town)
    assert (catalogue.feeds, catalogue.drafts) == ((), ("dogs.odcs.yaml",))
    finished(town)
    catalogue = load_catalogue(town)
    assert [f.name for f in catalogue.feeds] == ["dogs"] and catalogue.drafts == ()
    assert "parks.dogs" in catalogue.tables


def test_a_city_without_an_active_contract_is_told_so_instead_of_landing_nothing(
    town: City, delivered: Path
) -> None:
    def run() -> Any:
        said = SimpleNamespace(city=SimpleNamespace(title="Town"))
        return SimpleNamespace(catalogue=load_catalogue(town), settings=said)

    with pytest.raises(NotFound, match="Town has no active contract, so nothing lands") as none:
        _refuse_idle(run())
    assert "citylake contract draft FILE" in none.value.todo
    drafting.draft(delivered, "town", drafting.Given())
    with pytest.raises(NotFound, match=r"a draft is dogs\.odcs\.yaml") as drafted:
        _refuse_idle(run())
    assert "status: active" in drafted.value.todo
    finished(town)
    _refuse_idle(run())


def test_the_vocabulary_is_listed_with_columns(town: City) -> None:
    listed = CliRunner().invoke(app, ["contract", "vocabulary"]).output
    assert "health.food_inspection" in listed and "city.event" not in listed
    one = CliRunner().invoke(app, ["contract", "vocabulary", "food_inspection"]).output
    assert "inspection_id" in one and "key" in one
    assert CliRunner().invoke(app, ["contract", "vocabulary", "no_such"]).exit_code == 8


@pytest.fixture
def contract(
    spark: SparkSession, town: City, delivered: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The contract that a person finished, of a city that is tested with the Spark of all tests."""
    monkeypatch.setattr(testing, "open_session", lambda settings: spark)
    drafting.draft(delivered, "town", drafting.Given())
    return finished(town)


@pytest.mark.doors
def test_files_are_tested_as_landing_would_read_them(
    contract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    # Every row of the file that the draft was made of keeps it, decimal commas and all.
    assert testing.test("dogs", [], "town") == 0
    said = capsys.readouterr().out
    assert "60 rows, 60 good, 0 held back" in said and "would land" in said
    bad = [*ROWS[:51], "1;31.02.2020 04:30;x;Carol Dee;77;lost;1,2,3 EUR", *ROWS[52:]]
    worse = deliver(tmp_path, bad, "worse.csv")
    assert testing.test("dogs", [worse], "town") == 0
    said = capsys.readouterr().out
    assert "59 good, 1 held back" in said and "Seen at is not a timestamp (row 51)" in said
    assert "Fee is not a double (row 51)" in said and "flagged" not in said
    assert "Carol" not in said and "lost" not in said
    renamed = deliver(tmp_path, [ROWS[0].replace("Weight", "Weigth"), *ROWS[1:]], "renamed.csv")
    assert testing.test("dogs", [renamed], "town") == DeliveryRefused.exit_code
    assert "did you mean Weigth" in capsys.readouterr().err
    assert not load_settings("town").lake.exists()


@pytest.mark.doors
def test_flags_measures_and_critical_rules_are_told(
    contract: Path, delivered: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worse = deliver(
        tmp_path, [*ROWS[:-1], "99;01.02.2020 04:30;3,5;Eve Fox;77;lost;1,00 EUR"], "w.csv"
    )
    text = contract.read_text("utf-8")
    assert testing.test("dogs", [worse], "town") == 0
    assert "flagged, not held back: State: is not in the code list: 1" in capsys.readouterr().out
    contract.write_text(text.replace("severity: warning", "severity: critical"), "utf-8")
    assert testing.test("dogs", [worse], "town") == DeliveryRefused.exit_code
    assert "no row may break 'State: is not in the code list'" in capsys.readouterr().out
    few = (
        "    quality: [{type: library, metric: rowCount, mustBeGreaterThan: 100}]\n    properties:"
    )
    contract.write_text(text.replace("    properties:", few), "utf-8")
    assert testing.test("dogs", [delivered], "town") == DeliveryRefused.exit_code
    said = capsys.readouterr().out
    assert "the number of rows must be more than 100, it is 60" in said


@pytest.mark.whole
@pytest.mark.doors
def test_what_becomes_of_the_table_is_told_with_words_that_no_code_list_has(
    contract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = contract.read_text("utf-8").replace("value: itself", "value: police.incident")
    state = "        physicalName: State\n"
    assert state in text
    listed = f"{state}        customProperties: [{{property: codeList, value: dog_state}}]\n"
    contract.write_text(text.replace(state, listed), "utf-8")
    toml = contract.parent / "city.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[codes.dog_state]\nnew = "young"\n', "utf-8")
    select = """select cast({key} as string) as incident_id, cast(seen_at as date) as happened_on,
        cast(null as date) as reported_on, {kind} as kind, {found} as is_discovered,
        cast(null as double) as latitude, cast(null as double) as longitude, known_at, _file, _row
        from dogs where dog_no < 30"""
    sql = contract.parent / "dogs.sql"
    nothing = {"key": "dog_no", "kind": "state_code", "found": "nullif(state_code, 'young') = ''"}
    sql.write_text(select.format(**nothing), "utf-8")
    assert testing.test("dogs", [], "town") == 0
    said = capsys.readouterr().out
    assert "It makes 30 rows of police.incident, 0 good, 30 held back." in said
    assert "30 rows of police.incident would be held back: is_discovered is missing" in said
    assert "20 rows: state is not in [codes.dog_state]: old" in said
    assert said.rstrip().endswith("It would land.")
    sql.write_text(select.format(key="1", kind="state", found="false"), "utf-8")
    assert testing.test("dogs", [], "town") == PromiseBroken.exit_code
    said = capsys.readouterr().out
    assert "police.incident would hold 30 rows for 1 keys (incident_id)" in said
    assert said.rstrip().endswith("It would land, and break its table.")
