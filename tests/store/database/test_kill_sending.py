"""Whoever reads while senders are killed sees one release whole, the old one or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.database.postgres import ADMIN
from tests.store.database.reports import ROWS, Reports

pytestmark = pytest.mark.doors
ROOT = Path(__file__).parents[3]
KILLS, LONGEST, SEED = 6, 0.6, 5
# One statement is one moment: name, and of both tables the only value and the rows.
WHOLE = """
SELECT (SELECT name FROM delft.release),
  (SELECT string_agg(DISTINCT 'r' || probability, ',') FROM delft.places),
  (SELECT string_agg(DISTINCT 'r' || probability, ',') FROM delft.others),
  (SELECT count(*) FROM delft.places), (SELECT count(*) FROM delft.others)
"""
# Between two tables: one is filled anew, the other one emptied.
SLOW = """
CREATE FUNCTION delft.wait() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM pg_sleep(120); RETURN NULL; END';
CREATE TRIGGER wait BEFORE INSERT ON delft.release_table EXECUTE FUNCTION delft.wait();
"""
AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'citylake'"


@contextmanager
def sender(reports: Reports, value: int) -> Iterator[subprocess.Popen[str]]:
    """A process that sends; killed at the end of the block."""
    words = ["-m", "tests.store.database.sender", str(reports.database.port), str(value)]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def until(reports: Reports, sql: str, wanted: str) -> None:
    for _ in range(200):
        if reports.ask(sql) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"not {wanted}: {reports.ask(sql)}")


def seen(reports: Reports) -> str:
    """The one release that a reader sees; fails on a mix or on a part."""
    name, places, others, *rows = reports.ask(WHOLE).split("|")
    assert {places, others} == {name} and rows == [str(ROWS)] * 2, (name, places, others, rows)
    return name


@pytest.mark.whole
def test_a_kill_between_two_tables_leaves_the_old_set_and_the_way_free(reports: Reports) -> None:
    reports.send("r1", 1.0, ROWS)
    reports.ask(SLOW)
    with sender(reports, 2):
        until(reports, AT_WORK + " AND wait_event = 'PgSleep'", "1")
        assert seen(reports) == "r1"
    assert seen(reports) == "r1"
    until(reports, AT_WORK, "0")
    reports.ask("DROP TRIGGER wait ON delft.release_table")
    assert reports.send("r2", 2.0, ROWS) and seen(reports) == "r2"


@pytest.mark.whole
def test_kills_at_random_moments_leave_no_reader_with_a_mix(reports: Reports) -> None:
    reports.send("r1", 1.0, ROWS)
    draw, met, cut = random.Random(SEED), {"r1"}, 0
    for number in range(KILLS):
        with sender(reports, 10 * (number + 1)) as process:
            assert process.stdout
            if number % 2:
                process.stdout.readline()  # one gets through, the next one is cut
            until(reports, AT_WORK, "1")
            end = time.monotonic() + draw.random() * LONGEST
            while time.monotonic() < end:
                met.add(seen(reports))
            until(reports, AT_WORK, "1")  # it sends one after the other
            cut += int(reports.ask(AT_WORK))
        met.add(seen(reports))
    until(reports, AT_WORK, "0")
    assert cut >= KILLS // 3 and len(met) > KILLS // 2, (cut, met)


def test_a_snapshot_taken_before_goes_on_reading_the_old_set(reports: Reports) -> None:
    reports.send("r1", 1.0, ROWS)
    assert reports.server
    words = ["-h", "127.0.0.1", "-p", str(reports.server.port), "-U", "postgres", "-d", "town"]
    with subprocess.Popen(
        [reports.server.programs / "psql", *words, "-AtqX"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PGPASSWORD": ADMIN},
    ) as reader:
        assert reader.stdin and reader.stdout

        def ask(sql: str) -> str:
            reader.stdin.write(sql.replace("\n", " ") + ";\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        old = f"r1|r1|r1|{ROWS}|{ROWS}"
        assert ask("BEGIN ISOLATION LEVEL REPEATABLE READ;" + WHOLE) == old
        reports.send("r2", 2.0, ROWS)
        assert seen(reports) == "r2"
        assert ask(WHOLE) == old
        assert ask("COMMIT;" + WHOLE) == f"r2|r2|r2|{ROWS}|{ROWS}"
