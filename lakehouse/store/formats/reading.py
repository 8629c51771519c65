"""Read a delivered file into a staged Parquet file, by the format that its contract names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.csv_rows import LineBreakFound, csv_batches, csv_headers
from lakehouse.store.formats.delivery import Delivery, refuse_changed
from lakehouse.store.formats.geojson_rows import geojson_batches, geojson_features, geojson_headers
from lakehouse.store.formats.headers import check_headers
from lakehouse.store.formats.json_rows import array_rows, line_rows
from lakehouse.store.formats.lines import line_batches
from lakehouse.store.formats.parquet_rows import parquet_batches, parquet_headers
from lakehouse.store.formats.records import Records, Row
from lakehouse.store.formats.sheet_rows import read_sheet, sheet_rows
from lakehouse.store.landed.staged import Staged, Stamp, row_batches, staged_schema, write

AT_ONCE = 10_000  # rows


def stage(delivery: Delivery, folder: Path, stamp: Stamp | None = None) -> Staged:
    """Write ``folder/<hash>.parquet``; raises :class:`DeliveryRefused` naming file and column.

    Every value becomes a text, every row has its number in the file. ``stamp`` are columns that
    every row gets with one value: where it came from. Of a refused file nothing stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{delivery.hash}.parquet"
    try:
        rows, added = _READERS[delivery.feed.format](delivery, target, stamp or {})
        if rows == 0:
            raise _no_row(delivery)
        refuse_changed(delivery)
    except DeliveryRefused:
        target.unlink(missing_ok=True)
        raise
    return Staged(delivery, target, rows, tuple(added))


def _csv(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    headers, schema = csv_headers(delivery), staged_schema(delivery)
    added = check_headers(delivery, headers)
    try:
        return write(target, csv_batches(delivery, headers, added, schema), stamp), added
    except LineBreakFound:
        # Each line is read by itself, so that only the damaged ones are set apart.
        return write(target, line_batches(delivery, headers, added, schema), stamp), added


def _parquet(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    headers = parquet_headers(delivery)
    added = check_headers(delivery, headers)
    batches = parquet_batches(delivery, headers, added, staged_schema(delivery))
    return write(target, batches, stamp), added


def _geojson(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    features = geojson_features(delivery)
    if not features:
        raise _no_row(delivery)
    added = check_headers(delivery, geojson_headers(features))
    batches = geojson_batches(delivery, features, added, staged_schema(delivery))
    return write(target, batches, stamp), added


def _jsonl(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    records = Records(delivery)
    return _recorded(delivery, target, stamp, records, line_rows(delivery, records))


def _json(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    records = Records(delivery)
    return _recorded(delivery, target, stamp, records, array_rows(delivery, records))


def _xlsx(delivery: Delivery, target: Path, stamp: Stamp) -> tuple[int, list[str]]:
    sheet, records = read_sheet(delivery), Records(delivery)
    if sheet is None:
        raise _no_row(delivery)
    check_headers(delivery, sheet.headers)
    return _recorded(delivery, target, stamp, records, sheet_rows(sheet, records))


def _recorded(
    delivery: Delivery, target: Path, stamp: Stamp, records: Records, rows: Iterator[Row]
) -> tuple[int, list[str]]:
    """Only once all rows are read it is known which names there are: they are checked last."""
    count = write(target, row_batches(rows, staged_schema(delivery), AT_ONCE), stamp)
    if count == 0:
        raise _no_row(delivery)
    return count, check_headers(delivery, list(records.names))


_READERS = {
    "csv": _csv,
    "gtfs": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
    "jsonl": _jsonl,
    "json": _json,
    "xlsx": _xlsx,
}
_EMPTY = {"geojson": "no feature", "json": "no object", "jsonl": "no object"}


def _no_row(delivery: Delivery) -> DeliveryRefused:
    empty = _EMPTY.get(delivery.feed.format, "a header and no row")
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} has {empty}.",
        f"Ask {delivery.feed.owner} to deliver it again.",
    )
