"""What a table tells of a model is replaced as a whole, and left alone where there is nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.run.answers import model_part
from lakehouse.run.answers.model_part import told_of, write_part
from lakehouse.tables.governance import model_gate

STAMP = {"model_name": "delft_lamps", "model_version": "4", "as_of": "2020-05-01", "more": 1}


@pytest.fixture
def lake(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A lake that notes what is written; it has no table yet, and frames are lists of rows."""

    class Frame(list[Any]):
        def coalesce(self, parts: int) -> list[Any]:
            assert parts == 1
            return self

    monkeypatch.setattr(model_part, "frame_of", lambda lake, table, rows: Frame(rows))
    written: list[Any] = []
    return SimpleNamespace(
        written=written,
        exists=lambda table: False,
        parts=lambda table: [],
        replace_part=lambda *given: written.append(given),
    )


def test_rows_take_the_place_of_the_model_s_last_ones(lake: Any) -> None:
    rows = [told_of(STAMP) | {"gate": "stable"}]
    assert rows[0] == {
        "model": "delft_lamps", "version": "4", "as_of": "2020-05-01", "gate": "stable",
    }  # fmt: skip
    write_part(lake, model_gate, STAMP, rows)
    assert lake.written == [(model_gate, rows, "model", "delft_lamps")]


def test_without_rows_the_last_ones_go_and_nothing_is_written_where_there_are_none(
    lake: Any,
) -> None:
    write_part(lake, model_gate, STAMP, [])
    lake.exists, lake.parts = (lambda table: True), (lambda table: [{"model": "delft_traps"}])
    write_part(lake, model_gate, STAMP, [])
    assert lake.written == []
    lake.parts = lambda table: [{"model": "delft_traps"}, {"model": "delft_lamps"}]
    write_part(lake, model_gate, STAMP, [])
    assert lake.written == [(model_gate, None, "model", "delft_lamps")]
