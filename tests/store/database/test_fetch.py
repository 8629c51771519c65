"""A table of a real PostgreSQL becomes a file: all of it, spelt for the contract, or a reason."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    DeliveryRefused,
    PlanError,
    SettingError,
    SetupError,
)
from lakehouse.store.database import jdbc
from tests.store.database.permits import PASSWORD, Office
from tests.store.database.postgres import free_port

KINDS = """
DROP TABLE IF EXISTS kinds;
CREATE DOMAIN small AS int2;
CREATE TYPE pair AS (a int, b text);
CREATE TABLE kinds (
    id int PRIMARY KEY, flag bool, exact numeric(10, 2), whole numeric(10, 2), real8 float8,
    price money, day date, moment timestamp, zoned timestamptz, list text[], both_ pair,
    more jsonb, "Odd ""name"", x" text, padded char(5), little small, bytes bytea, gone int
);
ALTER TABLE kinds DROP gone;
INSERT INTO kinds VALUES
(1, true, 12.50, 12.00, 0.1, 1234.5, '2026-02-28', '2026-02-28 23:58:00.25',
 '2026-02-28 23:58:00+02', '{a,"b c"}', (1, 'x'), '{"k": [1]}', E'two\\nlines, "quoted"', 'ab', 7,
 '\\x00ff'),
