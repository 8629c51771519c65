"""Each word for a feature says what to take of which facts, and where their order is nothing."""

from __future__ import annotations

import pytest

from lakehouse.declare import (
    Column,
    Derived,
    Feature,
    Near,
    Table,
    average,
    count,
    days_since,
    faded,
    heat,
    latest,
    total,
)
from lakehouse.declare.errors import PlanError

COLUMNS = (
    Column("id", "string", "The visit."),
    Column("place", "string", "The place."),
    Column("on", "date", "Day of the visit."),
    Column("known", "date", "Day it became known."),
    Column("found", "int", "What was found."),
)
VISIT = Table("city.visit", "One row per visit.", ("id",), COLUMNS, "on", "known")
NEAR = Near(0.1, 0.02)


def without(**times: str) -> Table:
    return Table("city.visit", "One row per visit.", ("id",), COLUMNS, **times)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "times",
    [{}, {"happened_at": "on"}, {"known_at": "known"}],
    ids=["neither", "not known", "not happened"],
)
def test_a_feature_of_a_table_without_times_is_refused(times: dict[str, str]) -> None:
    with pytest.raises(PlanError, match=r"Feature visits looks at city\.visit") as refused:
        count("visits", without(**times), "place", "visits")
    assert refused.value.todo == "Declare happened_at= and known_at= on the table."


def test_every_word_refuses_a_table_without_times() -> None:
    bare = without()
    words = [
        lambda: count("x", bare, "place", "m"),
        lambda: total("x", bare, "found", "place", "m"),
        lambda: average("x", bare, "found", "place", "m"),
        lambda: latest("x", bare, "found", "place", "m"),
        lambda: faded("x", bare, "found", "place", "m", half_life=3),
        lambda: heat("x", bare, NEAR, "m", days=3),
        lambda: Feature("x", "m", bare, "count(*) {rows}", ()),
    ]
    for word in words:
        with pytest.raises(PlanError, match="does not say when a row happened"):
            word()


@pytest.mark.parametrize(
    ("link", "kept"),
    [("place", ("place",)), (["place", "on"], ("place", "on")), ((), ()), (NEAR, NEAR)],
)
def test_a_link_is_a_column_several_none_or_a_place(link: object, kept: object) -> None:
    assert count("visits", VISIT, link, "visits").link == kept  # type: ignore[arg-type]


def test_every_word_leaves_room_for_the_window() -> None:
    made = [
        count("a", VISIT, "place", "m", days=7, where="found > 0"),
        total("b", VISIT, "found", "place", "m"),
        average("c", VISIT, "found", "place", "m"),
        latest("d", VISIT, "found", "place", "m"),
        days_since("e", VISIT, "place", "m"),
        faded("f", VISIT, "found", "place", "m", half_life=30),
        heat("g", VISIT, NEAR, "m", days=7),
    ]
    aggregates = [2 if f.name == "c" else 1 for f in made]
    assert [f.take.count("{rows}") for f in made] == aggregates
    assert [f.empty for f in made] == [0, 0, None, None, None, 0, 0]
    assert [f.learn for f in made] == [True, True, True, True, True, False, True]
    assert (made[0].days, made[0].where) == (7, "found > 0")


def test_facts_of_one_moment_are_in_order_of_the_key() -> None:
    assert latest("last", VISIT, "found", "place", "m").take == (
        "max_by(found, struct(on, length(id), id)) {rows}"
    )
    assert latest("kind", VISIT, "place", "place", "m", type="string").type == "string"


def test_a_derived_number_needs_no_table() -> None:
    assert Derived("twice", "twice as many", "2 * visits").learn
    assert not Derived("twice", "twice as many", "2 * visits", learn=False).learn
