"""The rows of written files by what a balance asks: counted by Arrow, batch after batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.dataset as ds

from lakehouse.declare.balance import ALL, Balance

MATCHED = "matched"
BOTH, NEITHER = "matched, with a reason against it", "unmatched without a reason"


def tallied(files: Iterable[Path], balance: Balance) -> Counter[tuple[str, str]]:
    """Rows by part (a value of ``balance.each``) and outcome: MATCHED, a reason, BOTH, NEITHER."""
    paths = [str(path) for path in files]
    found: Counter[tuple[str, str]] = Counter()
    if not paths:
        return found
    rows = ds.dataset(paths)
    of = None if balance.among is None else ds.field(balance.among[0]) == balance.among[1]
    # Where nothing is looked at, the rows are counted by any one column.
    columns = list(balance.columns) or rows.schema.names[:1]
    for batch in rows.to_batches(columns=columns, filter=of):
        if batch.num_rows:
            _add(found, pa.Table.from_batches([batch]), balance)
    return found


def _add(found: Counter[tuple[str, str]], rows: pa.Table, balance: Balance) -> None:
    size = len(rows)
    none = pa.nulls(size, pa.string())
    each = {
        "part": rows[balance.each] if balance.each else pa.array([ALL] * size),
        "there": pac.is_valid(rows[balance.matched]) if balance.matched else none,
        "why": rows[balance.why] if balance.why else none,
        "n": pac.fill_null(rows[balance.counts], 0) if balance.counts else pa.array([1] * size),
    }
    counted = pa.table(each).group_by(["part", "there", "why"]).aggregate([("n", "sum")])
    for row in counted.to_pylist():
        outcome = _outcome(row["there"], row["why"], balance)
        found[str(row["part"]), outcome] += int(row["n_sum"])


def _outcome(there: bool | None, why: str | None, balance: Balance) -> str:
    reason = None if why in balance.fine else why
    if there is None:
        return reason or MATCHED
    if balance.why is None:
        return MATCHED if there else balance.otherwise
    if there:
        return BOTH if reason else MATCHED
    return reason or NEITHER
