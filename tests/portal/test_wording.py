"""Templates hold no words, and every sentence of the text file is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from jinja2 import Environment
from markupsafe import Markup

from lakehouse.portal.data import PageData, Source
from lakehouse.portal.page import render
from lakehouse.portal.wording import Words, read_words

Release = Callable[..., PageData]
MakeFrame = Callable[..., pd.DataFrame]
SPOKEN = {"aria-label", "title", "alt", "placeholder", "label", "value", "data-l"}
TEMPLATES = sorted(
    (file.name, file.read_text("utf-8"))
    for file in files("lakehouse.portal").joinpath("templates").iterdir()
    if file.name.endswith(".html")
)


class Literals(HTMLParser):
    """The letters between tags, and in attributes that are read out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.found += re.findall(r"[^\W\d_]+", data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN:
                self.handle_data(value or "")


def literals(template: str) -> list[str]:
    pieces = Environment().lex(template)
    html = "".join(value for _, kind, value in pieces if kind == "data")
    return Literals(html).found


class Recorded(dict[str, str]):
    """Sentences that remember which of them were asked for."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(sentences)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def test_templates_hold_no_words() -> None:
    assert len(TEMPLATES) >= 6
    assert {name: found for name, text in TEMPLATES if (found := literals(text))} == {}


@pytest.mark.parametrize(
    "planted", ["<p>Hello</p>", '<svg aria-label="A map">', "{% if x %}yes{% endif %}"]
)
def test_a_planted_word_is_found(planted: str) -> None:
    assert literals(planted) != []


def test_the_script_says_nothing_by_itself() -> None:
    script = files("lakehouse.portal").joinpath("templates", "page.js").read_text("utf-8")
    strings = re.findall(r'"([^"]*)"', script)
    assert [text for text in strings if re.search(r"[A-Za-z] [A-Za-z]", text)] == []
    assert len(script.encode()) < 25_000


def test_keys_named_in_templates_exist() -> None:
    known = set(read_words().sentences)
    for name, text in TEMPLATES:
        for call, key, glued in re.findall(r'\b([tn])\("([\w.]+)"( ~)?', text):
            exact = {key} if call == "t" else {f"{key}.one", f"{key}.many"}
            assert any(k.startswith(key) for k in known) if glued else exact <= known, (name, key)


def test_plural_forms_come_in_pairs_with_the_same_places() -> None:
    sentences = read_words().sentences
    for key, sentence in sentences.items():
        if key.endswith(".one"):
            other = sentences[key.removesuffix(".one") + ".many"]
            places = [set(re.findall(r"\{(\w+)\}", s)) for s in (sentence, other)]
            assert places[0] <= places[1] | {"n"}, key


def test_every_sentence_is_used_in_some_state(
    release: Release, make_rows: MakeFrame, make_trials: MakeFrame
) -> None:
    sentences = Recorded(dict(read_words().sentences))
    for data in every_state(release, make_rows, make_trials):
        render(data, Words(sentences))
    unused = {_family(key) for key in sentences} - {_family(key) for key in sentences.asked}
    assert unused == set()


def test_a_missing_key_or_place_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words("no.such.key")
    with pytest.raises(KeyError):
        words("range.to", low=1)
    with pytest.raises(FileNotFoundError):
        read_words("xx")


def test_what_is_filled_in_is_escaped_and_the_sentence_is_not(words: Words) -> None:
    said = words("calibration.example", stated="<i>", observed="{stated}")
    assert isinstance(said, Markup)
    assert "<b>&lt;i&gt; in 100</b>" in said
    assert "{stated}" in said


def test_plurals(words: Words) -> None:
    assert words.plural("list.all", 1) == "Show 1 premises"
    assert words.plural("list.all", 1500) == "Show all 1,500 premises"


def _family(key: str) -> str:
    return re.sub(r"\.(one|many)$", "", key)


def every_state(release: Release, rows: MakeFrame, trials: MakeFrame) -> Iterator[PageData]:
    """Releases that together reach every sentence."""
    late, none = Source("x", "Y", date(2020, 1, 1), 9, 9, 0, 1), Source("z", "Y", None, 0, 0, 0, 0)
    held, undated = (
        Source("h", "Y", date(2020, 5, 30), 9, 8, 1, 1),
        Source("u", "Y", None, 1, 1, 0, 1),
    )
    listed = rows(900, 9, best=0.95)
    listed.loc[0, ["name", "why_no_score", "reason_1", "reason_2", "reason_3"]] = None
    listed.loc[1, "reason_1"] = "serves alcohol (1 yes): 0 (typical 1)"
    listed.loc[listed["rank"].isna(), "why_no_score"] = None
    yield release(list_rows=listed, example=True, problems=("A.",), sources=(late, none))
    yield release(sources=(held, undated))
    yield release(sources=(held,), list_rows=rows(0, 3), trials=trials(plain_won=True))
    yield release(sources=(late,), list_rows=rows(0, 0), trials=trials().iloc[:0])
    yield release(sources=(none,), list_rows=rows(9), files=())
    yield release(sources=(), list_rows=rows(300).assign(probability=0.2), trials=trials(windows=1))
    yield release(
        meanings=release().meanings.iloc[:0], list_rows=rows(300).assign(random_share=None)
    )
    for low, high in ((1.1, 1.2), (0.5, 0.6), (np.nan, np.nan)):
        tilted = trials()
        tilted.loc[tilted["measure"] == "calibration_slope", ["low", "high"]] = (low, high)
        tilted.loc[tilted["measure"] == "calibration_error", "value"] = 0.001
        yield release(trials=tilted)
    unranged = trials().assign(low=np.nan, high=np.nan)
    yield release(trials=unranged[unranged["measure"] == "share_found_first_half"])
    bins = pd.DataFrame({"probability": [0.1], "observed": [0.1], "low": [0.05], "high": [0.2]})
    yield release(calibration=bins)
