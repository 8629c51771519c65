"""A city's words for its complaints are read whole, or what is wrong in them is named."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jobs.city.sanitation_complaint import sanitation_complaint
from lakehouse.declare.complaint_words import KINDS, read_complaint_words
from lakehouse.declare.errors import SettingError
from lakehouse.run.computing.steps import rules_of
from lakehouse.run.configured.versioned import versioned_tables
from lakehouse.run.settings import load_settings
from lakehouse.tables.city.complaints import ABOUT

OWN = Path(__file__).parents[2] / "conf" / "complaint_words.toml"
SAID = tomllib.loads(OWN.read_text("utf-8"))
DUTCH = """
version = "2"
language = "Dutch"
[refuse]
contains = ["Vuilnis", "afval"]
[animals]
whole = ["rat", "ratten"]
[water]
contains = ["stank"]
[light]
contains = ["lantaarn"]
"""


def test_the_project_s_own_words_are_read_for_both_cities() -> None:
    made = read_complaint_words(SAID, "here")
    assert made.basis == "English, version 1" and set(ABOUT) < set(KINDS)
    for name in ("sample", "chicago"):
        assert load_settings(name, {}).city.complaint_words == made


def test_a_city_brings_its_own_words_and_a_conf_folder_without_any_has_the_project_s(
    tmp_path: Path,
) -> None:
    city, conf = tmp_path / "delft", tmp_path
    city.mkdir()
    assert versioned_tables(city, conf)["complaint_words"].language == "English"
    (city / "complaint_words.toml").write_text(DUTCH, "utf-8")
    made = versioned_tables(city, conf)["complaint_words"]
    assert made.basis == "Dutch, version 2" and dict(made.contains)["refuse"][0] == "vuilnis"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": None}, "here does not say 'version'"),
        ({"water": None}, "here does not say 'water'"),
        ({"waters": {"contains": ["a"]}}, r"waters is unknown \(did you mean water\?\)"),
        ({"water": ["stank"]}, "water is not words by how they are looked for"),
        ({"water": {"contain": ["stank"]}}, "water is not words by how they are looked for"),
        ({"water": {"contains": "stank"}}, "water has no list of words"),
        ({"water": {"contains": []}}, "water has no list of words"),
        ({"water": {"contains": ["stank", " "]}}, "water has no list of words"),
        ({"water": {"whole": [3]}}, "water has no list of words"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], word: str) -> None:
    said = {name: value for name, value in (SAID | change).items() if value is not None}
    with pytest.raises(SettingError, match=word):
        read_complaint_words(said, "here")


def test_other_words_make_the_table_anew() -> None:
    city, step = load_settings("sample", {}).city, sanitation_complaint.job  # type: ignore[attr-defined]
    other = replace(city, complaint_words=read_complaint_words(SAID | {"version": "2"}, "here"))
    assert rules_of(step, city) == rules_of(step, replace(city, title="Else"))
    assert rules_of(step, city) != rules_of(step, other)
