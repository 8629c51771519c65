"""Result tables in a real PostgreSQL are replaced all at once, and hold what was released."""

from __future__ import annotations

import pytest

from lakehouse.declare.errors import NotHandedOver, SettingError
from lakehouse.store.database.replaced import Sent
from lakehouse.store.database.writer import BrokeOff
from tests.store.database.reports import Reports, frame

pytestmark = pytest.mark.doors


def test_every_value_arrives_with_its_type(reports: Reports) -> None:
    assert reports.send("r1", 0.1)
    ask = "SELECT jsonb_agg(to_jsonb(p) ORDER BY probability, rank) #>> '{}' FROM delft.places p"
    said = reports.ask("SET TimeZone TO 'UTC'; " + ask)
    for part in (
        '"place": "Café \\"1\\", b"',
        '"place": ""',
        '"place": "line\\nbreak \\\\N"',
        '"rank": 1,',
        '"rank": null',
        '"tags": ["a,b", "q\\"\\\\"]',
        '"tags": []',
        '"tags": null',
        '"open": null',
        '"known_at": "2024-06-28T10:00:00.123456+00:00"',
        '"as_of": "2024-06-28"',
        '"probability": 0.1',
    ):
        assert part in said, part
    assert said.count('"place"') == 3


def test_columns_are_typed_keyed_and_explained(reports: Reports) -> None:
    reports.send("r1", 0.5)
    types = reports.ask(
        "SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = 'delft.places'::regclass AND attnum > 0"
    )
    zoned = "timestamp with time zone"
    assert types == f"text,integer,double precision,date,{zoned},text[],boolean"
    assert reports.ask("SELECT col_description('delft.places'::regclass, 2)") == "Its rank."
    assert reports.ask("SELECT obj_description('delft.places'::regclass)") == "One row per places."
    key = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = "
    assert reports.ask(key + "'delft.places'::regclass") == "PRIMARY KEY (place)"


def test_the_release_says_which_one_it_is_and_what_it_has(reports: Reports) -> None:
    reports.send("r1", 0.5)
    reports.send("r2", 0.6)
    assert reports.ask("SELECT name, city, as_of FROM delft.release") == "r2|Delft|2024-06-28"
    listed = "SELECT table_name, rows, delta_version FROM delft.release_table ORDER BY 1"
    assert reports.ask(listed).splitlines() == ["others|3|3", "places|3|3"]
    assert reports.ask("SELECT sent_at > now() - interval '1 minute' FROM delft.release") == "t"


def test_the_same_release_is_not_written_twice_unless_asked(reports: Reports) -> None:
    assert reports.send("r1", 0.5)
    reports.ask("DELETE FROM delft.places")
    assert not reports.send("r1", 0.5)
    assert reports.ask("SELECT count(*) FROM delft.places") == "0"
    assert reports.send("r1", 0.5, again=True)
    assert reports.ask("SELECT count(*) FROM delft.places") == "3"


def test_grants_and_views_outlast_a_release(reports: Reports) -> None:
    reports.send("r1", 0.5)
    reports.ask("GRANT SELECT ON delft.places TO looker")
    reports.ask("CREATE VIEW delft.mine AS SELECT place, probability FROM delft.places")
    reports.send("r2", 0.75)
    assert reports.ask("SET ROLE looker; SELECT count(*) FROM delft.places") == "3"
    assert reports.ask("SELECT DISTINCT probability FROM delft.mine") == "0.75"


def test_columns_may_change_and_a_result_may_go(reports: Reports) -> None:
    reports.send("r1", 0.5)
    other = frame(0.6).drop(columns="open").assign(more=[1, 2, 3])
    reports.give(Sent("r2", {"as_of": "2024-06-28"}, [reports.filled("places", other)]))
    assert reports.ask("SELECT sum(more) FROM delft.places") == "6"
    assert reports.ask("SELECT count(*) FROM delft.others") == "0"
    assert reports.ask("SELECT rows FROM delft.release_table WHERE table_name = 'others'") == "0"
    reports.send("r3", 0.7)
    assert reports.ask("SELECT count(*) FROM delft.others") == "3"


def test_a_table_of_somebody_else_is_left_alone(reports: Reports) -> None:
    reports.ask("CREATE TABLE delft.places (mine int); INSERT INTO delft.places VALUES (7)")
    with pytest.raises(NotHandedOver, match="places already, which CityLake did not make"):
        reports.send("r1", 0.5)
    assert reports.ask("SELECT mine FROM delft.places") == "7"
    assert reports.ask("SELECT to_regclass('delft.others') IS NULL") == "t"


def test_a_view_in_the_way_keeps_the_old_set(reports: Reports) -> None:
    reports.send("r1", 0.5)
    reports.ask("CREATE VIEW delft.mine AS SELECT open FROM delft.places")
    other = reports.filled("places", frame(0.6).drop(columns="open"))
    with pytest.raises(NotHandedOver, match="a view in the way"):
        reports.give(Sent("r2", {}, [other]))
    assert reports.ask("SELECT DISTINCT probability FROM delft.places") == "0.5"
    assert reports.ask("SELECT name FROM delft.release") == "r1"


def test_one_wrong_row_of_the_last_table_leaves_all_as_it_was(reports: Reports) -> None:
    reports.send("r1", 0.5)
    twice = frame(0.6).assign(place="same")
    tables = [reports.filled("others", frame(0.6)), reports.filled("places", twice)]
    with pytest.raises(NotHandedOver, match="23505") as caught:
        reports.give(Sent("r2", {}, tables))
    assert "same" not in str(caught.value)
    assert reports.ask("SELECT DISTINCT probability FROM delft.others") == "0.5"


def test_a_wrong_password_names_the_setting_and_shows_nothing(reports: Reports) -> None:
    sent = Sent("r1", {}, [])
    with pytest.raises(SettingError, match="CITYLAKE_PASSWORD_RESULTS") as caught:
        reports.give(sent, secret="wr0ng-one")
    assert "wr0ng" not in str(caught.value)
    with pytest.raises(SettingError, match="no such database"):
        reports.give(sent, name="nowhere")


def test_a_user_who_may_not_write_is_told_what_to_ask_for(reports: Reports) -> None:
    with pytest.raises(SettingError, match="may not make or write tables in elsewhere"):
        reports.give(Sent("r1", {}, []), schema="elsewhere")


def test_nobody_there_is_tried_three_times(reports: Reports) -> None:
    waits: list[float] = []
    with pytest.raises(BrokeOff, match="does not answer"):
        reports.give(Sent("r1", {}, []), port=1, pause=waits.append)
    assert waits == [2.0, 8.0]
