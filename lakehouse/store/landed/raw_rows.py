"""Quarantined rows as they were delivered: read from what landed, without Spark."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import DeltaTable

from lakehouse.declare.feed import Feed
from lakehouse.store.delta import delta_log
from lakehouse.tables.quarantine import row as quarantine_row

Place = tuple[str, int]  # the content hash of a delivery, and the number of a row in it
HIDDEN = ("content",)


@dataclass(frozen=True)
class RawRow:
    """A row as delivered: ``texts`` by header, ``more`` by names unknown, ``raw`` if not split."""

    texts: dict[str, str | None]
    more: dict[str, str | None]
    raw: str | None


def cases_of(lake: Path, source: str | None = None) -> pd.DataFrame:
    """Every quarantined row (of ``source`` alone) without its content; empty when there is none."""
    path = lake / quarantine_row.schema / quarantine_row.last
    wanted = [n for n in quarantine_row.column_names if n not in HIDDEN]
    if not delta_log.exists(path):
        return pd.DataFrame(columns=wanted)
    table = DeltaTable(str(path))
    # A lake that was last written by an earlier version has fewer columns.
    has = {field.name for field in table.schema().fields}
    only = [("source", "=", source)] if source else None
    frame = table.to_pandas(filters=only, columns=[n for n in wanted if n in has])
    return frame.reindex(columns=wanted)


def open_identities(lake: Path, source: str, but: Collection[str]) -> list[str | None]:
    """What identifies each case of ``source`` that is open or only replaced, where that is known.

    The deliveries ``but`` are left out.
    """
    path = lake / quarantine_row.schema / quarantine_row.last
    if not delta_log.exists(path):
        return []
    rows = DeltaTable(str(path)).to_pyarrow_dataset(
        file_pruning_predicate=[("source", "=", source)]
    )
    fate, others = ds.field("closed_as"), ~ds.field("delivery").isin(pa.array(but, pa.string()))
    waits = (ds.field("source") == source) & (fate.is_null() | (fate == "replaced")) & others
    return list(rows.to_table(filter=waits, columns=["identity"])["identity"].to_pylist())


def raw_rows(lake: Path, feed: Feed, places: Collection[Place]) -> dict[Place, RawRow]:
    """What landed at these places."""
    if not places:
        return {}
    table = DeltaTable(str(lake / feed.landed.schema / feed.landed.last))
    has = {field.name for field in table.schema().fields}
    names = [n for n in feed.landed.column_names if n in has]
    wanted = [("_delivery", "in", sorted({delivery for delivery, _ in places}))]
    rows = table.to_pandas(filters=wanted, columns=names)
    rows = rows[rows["_row"].isin({row for _, row in places})]
    found = {}
    for said in rows.to_dict("records"):
        place = (str(said["_delivery"]), int(said["_row"]))
        if place in places:
            found[place] = _raw_row(feed, said)
    return found


def _raw_row(feed: Feed, said: dict[str, object]) -> RawRow:
    more = json.loads(str(said["_more"])) if _text(said["_more"]) else {}
    texts = {
        # A column the contract learnt later lies in _more.
        c.header: _text(said.get(c.name)) or more.pop(c.header, None)
        for c in feed.columns
    }
    return RawRow(texts, more, _text(said["_raw"]))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
