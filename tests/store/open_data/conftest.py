"""A portal with ten dogs, and a town that may fetch them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.open_data.fetched import Town
from tests.store.open_data.server import Portal, dogs, serving


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving(Portal(dogs(range(10)))) as found:
        yield found


@pytest.fixture
def town(portal: Portal, tmp_path: Path) -> Town:
    return Town(tmp_path / "in", portal)
