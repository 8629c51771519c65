"""Rows of text written as CSV, JSON lines, GeoJSON or Parquet, the same rows the same bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.workbook import write_workbook

Rows = Iterable[list[str]]
AT_ONCE = 10_000


def batches(rows: Rows, size: int = AT_ONCE) -> Iterator[list[list[str]]]:
    """The rows, `size` at a time, so that no file has to fit into memory as text."""
    going = iter(rows)
    while part := list(islice(going, size)):
        yield part


def csv_text(rows: Rows, delivery: Delivery) -> bytes:
    """Rows as lines: line feeds, quotes only where needed.

    Surrogate escapes in the fields become the raw bytes that they stand for.
    """
    text = io.StringIO()
    csv.writer(text, delimiter=delivery.delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(delivery.encoding, errors="surrogateescape")


def _csv(file: BinaryIO, delivery: Delivery, rows: Rows) -> None:
    file.write(b"\xef\xbb\xbf" if delivery.byte_order_mark else b"")
    file.write(csv_text([delivery.header], delivery))
    for part in batches(rows):
        file.write(csv_text(part, delivery))


def value_of(column: Column, text: str) -> Any:
    """The field as JSON holds it; None for a blank, and text where it is not what it should be."""
    if not text:
        return None
    if column.style == "flag":
        return {"Y": True, "N": False}.get(text, text)
    if column.style == "geometry":
        return json.loads(text)
    if column.style in ("number", "lat", "lon"):
        whole = column.style == "number" and not column.decimals
        try:
            return int(text) if whole else float(text)
        except ValueError:
            return text
    return text


def _record(delivery: Delivery, row: list[str]) -> dict[str, Any]:
    pairs = zip(delivery.columns, row, strict=True)
    return {column.name: value_of(column, text) for column, text in pairs}


def _lines(file: BinaryIO, delivery: Delivery, rows: Rows) -> None:
    for row in rows:
        line = json.dumps(_record(delivery, row), ensure_ascii=False, separators=(",", ":"))
        file.write(line.encode("utf-8") + b"\n")


def _geojson(file: BinaryIO, delivery: Delivery, rows: Rows) -> None:
    shape = [c.name for c in delivery.columns if c.style == "geometry"]
    file.write(b'{"type":"FeatureCollection","features":[')
    for number, row in enumerate(rows):
        known = _record(delivery, row)
        geometry = known.pop(shape[0]) if shape else None
        feature = {"type": "Feature", "properties": known, "geometry": geometry}
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        file.write((b",\n" if number else b"\n") + text.encode("utf-8"))
    file.write(b"\n]}\n")


def _typed(delivery: Delivery, column: Column, values: list[str]) -> pa.Array:
    if column.style == "date":
        style = delivery.style_of(column)
        moment = pd.to_datetime(pd.Series(values).replace("", None), format=style)
        whole = not any(sign in style for sign in ("%H", "%I", "%T"))
        return pa.array(moment, pa.date32() if whole else pa.timestamp("us"), from_pandas=True)
    types = {"flag": pa.bool_(), "lat": pa.float64(), "lon": pa.float64()}
    number = pa.float64() if column.decimals else pa.int64()
    kind = number if column.style == "number" else types.get(column.style, pa.string())
    if column.style == "geometry":
        return pa.array([v or None for v in values], kind)
    return pa.array([value_of(column, v) for v in values], kind)


def _table(delivery: Delivery, rows: list[list[str]]) -> pa.Table:
    fields = [list(f) for f in zip(*rows, strict=True)] or [[] for _ in delivery.columns]
    arrays = [_typed(delivery, c, f) for c, f in zip(delivery.columns, fields, strict=True)]
    return pa.Table.from_arrays(arrays, names=delivery.header)


def _parquet(file: BinaryIO, delivery: Delivery, rows: Rows) -> None:
    schema = _table(delivery, []).schema
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for part in batches(rows):
            writer.write_table(_table(delivery, part))


def _xlsx(file: BinaryIO, delivery: Delivery, rows: Rows) -> None:
    values = ([value_of(c, t) for c, t in zip(delivery.columns, r, strict=True)] for r in rows)
    write_workbook(file, delivery.name, delivery.header, values)


WRITERS: dict[str, Callable[[BinaryIO, Delivery, Rows], None]] = {
    "csv": _csv,
    "jsonl": _lines,
    "geojson": _geojson,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
