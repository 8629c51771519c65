"""How many rows happened on each day of a table, beside what is usual for that weekday."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pac
from deltalake import DeltaTable

from lakehouse.declare.table import Table
from lakehouse.methods.weekday_drift import usual

KEPT = 400  # days
FEW = 5  # rows a day: with fewer, weeks are counted


def volumes_of(lake: Path, table: Table) -> list[tuple[Any, ...]]:
    """Rows of ``governance.volume`` of a table that says when its rows happened.

    Only that column is read. Days without a row count as 0; the series ends with the last row.
    """
    column = table.happened_at
    assert column is not None
    counted = _counted(lake / table.schema / table.last, column)
    if counted.empty:
        return []
    last = counted.index.max()
    # What is compared with, eight weeks, lies before the first day that is kept.
    first = max(counted.index.min(), last - pd.Timedelta(days=KEPT + 70))
    dense = counted.reindex(pd.date_range(first, last), fill_value=0)
    step = 1 if dense.mean() >= FEW else 7
    if step == 7:
        whole = dense.iloc[len(dense) % 7 :]
        sums = whole.to_numpy().reshape(-1, 7).sum(axis=1)
        dense = pd.Series(sums, index=whole.index[6::7])
    found = usual(dense.to_numpy(), 7 // step)
    verdicts = found.verdicts(dense.to_numpy())
    rows = [
        (table.name, day.date(), step, int(n), *(_known(x) for x in limits), verdict)
        for day, n, *limits, verdict in zip(
            *(dense.index, dense, found.expected, found.low, found.high), verdicts, strict=True
        )
    ]
    return rows[-(KEPT // step) :]


def _counted(path: Path, column: str) -> pd.Series:
    """Rows of each day; counted by Arrow, for a date in pandas is an object of its own."""
    moments = DeltaTable(str(path)).to_pyarrow_table(columns=[column])[column]
    found = pac.value_counts(pac.cast(moments, pa.date32(), safe=False).drop_null())
    days = pd.DatetimeIndex(found.field("values").to_pylist())
    return pd.Series(found.field("counts").to_numpy(), index=days)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
