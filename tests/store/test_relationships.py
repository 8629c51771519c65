"""The relationships that a contract (ODCS) may say, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare import Column, Table
from lakehouse.declare.errors import PlanError
from lakehouse.declare.reference import Reference
from lakehouse.run.feeds.referring import bound, in_turn
from tests.store.dog_contract import Edit, contract, rule, weight
from tests.store.parks import dog_feed, dog_table

LICENCE = Table(
    "city.licence",
    "One row per licence.",
    key=("number",),
    columns=(Column("number", "string", "Its number."), Column("fee", "double", "Its fee.")),
)


def relates(**said: Any) -> Edit:
    return lambda c: c["schema"][0].update(relationships=[said])


def severity(word: str) -> list[dict[str, str]]:
    return [{"property": "severity", "value": word}]


def test_a_property_or_the_rows_refer_to_another_table(tmp_path: Path) -> None:
    of_property = contract(tmp_path, weight(relationships=[{"to": "city.licence.number"}]))
    assert of_property.references == (Reference(("weight",), "city.licence", ("number",)),)
    both = {"from": ["tag", "dog.seen_on"], "to": ["city.visit.tag", "city.visit.day"]}
    warned = contract(tmp_path, relates(**both, customProperties=severity("info")))
    found = Reference(("tag", "seen_on"), "city.visit", ("tag", "day"), "warning")
    assert warned.references == (found,)
    assert warned.all_flags[0][0] == "tag and seen_on: not in city.visit"


def test_a_rule_takes_from_the_row_that_is_referred_to(tmp_path: Path) -> None:
    costly = rule(engine="citylake", description="too dear", implementation="licence.fee < weight")
    refers = weight(relationships=[{"to": "city.licence.number"}])
    assert contract(tmp_path, costly, refers).references[0].takes == ("fee",)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"to": "city.licence.number"}, "from ''"),
        ({"from": "nobody", "to": "city.licence.number"}, "from 'nobody'"),
        ({"from": "tag", "to": "licence.number"}, "does not say which columns"),
        ({"from": "tag"}, "does not say which columns"),
        ({"from": ["tag", "weight"], "to": ["city.a.x", "city.b.y"]}, "of one table"),
        ({"from": "tag", "to": "city.a.x", "type": "likes"}, "'likes', which is unknown"),
        ({"from": "tag", "to": "city.a.x", "customProperties": severity("grave")}, "'grave'"),
    ],
)
def test_what_is_no_reference_is_refused(
    tmp_path: Path, said: dict[str, Any], problem: str
) -> None:
    with pytest.raises(PlanError, match=problem):
        contract(tmp_path, relates(**said))


REFERS = Reference(("tag",), "city.licence", ("number",))


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (replace(REFERS, table="city.licences"), "no feed of the city fills"),
        (replace(REFERS, to=("nummer",)), "has no column nummer"),
        (replace(REFERS, to=("fee",), takes=("fee",)), "not found by the key"),
    ],
)
def test_what_does_not_fit_the_city_is_refused(reference: Reference, problem: str) -> None:
    with pytest.raises(PlanError, match=problem):
        bound(dog_feed(references=(reference,)), {LICENCE.name: LICENCE})


def test_feeds_come_after_those_they_refer_to_and_not_in_a_circle() -> None:
    tables = {LICENCE.name: LICENCE, "city.dog": dog_table()}
    dogs = dog_feed(references=(REFERS,))
    office = dog_feed(name="office", fills=LICENCE.name)
    ordered = in_turn((dogs, office), tables)
    assert [f.name for f in ordered] == ["office", "dog"]
    assert ordered[1].references[0].of is LICENCE
    back = replace(office, references=(Reference(("tag",), "city.dog", ("tag",)),))
    with pytest.raises(PlanError, match="Feeds refer to each other"):
        in_turn((dogs, back), tables)
