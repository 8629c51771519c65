"""Another language is a file: it says all that English says, and then no English is left."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare.errors import SettingError
from lakehouse.portal import PageData
from lakehouse.portal.pages import render
from lakehouse.portal.said.wording import Words, read_words
from tests.portal import drawn_city as drawn
from tests.portal import drawn_roads as roads
from tests.portal.changed import every_change, every_release
from tests.portal.every_state import MakeFrame, Release, every_city, every_state
from tests.portal.pseudo import phrases, pseudo, said_by

OTHER = "qps"


def write(folder: Path, sentences: dict[str, str]) -> None:
    """The file of a language, each sentence below its full key; JSON's strings are TOML's."""
    lines = [f"{json.dumps(key)} = {json.dumps(text)}" for key, text in sentences.items()]
    (folder / f"{OTHER}.toml").write_text("\n".join(lines), "utf-8")


@pytest.fixture
def other(words: Words) -> dict[str, str]:
    return {**pseudo(words).sentences, "language": OTHER}


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what pages are made of: cells, columns, and what results are called."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, pd.DataFrame):
        for name, column in value.items():
            yield str(name)
            yield from (cell for cell in column.dropna().unique() if isinstance(cell, str))
    elif is_dataclass(value):
        yield from (text for f in fields(value) for text in texts_in(getattr(value, f.name)))
    elif hasattr(value, "items"):
        yield from (text for pair in value.items() for part in pair for text in texts_in(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for part in value for text in texts_in(part))


def english_left(data: PageData, words: Words, looked_at: set[str]) -> dict[str, str]:
    """Phrases on the pages that neither the file of the language nor the data say, with a page.

    Texts that were ``looked_at`` in an earlier state are left out; these join them.
    """
    found: dict[str, str] = {}
    for name, html in render(data, words).items():
        new = set(said_by(html)) - looked_at
        looked_at |= new
        found |= {phrase: name for text in new for phrase in phrases(text)}
    told = " | ".join(["", *(p for text in set(texts_in(data)) for p in phrases(text)), ""])
    return {phrase: name for phrase, name in found.items() if f" {phrase} " not in told}


def test_no_english_is_left_where_every_sentence_is_said_otherwise(
    city: Callable[..., PageData], other: dict[str, str]
) -> None:
    beside = drawn.services() | roads.roads(12) | drawn.week() | drawn.hazards()
    whole = city(more=drawn.everything() | beside, example=True, releases=every_release())
    assert english_left(whole, Words(other), set()) == {}


@pytest.mark.whole
def test_no_english_is_left_in_any_state(
    release: Release, city: Release, make_rows: MakeFrame, make_trials: MakeFrame,
    other: dict[str, str],
) -> None:  # fmt: skip
    words, seen = Words(other), set[str]()
    for data in (*every_state(release, make_rows, make_trials), *every_city(city, make_trials)):
        assert english_left(data, words, seen) == {}
    for moved in every_change():
        assert english_left(release(changes=moved, releases=every_release()), words, seen) == {}


def test_a_planted_english_sentence_is_found(release: Release, words: Words) -> None:
    mixed = dict(pseudo(words).sentences) | {"front.do": "What should we do this week?"}
    assert "what should we do this week" in english_left(release(), Words(mixed), set())


def test_a_page_names_its_language(release: Release, other: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, other | {"direction": "rtl"})
    page = render(release(), read_words(OTHER, tmp_path))["index.html"]
    assert f'<html lang="{OTHER}" dir="rtl">' in page
    assert re.search(r'<html lang="en" dir="ltr"', render(release(), read_words())["index.html"])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"site.name": None}, "'site.name' is missing"),
        ({"site.nmae": "x"}, r"nothing asks for 'site.nmae' \(did you mean site.name"),
        ({"range.to": "{low} – {hihg}"}, "'range.to' has the unknown place {hihg}"),
        ({"range.to": "{low}"}, "'range.to' leaves out {high}"),
        ({"format.weekdays": "a b c"}, "'format.weekdays' has 3 names, not 7"),
        ({"language": "nl"}, "its language is 'nl'"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    other: dict[str, str], tmp_path: Path, changed: dict[str, str | None], says: str
) -> None:
    made = other | changed
    write(tmp_path, {key: text for key, text in made.items() if text is not None})
    with pytest.raises(SettingError, match=says):
        read_words(OTHER, tmp_path)


def test_one_alone_needs_no_number(other: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, other | {"area.here.one": "one of {all}"})
    assert read_words(OTHER, tmp_path).sentences["area.here.one"] == "one of {all}"


def test_a_language_without_a_file_or_with_a_broken_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"no language 'enn'"):
        read_words("enn")
    (tmp_path / f"{OTHER}.toml").write_text("x = ", "utf-8")
    with pytest.raises(SettingError, match=rf"{OTHER}.toml cannot be read"):
        read_words(OTHER, tmp_path)
    with pytest.raises(SettingError, match="no language"):
        read_words("../pyproject")
