"""The one place that speaks JDBC: PostgreSQL's driver in a small Java of its own."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyspark
from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway
from py4j.protocol import Py4JError

from lakehouse.declare.database import Database
from lakehouse.declare.errors import SetupError
from lakehouse.store.database import trouble
from lakehouse.store.java import java_home
from lakehouse.store.setup import DRIVERS, jar_folder

REPEATABLE_READ = 4  # java.sql.Connection
MIB = 1 << 20
# How values are spelt must not depend on the server's settings, or on those of its users.
SPELLING = (
    "SET LOCAL TimeZone TO 'UTC'",
    "SET LOCAL DateStyle TO 'ISO, YMD'",
    "SET LOCAL IntervalStyle TO 'iso_8601'",
    "SET LOCAL extra_float_digits TO 1",
    "SET LOCAL bytea_output TO 'hex'",
)


@dataclass(frozen=True)
class Timeouts:
    """Seconds until a connection stands, and for which nothing may come."""

    connect: int = 15
    silence: int = 900


USUAL = Timeouts()


def one_text(connection: Any, sql: str) -> str | None:
    """The one value that a query gives."""
    statement = connection.createStatement()
    try:
        rows = statement.executeQuery(sql)
        found = rows.getString(1) if rows.next() else None
        return None if found is None else str(found)
    finally:
        statement.close()


@dataclass(frozen=True)
class Reader:
    """An open transaction that reads: all it is asked sees the tables at one moment."""

    where: str
    java: Any
    connection: Any

    def text(self, sql: str) -> str | None:
        """The one value that a query gives; raises the errors of ``trouble``."""
        with trouble.told(self.where):
            return one_text(self.connection, sql)

    def copy(self, sql: str, file: Path) -> int:
        """Write what a ``COPY ... TO STDOUT`` gives to ``file``, however much; its rows."""
        with trouble.told(self.where):
            out = self.java.java.io.FileOutputStream(str(file))
            try:
                buffered = self.java.java.io.BufferedOutputStream(out, MIB)
                copy = self.connection.unwrap(self._class("org.postgresql.PGConnection"))
                rows = copy.getCopyAPI().copyOut(sql, buffered)
                buffered.flush()
                return int(rows)
            finally:
                out.close()

    def _class(self, name: str) -> Any:
        return self.java.java.lang.Class.forName(name)


@contextmanager
def reader(
    feed: str, database: Database, password: str, timeouts: Timeouts = USUAL
) -> Iterator[Reader]:
    """A reading transaction in a Java that ends with it; raises the errors of ``trouble``."""
    where = f"{feed}: {database.host}"
    with java_with_driver() as java:
        with trouble.told(where, database.variable):
            connection = connected(java, database, password, timeouts)
            connection.setTransactionIsolation(REPEATABLE_READ)
            connection.setReadOnly(True)
            connection.setAutoCommit(False)
            statement = connection.createStatement()
            for each in SPELLING:
                statement.execute(each)
            statement.close()
        try:
            yield Reader(where, java, connection)
        finally:
            with contextlib.suppress(Py4JError):
                connection.close()


def connected(java: Any, database: Database, password: str, timeouts: Timeouts) -> Any:
    """A ``java.sql.Connection``; errors are those of Java, see ``trouble``."""
    # The password goes over a socket of this machine, never into a command or an address.
    said = {
        "user": database.user,
        "password": password,
        "sslmode": database.tls,
        "ApplicationName": "citylake",
        "connectTimeout": str(timeouts.connect),
        "loginTimeout": str(2 * timeouts.connect),
        "socketTimeout": str(timeouts.silence),
        "tcpKeepAlive": "true",
    }
    properties = java.java.util.Properties()
    for name, value in said.items():
        if value:
            properties.setProperty(name, value)
    host = f"[{database.host}]" if ":" in database.host else database.host
    name = quote(database.name, safe="")
    return java.org.postgresql.Driver().connect(
        f"jdbc:postgresql://{host}:{database.port}/{name}", properties
    )


@contextmanager
def java_with_driver() -> Iterator[Any]:
    """A Java with the driver alone, far smaller and sooner there than a Spark session."""
    drivers = [jar_folder() / name for name in DRIVERS]
    bridge = next((Path(pyspark.__file__).parent / "jars").glob("py4j-*.jar"), None)
    if bridge is None or not all(jar.is_file() for jar in drivers):
        raise SetupError("PostgreSQL's JDBC driver is missing.", "Run make setup.")
    port, token, process = launch_gateway(
        jarpath=str(bridge),
        classpath=":".join(map(str, drivers)),
        javaopts=["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"],
        java_path=str(java_home() / "bin" / "java"),
        die_on_exit=True,
        enable_auth=True,
        return_proc=True,
        # A key that reaches us must not end Java first: we end it.
        create_new_process_group=True,
    )
    gateway = JavaGateway(gateway_parameters=GatewayParameters(port=port, auth_token=token))
    try:
        yield gateway.jvm
    finally:
        with contextlib.suppress(Py4JError, OSError):
            gateway.shutdown()
        process.stdin.close()  # without its input this Java ends by itself
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
