"""Which statements bring a table of an earlier release to what the new one has."""

from __future__ import annotations

import json

from lakehouse.declare.column import TYPES as DECLARED
from lakehouse.store.database.copied import ARROW
from lakehouse.store.database.shape import TYPES, Shape, reshaped, there_of

PLACES = Shape(
    {"place": ("text", "The place."), "rank": ("integer", "It's rank.")}, ("place",), "Places."
)


def statements(wanted: Shape, there: Shape | None) -> list[str]:
    return list(reshaped('"c"."places"', wanted, there))


def test_every_type_that_a_column_may_have_is_known() -> None:
    assert set(TYPES) == set(ARROW) == set(DECLARED)


def test_a_new_table_has_typed_columns_a_key_and_comments() -> None:
    assert statements(PLACES, None) == [
        'CREATE TABLE "c"."places" ("place" text, "rank" integer)',
        'ALTER TABLE "c"."places" ADD PRIMARY KEY ("place")',
        'COMMENT ON TABLE "c"."places" IS \'Places.\'',
        'COMMENT ON COLUMN "c"."places"."place" IS \'The place.\'',
        'COMMENT ON COLUMN "c"."places"."rank" IS \'It\'\'s rank.\'',
    ]


def test_a_table_that_fits_is_left_as_it_is() -> None:
    there = Shape(PLACES.columns, ("place",), "Places.", "places_pkey", lasting=("place",))
    assert statements(PLACES, there) == []


def test_columns_come_go_and_change_their_type_without_rewriting() -> None:
    columns = {"place": ("text", "The place."), "rank": ("text", ""), "gone": ("date", "")}
    there = Shape(columns, ("place",), "Places.", "k", lasting=("place",))
    assert statements(PLACES, there) == [
        'ALTER TABLE "c"."places" DROP COLUMN "rank"',
        'ALTER TABLE "c"."places" DROP COLUMN "gone"',
        'ALTER TABLE "c"."places" ADD COLUMN "rank" integer',
        'COMMENT ON COLUMN "c"."places"."rank" IS \'It\'\'s rank.\'',
    ]


def test_another_key_takes_the_place_of_the_old_one_and_leaves_no_promise_behind() -> None:
    there = Shape(PLACES.columns, ("rank",), "Places.", "old key", lasting=("rank",))
    assert statements(PLACES, there) == [
        'ALTER TABLE "c"."places" DROP CONSTRAINT "old key"',
        'ALTER TABLE "c"."places" ALTER COLUMN "rank" DROP NOT NULL',
        'ALTER TABLE "c"."places" ADD PRIMARY KEY ("place")',
    ]


def test_what_the_database_says_is_there_is_understood() -> None:
    columns = [["place", "text", "The place.", True], ["rank", "integer", "", False]]
    said = {
        "places": ["r", "Places.", columns, ["places_pkey", ["place"]]],
        "v": ["v", None, None, None],
    }
    found = there_of(json.dumps(said))
    assert found["places"].key == ("place",) and found["places"].constraint == "places_pkey"
    assert found["places"].columns["rank"] == ("integer", "")
    assert found["v"].kind == "v" and there_of(None) == {}
