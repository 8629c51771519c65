"""A city that lacks a table is asked without the features of it, and the question says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from jobs.risk.food_premises import food_premises
from jobs.risk.food_premises.features import PER_RESIDENT, PREMISES
from jobs.risk.food_premises.surroundings import BY_KIND
from lakehouse.declare import Column, Costly, Derived, Ranking, Table, count
from lakehouse.declare.errors import PlanError
from lakehouse.declare.narrowed import narrowed
from lakehouse.tables import city, police

COLUMNS = (
    Column("id", "string", "The visit."),
    Column("place", "string", "The place."),
    Column("on", "date", "Day of the visit."),
)


def table(name: str) -> Table:
    return Table(name, "One row per thing.", ("id",), COLUMNS, "on", "on")


VISIT, NOISE, LIGHT = table("city.visit"), table("city.noise"), table("city.light")


@dataclass(frozen=True)
class Learner:
    columns: tuple[str, ...] | None = None


def history(visit: Any) -> Any:
    """Visits."""


def waiting(visit: Any) -> Any:
    """Places."""


def asked(**changed: Any) -> Ranking:
    said: dict[str, Any] = {
        "name": "place",
        "asks": "Which place?",
        "about": "place",
        "reads": (VISIT, NOISE, LIGHT),
        "may_lack": (NOISE, LIGHT),
        "history": history,
        "waiting": waiting,
        "carries": (Column("place", "string", "The place."),),
        "months": 2,
        "features": (
            count("visits", VISIT, "place", "earlier visits"),
            count("noise", NOISE, "place", "noise close by"),
            count("light", LIGHT, "place", "lights out close by"),
            Derived("loud", "noise per visit", "noise / visits"),
            Derived("louder", "loud or not", "loud > 1"),
            Derived("noisette", "nuts", "visits > 1"),
        ),
        "candidates": {
            "plain": lambda: Learner(("visits",)),
            "all": Learner,
            "around": lambda: Learner(("visits", "noise", "light")),
            "loud": lambda: Learner(("visits", "louder")),
        },
        "left_out": {"who visited": "It says who looked."},
        "writes": table("risk.place"),
        "trials": table("risk.place_trials"),
    }
    return Ranking(**{**said, **changed})


def having(*names: Table) -> Callable[[Table], bool]:
    return lambda each: each in names


def test_a_city_that_has_all_is_asked_the_question_itself() -> None:
    whole = asked()
    assert narrowed(whole, having(VISIT, NOISE, LIGHT)) is whole
    # What it cannot do without is not left out: the step as a whole is.
    assert narrowed(asked(may_lack=()), having(VISIT)).reads == (VISIT, NOISE, LIGHT)


def test_features_of_an_absent_table_go_with_all_that_is_made_of_them() -> None:
    less = narrowed(asked(), having(VISIT, LIGHT))
    assert less.reads == (VISIT, LIGHT)
    assert less.may_lack == (LIGHT,) and less.lacks == (NOISE,)
    assert less.learned == ["visits", "light", "noisette"]
    columns = less.matrix.column_names
    assert "noise" not in columns and "light" in columns
    assert less.left_out == {
        "who visited": "It says who looked.",
        "noise close by": "No department of the city delivers city.noise.",
        "noise per visit": "No department of the city delivers city.noise.",
        "loud or not": "No department of the city delivers city.noise.",
    }


def test_a_function_goes_with_its_table_and_with_what_it_asks_with() -> None:
    def free(name: str, of: Table, *asks: str) -> Costly:
        return Costly(name, f"{name} freely", of, len, ("place",), ("on",), asks)

    features = (
        count("noise", NOISE, "place", "noise close by"),
        free("gap", NOISE),
        free("beside", VISIT, "noise"),
        free("kept", VISIT),
    )
    less = narrowed(asked(features=features, candidates={}), having(VISIT, LIGHT))
    assert less.learned == ["kept"]
    assert less.functions == (history, waiting, len)


def test_no_candidate_looks_at_what_is_not_there_and_none_comes_twice() -> None:
    some = narrowed(asked(), having(VISIT, LIGHT)).candidates
    assert {n: make().columns for n, make in some.items()} == {
        "plain": ("visits",),
        "all": None,
        "around": ("visits", "light"),
    }
    none = narrowed(asked(), having(VISIT)).candidates
    assert list(none) == ["plain", "all"]


def test_a_feature_linked_by_one_that_is_gone_goes() -> None:
    features = (
        count("noise", NOISE, "place", "noise close by"),
        count("like", VISIT, ("place", "noise"), "visits where it is as loud"),
        count("visits", VISIT, "place", "earlier visits"),
    )
    less = narrowed(asked(features=features, candidates={}), having(VISIT, LIGHT))
    assert less.learned == ["visits"]


def test_what_history_reads_a_city_may_not_lack() -> None:
    with pytest.raises(PlanError, match="place wants visit, which it does not read"):
        asked(may_lack=(VISIT,))


def test_premises_are_ranked_without_what_other_departments_saw_around_them() -> None:
    absent = (city.sanitation_complaint, police.burglary, city.food_visit_area)
    less = narrowed(food_premises, lambda each: each not in absent)
    seen_around = {*PER_RESIDENT, *(feature.name for feature in BY_KIND)} - set(PREMISES)
    assert seen_around == set(food_premises.learned) - set(less.learned)
    assert not {n for n, make in less.candidates.items() if "surroundings" in n}
    seen = [c for make in less.candidates.values() for c in getattr(make(), "columns", None) or ()]
    # Visits that a complaint brought are the inspectors' own record.
    assert set(seen) == {*PREMISES, "complaint_visits"}
