"""A run to publish from, of which only the files are looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.run.published.bare_run import bare_run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    return bare_run(tmp_path, monkeypatch)
