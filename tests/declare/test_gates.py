"""A feature made of a column that nobody may learn from is found by its declaration."""

from __future__ import annotations

from typing import Any

from lakehouse.declare import Column, Costly, Derived, Table, count, latest, total
from lakehouse.declare.gates import made_of
from lakehouse.tables.fire import building

VISIT = Table(
    "health.visit",
    "One row per visit.",
    key=("visit_id",),
    happened_at="day",
    known_at="known_at",
    columns=(
        Column("visit_id", "string", "The visit."),
        Column("place", "string", "The place."),
        Column("day", "date", "The day.", required=True),
        Column("known_at", "date", "Known.", required=True),
        Column("points", "int", "Points."),
        Column("by", "string", "Who went there.", about_observer=True),
        Column("state", "string", "Of today.", changes_later=True),
    ),
)
FEATURES = (
    total("points", VISIT, "points", "place", "points"),
    count("with_him", VISIT, "place", "his visits", where="by = '7'"),
    count("of_his", VISIT, "by", "visits of who goes"),
    latest("state_last", VISIT, "state", "place", "its state"),
    Derived("share", "a share", "with_him / points"),
    Derived("nearby", "named alike", "points * 2"),
)


def test_features_of_a_marked_column_are_found_through_what_is_made_of_them() -> None:
    assert made_of(FEATURES, [VISIT], "about_observer") == ("with_him", "of_his", "share")
    assert made_of(FEATURES, [VISIT], "changes_later") == ("state_last",)
    assert made_of(FEATURES[:1], [VISIT], "changes_later") == ()


def test_the_column_of_the_buildings_that_knows_the_future_is_found() -> None:
    planted = latest("action", building, "last_action", "building_id", "what was done there")
    sound = latest("state", building, "condition", "building_id", "state it was found in")
    assert made_of([planted, sound], [building], "changes_later") == ("action",)


def test_a_carried_column_brings_what_its_table_says_of_it() -> None:
    """History hands it over, so that no window ever names it."""
    carried = [Column("place", "string", "The place."), Column("state", "string", "Of today.")]
    closed = Derived("closed", "whether it is closed", "int(state = 'closed')")
    made = made_of([closed], [VISIT], "changes_later", carried)
    assert made == ("state", "closed")
    assert made_of([closed], [VISIT], "changes_later", carried[:1]) == ()
    own = [Column("outcome_text", "string", "What came.", changes_later=True)]
    assert made_of([], [], "changes_later", own) == ("outcome_text",)


def test_a_function_is_judged_by_the_columns_it_is_handed() -> None:
    def given(*takes: str, **more: Any) -> Costly:
        return Costly("free", "a number", VISIT, len, ("place",), takes, **more)

    assert made_of([given("points", "by")], [VISIT], "about_observer") == ("free",)
    assert made_of([given("points", where="by = '7'")], [VISIT], "about_observer") == ("free",)
    assert made_of([given("points")], [VISIT], "about_observer") == ()
    carried = [Column("state", "string", "Of today.", changes_later=True)]
    asking = given("points", asks=("state",))
    assert made_of([asking], [VISIT], "changes_later", carried) == ("state", "free")
