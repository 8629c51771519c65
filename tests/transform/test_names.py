"""Names match however they are spelt; what matches nothing says why."""

from __future__ import annotations

import csv
import json

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.transform.names import REASONS, coded, decoder, normal_name, normal_name_sql
from tests.conftest import TableOf
from tests.shared_data import shared

SPELT = {
    "O'Hare": "OHARE",
    "OHARE": "OHARE",
    "  Lake View ": "LAKEVIEW",
    "McKinley\tPark": "MCKINLEYPARK",
    "Île-de-la-Cité": "ILEDELACITE",
    "Łódź 3": "ŁÓDŹ3".replace("Ó", "O"),
    "Αθήνα": "ΑΘΉΝΑ",
    "48th. Ward": "48THWARD",
    "'-.": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize("text", SPELT)
def test_a_name_is_its_letters_and_digits(text: str | None) -> None:
    assert normal_name(text) == SPELT[text]


def test_spark_says_the_same(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(text,) for text in SPELT], "name string")
    rows = frame.selectExpr("name", f"{normal_name_sql('name')} as normal").collect()
    assert {row["name"]: row["normal"] for row in rows} == SPELT


@pytest.mark.parametrize(
    ("name", "said"),
    {"o hare": ("76", None), "Loop": (None, REASONS[1]), "-": (None, REASONS[0])}.items(),
)
def test_one_name_is_looked_up_as_many_are(name: str, said: tuple[str | None, str | None]) -> None:
    assert decoder({"O'Hare": "76", "OHARE": "76", "Lake View": "6"})(name) == said
    assert decoder({"Lake View": "6", "LAKEVIEW": "7"})("lakeview") == (None, REASONS[2])


def test_every_row_keeps_its_place_and_says_why_it_has_no_code(table_of: TableOf) -> None:
    codes = {"O'Hare": "76", "OHARE": "76", "Lake View": "6"}
    codes |= {"Bridgeport": "60", "BRIDGEPORT": "61", "": "99"}
    rows = table_of("""
        id int | area string
        1      | OHARE
        2      | LAKEVIEW
        3      | Bridgeport
        4      | Atlantis
        5      |
        6      | ---
    """)
    found = coded(rows, codes, "area", "code")
    assert found.columns == ["id", "area", "code", "code_reason"]
    assert {r["id"]: (r["code"], r["code_reason"]) for r in found.collect()} == {
        1: ("76", None),
        2: ("6", None),
        3: (None, "a name of several codes"),
        4: (None, "a name that is not in the list"),
        5: (None, "no name"),
        6: (None, "no name"),
    }
    with pytest.raises(PlanError, match="a column area already"):
        coded(rows, codes, "area", "area")
    assert coded(rows, {}, "area", "code").where("code is not null").count() == 0


def test_the_names_of_the_citys_list_and_its_map_are_the_same() -> None:
    folder = shared("data", "chicago/planning")
    with (folder / "community_area_numbers.csv").open(encoding="utf-8", newline="") as file:
        listed = {normal_name(row["community"]): row["num"] for row in csv.DictReader(file)}
    drawn = json.loads((folder / "commareas.geojson").read_text("utf-8"))["features"]
    mapped = {
        normal_name(f["properties"]["community"]): f["properties"]["area_numbe"] for f in drawn
    }
    assert listed == mapped and len(listed) == 77
