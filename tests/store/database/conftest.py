"""One PostgreSQL for all tests, and a table of permits that every test finds new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from lakehouse.store.database import jdbc, writer
from tests.store.database.permits import TABLE, Office
from tests.store.database.postgres import MISSING, PROGRAMS, Server, serving
from tests.store.database.reports import Reports, reports_of


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not PROGRAMS:
        pytest.skip(MISSING)
    with serving() as found:
        yield found


@pytest.fixture(scope="session")
def java() -> Iterator[Any]:
    """One Java with the driver: to start it takes longer than most of what it is asked here."""
    with jdbc.java_with_driver() as found:
        yield found


@pytest.fixture(autouse=True)
def warm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fetch and each sending of a test finds that Java running; processes start their own."""
    if {"office", "reports"} & set(request.fixturenames) and "cold" not in request.fixturenames:
        running = request.getfixturevalue("java")

        def started() -> AbstractContextManager[Any]:
            return nullcontext(running)

        monkeypatch.setattr(jdbc, "java_with_driver", started)
        monkeypatch.setattr(writer, "java_with_driver", started)


@pytest.fixture
def cold() -> None:
    """Asked for by a test that starts a Java of its own."""


@pytest.fixture
def office(server: Server, tmp_path: Path) -> Office:
    server.sql(TABLE)
    return Office(server, tmp_path / "in", tmp_path / "lake")


@pytest.fixture
def reports(server: Server, tmp_path: Path) -> Reports:
    return reports_of(server, tmp_path)
