"""A transaction that writes to PostgreSQL: all of it is seen at once, or nothing of it ever."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError

from lakehouse.declare.database import Database
from lakehouse.declare.errors import CityLakeError, NotHandedOver, SettingError
from lakehouse.store.database.jdbc import (
    MIB,
    USUAL,
    Timeouts,
    connected,
    java_with_driver,
    one_text,
)
from lakehouse.store.database.trouble import state_of

LATER = "The release stands as it is; the next run sends it, or citylake release send."
BROKE_OFF, NO_LOCK, HELD_ON_TO = ("08", "53", "57", "40"), "55P03", "2BP01"
SPELLING = (
    "SET LOCAL TimeZone TO 'UTC'",
    "SET LOCAL DateStyle TO 'ISO, YMD'",
    "SET LOCAL client_encoding TO 'UTF8'",
    # A reader who holds a table whose columns change is waited for this long, not for ever.
    "SET LOCAL lock_timeout TO '60s'",
    # From version 14 on: when we are killed, our transaction ends, whatever it is waiting for.
    (
        "SELECT set_config(name, '2000', true) FROM pg_settings "
        "WHERE name = 'client_connection_check_interval'"
    ),
)


class BrokeOff(NotHandedOver):
    """It may go well if it is tried again at once."""


@dataclass(frozen=True)
class Writer:
    """An open transaction; what it did is gone unless it commits."""

    java: Any
    connection: Any

    def run(self, sql: str) -> None:
        """Execute a statement."""
        statement = self.connection.createStatement()
        try:
            statement.execute(sql)
        finally:
            statement.close()

    def text(self, sql: str) -> str | None:
        """The one value that a query gives."""
        return one_text(self.connection, sql)

    def copy_in(self, sql: str, file: Path) -> int:
        """Give ``file`` to a ``COPY ... FROM STDIN``; how many rows it took."""
        stream = self.java.java.io.FileInputStream(str(file))
        try:
            copy = self.connection.unwrap(
                self.java.java.lang.Class.forName("org.postgresql.PGConnection")
            )
            return int(copy.getCopyAPI().copyIn(sql, stream, MIB))
        finally:
            stream.close()


@contextmanager
def writer(database: Database, password: str, timeouts: Timeouts = USUAL) -> Iterator[Writer]:
    """A transaction that commits when the block ends well; otherwise nothing happened.

    Raises :class:`SettingError`, or :class:`NotHandedOver` (:class:`BrokeOff` where it may pass).
    """
    where = f"{database.host}/{database.name}"
    with java_with_driver() as java, told(where, database):
        connection = connected(java, database, password, timeouts)
        try:
            connection.setAutoCommit(False)
            made = Writer(java, connection)
            for each in SPELLING:
                made.run(each)
            yield made
            connection.commit()
        finally:
            with contextlib.suppress(Py4JError):
                connection.close()  # PostgreSQL takes back what was not committed


@contextmanager
def told(where: str, database: Database) -> Iterator[None]:
    """Raise what the block's JDBC errors mean, by SQLSTATE alone: its sentences may quote a row."""
    try:
        yield
    except Py4JJavaError as error:
        raise meaning(where, state_of(error), database) from None
    except Py4JError:
        raise BrokeOff(f"{where}: the JDBC driver ended.", LATER) from None


def meaning(where: str, state: str, database: Database) -> CityLakeError:
    """The error of a SQLSTATE (PostgreSQL's manual, appendix A)."""
    if state.startswith("28"):
        return SettingError(
            f"{where} does not let {database.user} in ({state}).",
            f"Set {database.variable} to the password of the user in [results.postgresql].",
        )
    if state == "42501":
        return SettingError(
            f"{where}: {database.user} may not make or write tables in {database.schema}.",
            f"Ask the database's owner for a schema {database.schema} that {database.user} owns.",
        )
    if state == "3D000":
        return SettingError(
            f"{where}: there is no such database.", "Correct url in [results.postgresql]."
        )
    if state == HELD_ON_TO:
        return NotHandedOver(
            f"{where}: a view in the way reads a column that the new tables do not have.",
            "Have the view changed, then citylake release send.",
        )
    if not state or state == NO_LOCK or state.startswith(BROKE_OFF):
        return BrokeOff(f"{where} does not answer, or broke off ({state or 'no answer'}).", LATER)
    return NotHandedOver(f"{where}: the tables were not taken ({state}).", LATER)
