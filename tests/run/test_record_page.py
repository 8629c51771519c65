"""MLflow's page is opened over the record of one city, on this machine alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lakehouse.run.record import record_page

Ask = Callable[..., Any]


def test_the_page_is_served_to_this_machine_alone() -> None:
    words = record_page.command("sqlite:////lake/mlflow.db", 5001)
    assert words[1:4] == ["-m", "mlflow", "ui"]
    pairs = dict(zip(words[4::2], words[5::2], strict=True))
    assert pairs == {
        "--backend-store-uri": "sqlite:////lake/mlflow.db",
        "--host": "127.0.0.1",
        "--port": "5001",
    }


def test_before_the_first_model_there_is_no_page(ask: Ask, tmp_path: Path) -> None:
    said = ask(tmp_path, "mlflow", "--city", "sample")
    assert said.exit_code == 8 and "no record of models yet" in said.output


def test_a_server_has_its_own_page(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYLAKE_TRACKING", "http://models.example:5000")
    said = ask(tmp_path, "mlflow", "--city", "sample")
    assert said.exit_code == 0 and "http://models.example:5000" in said.output
