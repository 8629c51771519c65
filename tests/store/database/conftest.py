"""One PostgreSQL for all tests, and a table of permits that every test finds new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.database.permits import TABLE, Office
from tests.store.database.postgres import MISSING, PROGRAMS, Server, serving
from tests.store.database.reports import Reports, reports_of


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not PROGRAMS:
        pytest.skip(MISSING)
    with serving() as found:
        yield found


@pytest.fixture
def office(server: Server, tmp_path: Path) -> Office:
    server.sql(TABLE)
    return Office(server, tmp_path / "in", tmp_path / "lake")


@pytest.fixture
def reports(server: Server, tmp_path: Path) -> Reports:
    return reports_of(server, tmp_path)
