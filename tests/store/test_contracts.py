"""A wrong contract is an error that names its file and the entry that is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from jobs.risk.food_premises import food_premises
from lakehouse.declare import Feature, Ranking
from lakehouse.declare.errors import PlanError
from lakehouse.store.contract.contracts import read_contract
from tests.store.dog_contract import Edit, contract, custom, rule, server, weight


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    return folder


WRONG: dict[str, tuple[Edit, list[str]]] = {
    "property": (custom("deliverymode", "x"), ["'deliverymode'", "did you mean deliveryMode?"]),
    "mode": (custom("deliveryMode", "snap"), ["deliveryMode 'snap'", "snapshot, increment"]),
    "identity": (custom("identity", "tagg"), ["identity column tagg"]),
    "type": (weight(physicalType="doubel"), ["weight", "'doubel'", "did you mean double?"]),
    "grade": (weight(classification="internl"), ["weight", "'internl'", "did you mean internal?"]),
    "format": (server(format="xml"), ["'xml'", "csv, parquet, geojson"]),
    "sheet": (
        server(customProperties=[{"property": "sheets", "value": "Dogs"}]),
        ["'sheets'", "did you mean sheet?"],
    ),
    "path": (lambda said: said["servers"][0].pop("path"), ["server with a path"]),
    "servers": (lambda said: said.pop("servers"), ["server with a path", "servers: path:"]),
    "name": (lambda said: said.pop("name"), ["no name"]),
    "properties": (lambda said: said["schema"][0].pop("properties"), ["properties"]),
    "schema": (lambda said: said["schema"].append(said["schema"][0]), ["one schema"]),
    "fills": (lambda said: said["customProperties"].pop(0), ["'fills'"]),
    "known": (lambda said: said["customProperties"].pop(1), ["'known'"]),
    # What YAML makes of {property: known, value: date_add(seen_on, 1)}.
    "comma": (
        lambda said: said["customProperties"][1].update(value="date_add(seen_on"),
        ["'known' ends before its bracket closes: date_add(seen_on.", "in quotes"],
    ),
    "metric": (
        weight(quality=[{"type": "library", "metric": "nulValues", "mustBe": 0}]),
        ["weight", "'nulValues'", "did you mean nullValues", "invalidValues"],
    ),
    "engine": (rule(engine="soda", description="d", implementation="a"), ["engine: citylake"]),
    "reason": (rule(engine="citylake", implementation="a"), ["a description"]),
    "standard": (lambda said: said.update(servers="none"), ["servers"]),
}


@pytest.mark.parametrize("entry", WRONG)
def test_every_error_names_the_file_the_entry_and_what_to_do(town: Path, entry: str) -> None:
    edit, words = WRONG[entry]
    with pytest.raises(PlanError) as caught:
        contract(town, edit)
    assert "dog.odcs.yaml" in caught.value.what
    assert caught.value.todo
    for word in words:
        assert word in str(caught.value)


SILENT: dict[str, tuple[Edit, str]] = {
    "refuseOver": (custom("refuseOver", "lots"), "lots"),
    "lineBreaks": (custom("lineBreaks", "alowed"), "alowed"),
    "repairWithin": (custom("repairWithin", "a month"), "a month"),
    "never repaired": (custom("repairWithin", "0"), "repairWithin is '0'"),
    "repeats": (custom("repeats", "alowed"), "alowed"),
    "finalNewline": (custom("finalNewline", "flase"), "flase"),
    "encoding": (server(encoding="utf-9"), "utf-9"),
    "delimiter": (server(delimiter=";;"), ";;"),
    "logicalType": (
        lambda said: said["schema"][0]["properties"][2].update(
            logicalType="numbr", physicalType=None
        ),
        "numbr",
    ),
    "column name": (weight(name="Weight kg"), "Weight kg"),
    "name twice": (weight(name="tag"), "tag"),
    "header twice": (weight(physicalName="Seen"), "Seen"),
    "feed name": (lambda said: said.update(name="The Dog"), "The Dog"),
}


@pytest.mark.parametrize("entry", SILENT)
def test_wrong_entries_are_not_taken_in_silence(town: Path, entry: str) -> None:
    edit, word = SILENT[entry]
    with pytest.raises(PlanError) as caught:
        contract(town, edit)
    assert "dog.odcs.yaml" in caught.value.what and word in caught.value.what


@pytest.mark.parametrize("text", ["name: [dog\nid: x\n", "name: dog\n\tid: x\n"])
def test_bad_yaml_is_named_with_its_line(town: Path, text: str) -> None:
    (town / "dog.odcs.yaml").write_text(text)
    with pytest.raises(PlanError, match=r"^dog\.odcs\.yaml is not valid YAML in line 2\."):
        read_contract(town / "dog.odcs.yaml")


@pytest.mark.parametrize("text", ["", "- dog\n"])
def test_a_file_that_is_no_contract_is_named(town: Path, text: str) -> None:
    (town / "dog.odcs.yaml").write_text(text)
    with pytest.raises(PlanError, match=r"(?s)^dog\.odcs\.yaml: .*Open Data Contract"):
        read_contract(town / "dog.odcs.yaml")


def test_a_contract_that_is_not_utf8_is_named(town: Path) -> None:
    (town / "dog.odcs.yaml").write_bytes("name: Zoë\n".encode("latin-1"))
    with pytest.raises(PlanError, match=r"dog\.odcs\.yaml"):
        read_contract(town / "dog.odcs.yaml")


def latency(**said: object) -> Edit:
    return lambda c: c["slaProperties"].append({"property": "latency", **said})


@pytest.mark.parametrize(
    ("said", "days"), [({"value": 3, "unit": "d"}, 3), ({"value": 30, "unit": "h"}, 2)]
)
def test_a_latency_says_when_a_feed_is_late(
    tmp_path: Path, said: dict[str, object], days: int
) -> None:
    assert contract(tmp_path, latency(**said)).latency == days
    assert contract(tmp_path).latency == 0


@pytest.mark.parametrize("said", [{"value": 0}, {"value": "soon"}, {"value": 1, "unit": "moons"}])
def test_what_is_no_latency_is_refused(tmp_path: Path, said: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="latency"):
        contract(tmp_path, latency(**said))


@pytest.mark.parametrize(
    ("name", "tags", "refused"),
    [
        ("inspector_no", [], True),
        ("inspector_no", ["not-observer"], False),
        ("team", ["observer"], True),
        ("team", [], False),
    ],
)
def test_a_feed_marks_who_looked_and_no_ranking_learns_from_it(
    tmp_path: Path, name: str, tags: list[str], refused: bool
) -> None:
    """The sample city's food inspections, delivered with who went there."""
    sample = Path(__file__).parents[2] / "conf/cities/sample/food_inspection.odcs.yaml"
    said = yaml.safe_load(sample.read_text())
    said["customProperties"][0]["value"] = "itself"
    said["schema"][0]["properties"] += [
        {"name": name, "description": "Who went.", "logicalType": "string", "tags": tags}
    ]
    file = tmp_path / "food_inspection.odcs.yaml"
    file.write_text(yaml.safe_dump(said))
    visit = read_contract(file).own_table
    strict = Feature("strict", "m", visit, f"max({name}) {{rows}}", ("licence_number",))

    def asked() -> Ranking:
        reads = (*food_premises.reads, visit)
        return replace(food_premises, reads=reads, features=(*food_premises.features, strict))

    if refused:
        with pytest.raises(PlanError, match=r"food_premises would learn who looked, .*: strict"):
            asked()
    else:
        assert "strict" in asked().learned
