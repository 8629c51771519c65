"""Templates hold no words, and every sentence of the text file is used."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from jinja2 import Environment
from markupsafe import Markup

from lakehouse.portal.pages import render
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.stopped import with_stopped
from lakehouse.portal.withdrawn import with_notice
from tests.portal.changed import every_change, every_release
from tests.portal.every_state import MakeFrame, Release, every_city, every_state

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


def test_keys_that_any_decision_is_asked_for_fit_any_decision() -> None:
    known, found = set(read_words().sentences), 0
    for name, text in TEMPLATES:
        for call, key in re.findall(r'\b(dn?)\("([\w.]+)"', text):
            exact = {key} if call == "d" else {f"{key}.one", f"{key}.many"}
            assert {f"decision.any.{k}" for k in exact} <= known, (name, key)
            found += 1
    assert found > 10


def test_a_decision_speaks_for_itself_where_it_can(words: Words) -> None:
    food, other = Voice(words, "premises_to_inspect_first"), Voice(words, "lamps_to_mend_first")
    assert food("list.key") == "Premises" and other("list.key") == "Place"
    assert food.plural("list.all", 2) == "Show 2 premises"
    assert other.title == "Lamps to mend first"
    assert food.has("row.facility") and not other.has("row.facility")


def test_what_a_decision_says_of_itself_has_no_other_places_than_any_has() -> None:
    sentences = read_words().sentences
    given = {"answer.gain": {"all"}, "card.says": {"all"}}
    for key, sentence in sentences.items():
        whose, _, rest = key.removeprefix("decision.").partition(".")
        plain = sentences.get(f"decision.any.{rest}")
        if key.startswith("decision.") and whose != "any" and plain and rest != "name":
            places = [set(re.findall(r"\{(\w+)\}", s)) for s in (sentence, plain)]
            assert places[0] <= places[1] | given.get(rest, set()), key


def test_plural_forms_come_in_pairs_with_the_same_places() -> None:
    sentences = read_words().sentences
    for key, sentence in sentences.items():
        if key.endswith(".one"):
            other = sentences[key.removesuffix(".one") + ".many"]
            places = [set(re.findall(r"\{(\w+)\}", s)) for s in (sentence, other)]
            assert places[0] <= places[1] | {"n"}, key


@pytest.mark.whole
def test_every_sentence_is_used_in_some_state(
    release: Release, city: Release, make_rows: MakeFrame, make_trials: MakeFrame
) -> None:
    sentences = Recorded(dict(read_words().sentences))
    for data in (*every_state(release, make_rows, make_trials), *every_city(city, make_trials)):
        dict(render(data, Words(sentences)))
    for moved in every_change():
        dict(render(replace(release(), changes=moved, releases=every_release()), Words(sentences)))
    with_notice("<body>", "Wrong.", Words(sentences))
    for kind in ("PromiseBroken", "Unfair", "SetupError", "CityLakeError"):
        with_stopped("<body>", date(2020, 6, 1), kind, Words(sentences))
    unused = {_family(key) for key in sentences} - {_family(key) for key in sentences.asked}
    assert " ".join(sorted(unused)) == ""


def test_a_missing_key_or_place_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words("no.such.key")
    with pytest.raises(KeyError):
        words("range.to", low=1)


def test_what_is_filled_in_is_escaped_and_the_sentence_is_not(words: Words) -> None:
    said = Voice(words, "any")("calibration.example", stated="<i>", observed="{stated}")
    assert isinstance(said, Markup)
    assert "<b>&lt;i&gt; in 100</b>" in said
    assert "{stated}" in said


def test_a_word_without_a_sentence_is_called_what_it_is(words: Words) -> None:
    assert words.named("model.gate.about_who_observes", "?") == "Is not about who observes"
    assert words.named("model.gate.<new>", "<New>") == "<New>"


def test_plurals(words: Words) -> None:
    assert words.plural("decision.premises_to_inspect_first.list.all", 1) == "Show 1 premises"
    assert (
        words.plural("decision.premises_to_inspect_first.list.all", 1500) == "Show 1,500 premises"
    )


def _family(key: str) -> str:
    return re.sub(r"\.(one|many)$|(?<=^alerts\.method)\..*", "", key)
