"""What a table of the record tells of one model: its rows, written all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lakehouse.declare.table import Table
from lakehouse.run.answers.trials import frame_of
from lakehouse.store.lake import Lake


def told_of(stamp: Mapping[str, Any]) -> dict[str, Any]:
    """The columns model, version and as_of of a ``stamp``: model_name, model_version and as_of."""
    return {
        "model": stamp["model_name"],
        "version": stamp["model_version"],
        "as_of": stamp["as_of"],
    }


def write_part(
    lake: Lake, table: Table, stamp: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Make ``rows`` all that the table tells of the stamp's model; its last ones go."""
    model = str(stamp["model_name"])
    made = frame_of(lake, table, rows).coalesce(1) if rows else None
    if made is not None or {"model": model} in (lake.parts(table) if lake.exists(table) else []):
        lake.replace_part(table, made, "model", model)
