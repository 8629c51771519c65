"""A run without Spark that publishes files and nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lakehouse.run.published import publish as asked
from lakehouse.run.published.released import sources
from lakehouse.run.quality import standing


def bare_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A run of a city without results, and a page that says nothing: only files are looked at."""
    read: list[str] = []
    monkeypatch.setattr(asked, "page_data", lambda run, *more: sources(run, more[4]) and None)
    none = pd.DataFrame({"source": []})
    monkeypatch.setattr(standing, "cases_of", lambda lake: read.append("cases") or none)
    monkeypatch.setattr(asked, "qualities", lambda *_: {"lists": (0.98, "dog")})
    made = {"index.html": "<p>Nothing.</p>", "data.html": "<p>Still nothing.</p>"}
    monkeypatch.setattr(asked, "pages", lambda data: made)
    monkeypatch.setattr(asked, "map_classes", lambda data: {"city_risk value": [100.0, 120.0]})
    return SimpleNamespace(
        read=read,
        catalogue=SimpleNamespace(
            tables={}, left_out={}, feeds=(), steps=(), above=lambda _: ((), ())
        ),
        settings=SimpleNamespace(
            published=tmp_path, city=SimpleNamespace(title="Delft"), language="en"
        ),
        log=SimpleNamespace(run="r1"),
        problems=[],
        lake=SimpleNamespace(
            root=tmp_path / "lake", exists=lambda table: False, version=lambda table: None
        ),
        there=lambda table: False,
    )


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())
