"""Delta's statistics of a file, from the footer that Parquet wrote anyway."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow.parquet as pq

LONGEST = 32  # as Delta shortens text
HIGHEST = "\U0010ffff"
# For a column whose edges Parquet left out (not-a-number, very long text): edges that are never
# wrong. A reader takes a column without edges, in a file that has others, for one without rows.
WIDEST: dict[str, tuple[Any, Any]] = {
    "BYTE_ARRAY": ("", HIGHEST),
    "DOUBLE": (-1.7976931348623157e308, 1.7976931348623157e308),
    "FLOAT": (-3.4028234663852886e38, 3.4028234663852886e38),
}


def statistics(footer: pq.FileMetaData) -> dict[str, Any]:
    """``numRecords``, and for flat columns ``minValues``, ``maxValues`` and ``nullCount``.

    Edges are bounds: text is shortened and timestamps widened to milliseconds, as Delta's protocol
    ("Per-file Statistics") allows. Where a column has none that can be said, no column gets any.
    """
    rows = footer.num_rows
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    nulls: dict[str, int] = {}
    for i in range(footer.num_columns if rows else 0):
        name = footer.schema.column(i).path
        if "." in name:
            continue
        parts = [footer.row_group(g).column(i) for g in range(footer.num_row_groups)]
        known = [p.statistics for p in parts if p.statistics is not None]
        if len(known) == len(parts) and all(s.has_null_count for s in known):
            nulls[name] = sum(s.null_count for s in known)
        if nulls.get(name) == rows:
            continue
        pairs = [(s.min, s.max) for s in known if s.has_min_max]
        edges = [pair for pair in pairs if all(v == v for v in pair)]  # no NaN
        filled = [s for s in known if not (s.has_null_count and s.num_values == 0)]
        if len(known) == len(parts) and len(edges) >= len(filled):
            low[name] = _low(min(e[0] for e in edges))
            high[name] = _high(max(e[1] for e in edges))
        elif parts[0].physical_type in WIDEST:
            low[name], high[name] = WIDEST[parts[0].physical_type]
        else:
            return {"numRecords": rows}
    return {"numRecords": rows, "minValues": low, "maxValues": high, "nullCount": nulls}


def _low(value: Any) -> Any:
    if isinstance(value, datetime):
        return _to_milliseconds(value)
    if isinstance(value, date):
        return value.isoformat()
    return value[:LONGEST] if isinstance(value, str) else value


def _high(value: Any) -> Any:
    if isinstance(value, datetime):
        return _to_milliseconds(value + timedelta(milliseconds=1))
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST] + HIGHEST
    return _low(value)


def _to_milliseconds(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
