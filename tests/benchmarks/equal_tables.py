"""Whether two tables hold the same rows: matched by key, every shared column, number by number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

NEAR = 1e-6


def differences(delta: Path, parquet: Path, key: tuple[str, ...]) -> dict[str, int]:
    """Rows that differ, by column; empty when the tables are the same.

    Numbers may differ by one in a million (one billionth for zeros): two engines add in another
    order. ``(rows)`` counts keys that stand in one table only; ``(columns)`` columns of the Delta
    table that the Parquet file lacks.
    """
    ours = DeltaTable(str(delta)).to_pyarrow_table()
    theirs = pa.Table.from_batches(duckdb.read_parquet(str(parquet)).to_arrow_reader())
    shared = [n for n in ours.column_names if n in theirs.column_names and n not in key]
    joined = " and ".join(f"a.{k} is not distinct from b.{k}" for k in key)
    counted = [f"count(*) filter (where {_differ(n, ours.schema.field(n).type)})" for n in shared]
    alone = f"count(*) filter (where a.{key[0]} is null or b.{key[0]} is null)"
    both = duckdb.connect()
    both.register("ours", ours)
    both.register("theirs", theirs)
    found = both.execute(
        f"select {', '.join([alone, *counted])} from ours a full join theirs b on {joined}"
    ).fetchone()
    assert found is not None
    lacking = len(ours.column_names) - len(shared) - len(key)
    named = dict(zip(["(rows)", *shared], found, strict=True)) | {"(columns)": lacking}
    return {name: n for name, n in named.items() if n}


def _differ(name: str, kind: pa.DataType) -> str:
    a, b = f"a.{name}", f"b.{name}"
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        close = f"abs({a} - {b}) <= 1e-9 + {NEAR} * abs({b})"
        return f"({a} is null) <> ({b} is null) or not coalesce({close}, true)"
    return f"{a} is distinct from {b}"
