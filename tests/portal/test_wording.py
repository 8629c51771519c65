"""Templates hold no words, and every sentence of the text file is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from jinja2 import Environment
from markupsafe import Markup

from lakehouse.portal.data import PageData, Source
from lakehouse.portal.pages import render
from lakehouse.portal.voice import Voice
from lakehouse.portal.wording import Words, read_words
from tests.portal import drawn_city as drawn

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
    assert food.plural("list.all", 2) == "Show all 2 premises"
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


def test_every_sentence_is_used_in_some_state(
    release: Release, city: Release, make_rows: MakeFrame, make_trials: MakeFrame
) -> None:
    sentences = Recorded(dict(read_words().sentences))
    for data in (*every_state(release, make_rows, make_trials), *every_city(city, make_trials)):
        render(data, Words(sentences))
    unused = {_family(key) for key in sentences} - {_family(key) for key in sentences.asked}
    assert " ".join(sorted(unused)) == ""


def test_a_missing_key_or_place_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words("no.such.key")
    with pytest.raises(KeyError):
        words("range.to", low=1)
    with pytest.raises(FileNotFoundError):
        read_words("xx")


def test_what_is_filled_in_is_escaped_and_the_sentence_is_not(words: Words) -> None:
    said = Voice(words, "any")("calibration.example", stated="<i>", observed="{stated}")
    assert isinstance(said, Markup)
    assert "<b>&lt;i&gt; in 100</b>" in said
    assert "{stated}" in said


def test_plurals(words: Words) -> None:
    assert words.plural("decision.premises_to_inspect_first.list.all", 1) == "Show 1 premises"
    assert (
        words.plural("decision.premises_to_inspect_first.list.all", 1500)
        == "Show all 1,500 premises"
    )


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
        meanings=release().results["what_the_tables_mean"].iloc[:0],
        list_rows=rows(300).assign(random_share=None),
    )
    for low, high in ((1.1, 1.2), (0.5, 0.6), (np.nan, np.nan)):
        tilted = trials()
        tilted.loc[tilted["measure"] == "calibration_slope", ["low", "high"]] = (low, high)
        tilted.loc[tilted["measure"] == "calibration_error", "value"] = 0.001
        yield release(trials=tilted)
    unranged = trials().assign(low=np.nan, high=np.nan)
    yield release(trials=unranged[unranged["measure"] == "share_found_first_half"])
    bins = pd.DataFrame({"probability": [0.1], "observed": [0.1], "low": [0.05], "high": [0.2]})
    yield release(calibration={"test_food_premises": bins})


def measured(trials: pd.DataFrame) -> pd.DataFrame:
    """The same trial of as many questions as it takes to show every measure with a name."""
    named = [key[8:] for key in read_words().sentences if key.startswith("measure.")]
    own = trials[trials["measure"] == "auc"]
    return pd.concat([own.assign(measure=name, question=f"{n // 4}?")
                      for n, name in enumerate(named)])  # fmt: skip


def every_city(city: Release, trials: MakeFrame) -> Iterator[PageData]:
    """Releases of a whole city that reach the sentences on areas, alerts, beds and any list."""
    yield city()
    late = tuple(Source(f"s{n}", "Y", date(2020, 1, 1), 9, 8, 1, 1) for n in range(9))
    yield city(outlines=(), sources=late)
    for past in (trials(), trials(windows=1)):
        many = pd.concat([drawn.lamps()] * 20).assign(random_share=True)
        tried = past.assign(model_name="test_lamps")
        yield city(more={"lamps": many.assign(rank=range(600))}, trials=tried)
    names = ("area_side_by_side", "how_good_are_the_models", "what_the_tables_mean")
    yield city(missing=dict.fromkeys(names, ""), trials=measured(trials()))
    yield city(more={"lamps": drawn.lamps().assign(probability=np.linspace(0.7, 0.1, 30))})
    yield city(more={"a_list": drawn.lamps(), "b_list": drawn.lamps().iloc[:0]}, sources=())
    lists = {"lists": drawn.lamps().assign(probability=0.5), "few": drawn.lamps().iloc[:3]}
    yield city(more=lists, missing={}, sources=(), trials=trials().assign(chosen=False))
    tried = trials()
    rival = tried["plain"] & (tried["measure"] == "auc") & (tried["window"] == "all")
    yield city(trials=tried[~rival])
    unscored = drawn.lamps().assign(rank=np.nan)
    yield city(more={"unscored": unscored, "weak": drawn.lamps().assign(probability=0.2)})
    yield PageData("Testville", False, date(2020, 6, 1), {})
    near = drawn.side_by_side().assign(data_through=date(2020, 6, 1), period_from=None)
    near.loc[near["community_area"] == "1", "rank"] = np.nan
    near = near[near["community_area"] != "2"]
    near.loc[near["measure"] == "deaths_per_year", ["rank", "per_1000"]] = np.nan
    yield city(more={"area_side_by_side": near, "beaches_to_close": drawn.beaches(best=0.1)})
    plain = near.assign(per_1000=np.nan)
    yield city(more={"area_side_by_side": plain, "health_alerts": drawn.alerts("none")})
    yield city(more={"area_side_by_side": plain.assign(rank=np.nan)})
    for level in ("warning", "no judgement"):
        yield city(more={"health_alerts": drawn.alerts(level), "hospital_load": drawn.beds(None)})
    bare = drawn.alerts("none").assign(level="no judgement", upper=np.nan, expected=np.nan)
    for over in (0.0, 0.7):
        yield city(more={"health_alerts": bare, "hospital_load": drawn.beds(over)})
    alerts, beds = drawn.alerts(), drawn.beds()
    yield city(more={"health_alerts": alerts.iloc[:0], "hospital_load": beds.iloc[:0]})
    calm = {"traps_to_treat": drawn.traps(), "hospital_load": drawn.beds(0.0)}
    yield replace(city(), results=calm)
    both = pd.concat([beds, beds.assign(stratum="children")])
    yield city(more={"hospital_load": both.assign(probability_over_capacity=0.3)})
    yield replace(city(), results={"lists": drawn.lamps(), "traps_to_treat": drawn.traps()})
    loud = {"health_alerts": alerts, "hospital_load": drawn.beds(0.9)}
    yield replace(city(), results=loud)
    for name, made in (("beaches_to_close", drawn.beaches), ("traps_to_treat", drawn.traps)):
        yield city(more={name: made(best=0.7)})
        yield city(more={name: made(best=0.9).iloc[:5]})
    for n in (8, 600):
        yield city(more={"intersections_to_make_safer": drawn.intersections(n)})
    flat = drawn.intersections().assign(expected=2.0)
    yield city(more={"intersections_to_make_safer": flat})
