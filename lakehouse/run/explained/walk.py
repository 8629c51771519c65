"""What a walk from a published row back to its sources reads, and how it writes a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from deltalake import DeltaTable

from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.commands.shown import number
from lakehouse.run.settings import Settings
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.files import read_frame


@dataclass(frozen=True)
class Walk:
    """Where the walk reads."""

    settings: Settings
    catalogue: Catalogue

    def frame(self, table: Table, **equal: Any) -> pd.DataFrame:
        """Rows of a table whose columns equal (or are among) the values; read without Spark."""
        path = self.settings.lake / table.schema / table.last
        if not equal:
            return read_frame(path, table)
        if not delta_log.exists(path):
            return pd.DataFrame(columns=table.column_names)
        wanted = [
            (c, "in", sorted(v)) if isinstance(v, (set, frozenset)) else (c, "=", v)
            for c, v in equal.items()
        ]
        frame: pd.DataFrame = DeltaTable(str(path)).to_pandas(
            columns=table.column_names, filters=wanted
        )
        return frame


def text(value: Any) -> str:
    """A value as people read it; missing where there is none."""
    if value is None or value != value:
        return "missing"
    return number(value) if isinstance(value, float) else str(value)
