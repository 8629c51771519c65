"""The entry of a contract that says from which PostgreSQL table its feed can be fetched."""

from __future__ import annotations

import re
from dataclasses import replace

from open_data_contract_standard.model import Server

from lakehouse.declare.database import OVERLAP, PORT, TLS, Database
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.store.contract.entries import a_setting, one_of, said_of
from lakehouse.store.formats.records import WHOLE_NUMBERS
from lakehouse.store.open_data.naming import fetched_name

KINDS = ("postgresql", "postgres")
OF_DATABASE = ("user", "password", "since", "overlap", "sslMode")
HERE = ("localhost", "127.0.0.1", "::1")
HOST = r"[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:]{2,45}"
NAME = r"[^\x00-\x1f\x7f]{1,63}"  # what PostgreSQL takes for a name, without control characters
GROWING = (*WHOLE_NUMBERS, "date", "timestamp")
# PostgreSQL's own spelling: fractions where there are some, the offset (UTC) where it has one.
MOMENT = "yyyy-MM-dd HH:mm:ss[.SSSSSS][X]"


def with_database(where: str, servers: list[Server], table: str, feed: Feed) -> Feed:
    """The feed with the database among its contract's servers; as it is when there is none.

    A feed of a database is read as PostgreSQL writes it: values may hold line breaks, for their
    quotes are always closed. Raises :class:`PlanError` naming file and entry.
    """
    found = [s for s in servers if s.type in KINDS]
    if not found:
        return feed
    if len(found) > 1 or feed.portal:
        raise PlanError(f"{where}: can be fetched from two places.", "Keep one.")
    server = found[0]
    said = said_of(where, server.customProperties, OF_DATABASE, "the database's")
    host = _matching(where, "host", server.host or "", HOST)
    safe = "prefer" if host in HERE else "require"
    database = Database(
        host,
        _matching(where, "database", server.database or "", NAME),
        _matching(where, "the table (physicalName)", table, NAME),
        port=_a_number(where, "port", str(server.port or PORT), 1, 65535),
        schema=_matching(where, "schema", server.schema_ or "public", NAME),
        user=_matching(where, "user", said.get("user", ""), NAME),
        password=a_setting(where, "password", said.get("password", "")),
        since=said.get("since", ""),
        overlap=_a_number(where, "overlap", said.get("overlap", str(OVERLAP)), 0, 10**9),
        tls=one_of(where, "sslMode", said.get("sslMode", safe), TLS),
    )
    _refuse_unfit(where, database, feed)
    columns = tuple(
        replace(c, format=MOMENT) if c.type == "timestamp" and not c.format else c
        for c in feed.columns
    )
    return replace(feed, database=database, columns=columns, line_breaks=True)


def _matching(where: str, name: str, said: str, pattern: str) -> str:
    if not re.fullmatch(pattern, said):
        # Not repeated here: somebody may have written a password into it.
        raise PlanError(
            f"{where}: the database's entry lacks {name}, or it cannot be one.",
            "Say type: postgresql, host, database and the customProperty user; the table is the "
            "physicalName of the schema.",
        )
    return said


def _a_number(where: str, name: str, said: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", said) or not low <= int(said) <= high:
        raise PlanError(f"{where}: {name} is '{said}'.", f"Give a whole number up to {high:,}.")
    return int(said)


def _refuse_unfit(where: str, database: Database, feed: Feed) -> None:
    if feed.format != "csv" or feed.encoding.lower() not in ("utf-8", "utf8"):
        raise PlanError(
            f"{where}: rows of a database come as CSV in UTF-8.",
            "Say format: csv, and no encoding.",
        )
    if feed.quote != '"':
        raise PlanError(f'{where}: rows of a database are quoted by ".', "Leave out quote.")
    if fetched_name(feed.glob, feed.but, "0") is None:
        raise PlanError(
            f"{where}: no name for a fetched file follows from the path '{feed.glob}'.",
            "Write the path with one star in the file's name, as services/permits*.csv.",
        )
    if not database.since:
        return
    column = next((c for c in feed.columns if c.header == database.since), None)
    if column is None or column.type not in GROWING or (column.format or "") != "":
        raise PlanError(
            f"{where}: since is '{database.since}', which is no column of numbers or times.",
            f"Name a property of type {', '.join(GROWING)}, without a format.",
        )
    if feed.mode == "snapshot" or feed.repeats or "*" not in feed.glob:
        raise PlanError(
            f"{where}: with 'since' every fetch is a file with a part of the rows, some again.",
            "Say deliveryMode: increment, which property is the primaryKey, and a star in path.",
        )