(2, false, null, null, 'NaN', null, null, null, null, null, null, null, '', null, null, null);
GRANT SELECT ON kinds TO reader;
"""


@pytest.mark.usefixtures("cold")
def test_every_row_comes_in_an_order_that_stays(office: Office) -> None:
    done = office.fetch()
    assert (done.rows, done.file) == (5, "services/permit_20260415T120000Z.csv")
    assert [r["id"] for r in office.rows()] == ["1", "2", "3", "4", "5"]
    assert office.rows()[0] == {
        "id": "1",
        "street": "Street 1",
        "changed_at": "2026-01-01 10:01:00+00",
    }
    office.server.sql("UPDATE permit SET street = street WHERE id < 4")  # moves the rows
    assert office.fetch().file is None and len(office.files()) == 1


def test_values_are_spelt_as_a_contract_reads_them(office: Office) -> None:
    office.server.sql(KINDS)
    columns = (replace(office.feed.columns[0], header="whole", name="whole"),)
    office.feed = replace(office.feed, columns=columns, identity=())
    office.fetch(office.entry(table="kinds", since=""))
    full, empty = office.rows()
    assert full == {
        "id": "1",
        "flag": "true",
        "exact": "12.50",
        "whole": "12",
        "real8": "0.1",
        "price": "1234.50",
        "day": "2026-02-28",
        "moment": "2026-02-28 23:58:00.25",
        "zoned": "2026-02-28 21:58:00+00",
        "list": '["a","b c"]',
        "both_": '{"a":1,"b":"x"}',
        "more": '{"k": [1]}',
        'Odd "name", x': 'two\nlines, "quoted"',
        "padded": "ab",
        "little": "7",
        "bytes": "\\x00ff",
    }
    assert {k for k, v in empty.items() if v} == {"id", "flag"} and empty["flag"] == "false"


def test_how_values_are_spelt_does_not_depend_on_the_server(office: Office) -> None:
    office.server.sql(
        "ALTER ROLE reader SET DateStyle = 'SQL, DMY';ALTER ROLE reader SET TimeZone = 'Asia/Tokyo'"
    )
    try:
        office.fetch()
        assert office.rows()[0]["changed_at"] == "2026-01-01 10:01:00+00"
    finally:
        office.server.sql("ALTER ROLE reader RESET ALL")


def test_a_tab_may_part_the_fields(office: Office) -> None:
    office.feed = replace(office.feed, delimiter="\t")
    office.fetch()
    assert office.files()[0].read_text().startswith("id\tstreet\tchanged_at\n1\tStreet 1\t")


def test_names_of_all_kinds_are_quoted(office: Office) -> None:
    office.server.sql("""
        CREATE SCHEMA "my ""office""'s";
        CREATE TABLE "my ""office""'s"."Permit; DROP TABLE permit; --" AS SELECT * FROM permit;
        GRANT USAGE ON SCHEMA "my ""office""'s" TO reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA "my ""office""'s" TO reader;""")
    odd = office.entry(schema='my "office"\'s', table="Permit; DROP TABLE permit; --")
    assert office.fetch(odd).rows == 5
    assert office.server.sql("SELECT count(*) FROM permit") == "5"
    office.server.sql('DROP SCHEMA "my ""office""\'s" CASCADE')


def test_columns_that_our_user_may_not_read_do_not_come(office: Office) -> None:
    office.server.sql("""
        ALTER TABLE permit ADD applicant text DEFAULT 'Ada';
        REVOKE SELECT ON permit FROM reader;
        GRANT SELECT (id, street, changed_at) ON permit TO reader;""")
    office.fetch()
    assert list(office.rows()[0]) == ["id", "street", "changed_at"]


def test_the_reading_transaction_sees_one_moment_and_cannot_write(office: Office) -> None:
    with jdbc.reader("permit", office.entry(), PASSWORD) as asked:
        assert asked.text("SELECT count(*) FROM permit") == "5"
        office.server.sql("INSERT INTO permit VALUES (6, 'Late', now())")
        assert asked.text("SELECT count(*) FROM permit") == "5"
        with pytest.raises(DeliveryRefused, match="25006"):
            asked.text("CREATE TABLE t AS SELECT 1")


WRONG = {
    "password": ({}, "not-it", SettingError, "Set CITYLAKE_PASSWORD_PERMITS"),
    "no password": ({}, "", CityLakeError, "127.0.0.1"),
    "user": ({"user": "nobody"}, PASSWORD, SettingError, "28P01"),
    "database": ({"name": "twon"}, PASSWORD, PlanError, "no such database"),
    "table": ({"table": "permti"}, PASSWORD, PlanError, "has no table public.permti"),
    "schema": ({"schema": "privat"}, PASSWORD, PlanError, "has no table privat.permit"),
    "since": ({"since": "street"}, PASSWORD, PlanError, "street (since) is text"),
    "tls": ({"tls": "require"}, PASSWORD, DeliveryMissing, "08"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_read_is_said_and_nothing_is_delivered(office: Office, wrong: str) -> None:
    changes, office.password, kind, told = WRONG[wrong]
    with pytest.raises(kind) as caught:
        office.fetch(office.entry(**changes))
    said = str(caught.value)
    assert told in said and office.files() == []
    assert not office.password or office.password not in said


def test_a_table_that_may_not_be_read_and_one_without_rows(office: Office) -> None:
    office.server.sql("DELETE FROM permit")
    with pytest.raises(DeliveryRefused, match="has no row"):
        office.fetch()
    office.server.sql("REVOKE SELECT ON permit FROM reader")
    with pytest.raises(PlanError, match="may read"):
        office.fetch()


def test_a_row_that_cannot_be_read_delivers_nothing(office: Office) -> None:
    office.server.sql("""
        CREATE VIEW broken AS SELECT id, 1 / (id - 3) AS street, changed_at FROM permit;
        GRANT SELECT ON broken TO reader;""")
    with pytest.raises(DeliveryRefused, match="22012"):
        office.fetch(office.entry(table="broken"))
    assert office.files() == []


def test_nobody_there_is_a_late_delivery(office: Office) -> None:
    with pytest.raises(DeliveryMissing, match="08001"):
        office.fetch(office.entry(port=free_port()))


def test_a_server_that_says_nothing_is_left_after_a_while(office: Office) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(DeliveryMissing):
            office.fetch(office.entry(port=mute.getsockname()[1]))


def test_a_server_that_ends_while_rows_come_delivers_nothing(office: Office) -> None:
    office.server.sql("""
        CREATE FUNCTION die(n bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
            IF n = 4 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
            RETURN 'x'; END $$;
        CREATE VIEW dying AS SELECT id, die(id) AS street, changed_at FROM permit;
        GRANT SELECT ON dying TO reader;""")
    with pytest.raises(DeliveryMissing):
        office.fetch(office.entry(table="dying"))
    assert office.files() == []


@pytest.mark.usefixtures("cold")
def test_without_the_driver_the_set_up_is_not_complete(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jdbc, "DRIVERS", {"postgresql-0.jar": ""})
    with pytest.raises(SetupError, match="make setup"):
        office.fetch()
