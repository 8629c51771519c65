"""``citylake fetch`` of a feed that a real PostgreSQL has, its password, and a kill in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from lakehouse.declare.errors import SettingError
from lakehouse.run.cli import app
from lakehouse.run.configured.app_token import password
from tests.run.town_to_fetch import contract_of, files, properties, town_in, write
from tests.store.database.permits import PASSWORD, TABLE
from tests.store.database.postgres import MISSING, PROGRAMS, Server, serving

Fetch = Callable[..., Result]
SLOW = """
CREATE VIEW slow AS
SELECT id, pg_sleep(0.7)::text || repeat('x', 20000) AS street, changed_at FROM permit;
GRANT SELECT ON slow TO reader;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not PROGRAMS:
        pytest.skip(MISSING)
    with serving() as found:
        found.sql(TABLE + SLOW)
        yield found


@pytest.fixture
def env(server: Server, tmp_path: Path) -> dict[str, str]:
    """A city of one feed, whose contract names the table, and the settings of a fetch."""
    folder = town_in(tmp_path)
    for name in ("permit", "slow"):
        source = {"server": "source", "type": "postgresql", "host": "127.0.0.1"}
        source |= {"port": server.port, "database": "town"}
        ours = {"user": "reader", "password": "permits", "since": "changed_at"}
        source["customProperties"] = properties(**ours)
        said = contract_of(name, source, "id", "changed_at")
        said["schema"][0] |= {"name": name, "physicalName": name}
        said["schema"][0]["properties"][1]["logicalType"] = "timestamp"
        write(folder, said)
    folders = {"CONF": folder, "DATA": tmp_path / "data", "WORK": tmp_path / "var"}
    secret = {"CITYLAKE_PASSWORD_PERMITS": PASSWORD}
    return {f"CITYLAKE_{name}": str(path) for name, path in folders.items()} | secret


@pytest.fixture
def fetch(env: dict[str, str]) -> Fetch:
    return lambda *words, **more: CliRunner().invoke(
        app, ["fetch", "town", *words], env={**env, **more}
    )


def test_a_table_is_fetched_and_said(fetch: Fetch, tmp_path: Path) -> None:
    said = fetch("permit")
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("permit  5 rows  parks/permit_") and said.stderr == ""
    assert fetch("permit").stdout == "permit  nothing new\n"
    assert len(files(tmp_path)) == 1
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert all(PASSWORD.encode() not in p.read_bytes() for p in kept)


def test_a_wrong_password_is_a_setting_and_never_said(fetch: Fetch, tmp_path: Path) -> None:
    said = fetch("permit", CITYLAKE_PASSWORD_PERMITS="not-it")
    assert said.exit_code == 2 and "Set CITYLAKE_PASSWORD_PERMITS" in said.stderr
    assert "not-it" not in said.output and files(tmp_path) == []


@pytest.mark.parametrize("said", ["two\nlines", "\0"])
def test_what_no_password_can_be_is_a_wrong_setting(said: str) -> None:
    with pytest.raises(SettingError) as caught:
        password("CITYLAKE_PASSWORD_PERMITS", {"CITYLAKE_PASSWORD_PERMITS": said})
    assert said not in str(caught.value)
    assert password("X", {"X": " with blanks "}) == " with blanks " and password("", {}) == ""


@pytest.mark.whole
def test_a_fetch_that_is_killed_leaves_no_file_and_no_connection(
    env: dict[str, str], fetch: Fetch, server: Server, tmp_path: Path
) -> None:
    words = [sys.executable, "-m", "lakehouse.run.cli", "fetch", "town", "slow"]
    process = subprocess.Popen(words, env={**os.environ, **env})
    busy = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'citylake'"
    _until(lambda: server.sql(f"{busy} AND query LIKE 'COPY%'") == "1")
    process.kill()
    assert process.wait(60) == -signal.SIGKILL and files(tmp_path) == []
    _until(lambda: server.sql(busy) == "0")  # its Java ended with it
    assert "slow  5 rows" in fetch("slow").stdout


def _until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come about within a minute")
