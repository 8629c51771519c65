"""The texts of a file, read by the very readers that land it, column by column."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pac
import pyarrow.parquet as pq

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.draft.sample import part_of
from lakehouse.draft.source import Source
from lakehouse.store.formats.csv_rows import csv_headers
from lakehouse.store.formats.delivery import Delivery, inspect_file, refuse_damaged
from lakehouse.store.formats.geojson_rows import geojson_features, geojson_headers
from lakehouse.store.formats.json_rows import array_rows, line_rows
from lakehouse.store.formats.parquet_rows import parquet_headers
from lakehouse.store.formats.reading import stage
from lakehouse.store.formats.records import Records
from lakehouse.store.formats.sheet_rows import read_sheet

SWALLOWED = 200  # lines in one value: no text is as long, but a quote that is never closed is


@dataclass(frozen=True)
class Texts:
    """A column's texts as typing sees them: trimmed, and missing where nothing is left.

    ``values`` are the different ones, ``counts`` how often each stands; ``codes`` says row by row
    which one it is, -1 where there is none.
    """

    header: str
    values: pa.Array
    counts: np.ndarray
    codes: np.ndarray

    @property
    def rows(self) -> int:
        return len(self.codes)

    @property
    def filled(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class Content:
    """What was read: the columns, the numbers of the rows and of those that could not be split."""

    columns: tuple[Texts, ...]
    numbers: np.ndarray
    unsplit: tuple[int, ...]
    line_breaks: bool
    final_newline: bool
    whole: bool


def read_texts(source: Source) -> Content:
    """All rows, or those of a part of a large file; raises :class:`DeliveryRefused`."""
    with tempfile.TemporaryDirectory(prefix="citylake_draft_") as folder:
        path = part_of(source, Path(folder))
        delivery = _delivery(source, path)
        if source.format in ("csv", "json", "jsonl"):
            refuse_damaged(replace(delivery, feed=replace(delivery.feed, line_breaks=False)))
        headers = _headers(delivery)
        columns = tuple(FeedColumn(h, f"c{i}", "string", h) for i, h in enumerate(headers))
        staged, line_breaks = _staged(delivery, columns, Path(folder))
        texts = [_texts(staged, c) for c in columns]
        split = staged.column("_raw").is_null().to_numpy()
        numbers = staged.column("_row").to_numpy()
        unsplit = tuple(int(n) for n in np.sort(numbers[~split]))
        kept = [replace(t, codes=t.codes[split]) for t in texts]
        ends = delivery.last_byte in (b"\n", b"\r") or source.format != "csv"
        return Content(
            *(tuple(kept), numbers[split], unsplit, line_breaks),
            *(ends or path != source.path, path == source.path),
        )


def _delivery(source: Source, path: Path) -> Delivery:
    feed = Feed(
        *(path.stem, "", "the department", path.name, (), "", "null"),
        format=source.format,
        delimiter=source.delimiter,
        encoding=source.encoding,
        sheet=source.sheet,
        final_newline=False,
        contract="the draft",
        line_breaks=True,
    )
    return inspect_file(feed, path, path.parent)


def _headers(delivery: Delivery) -> list[str]:
    kind = delivery.feed.format
    if kind == "csv":
        found = csv_headers(delivery)
    elif kind == "parquet":
        found = parquet_headers(delivery)
    elif kind == "geojson":
        found = geojson_headers(geojson_features(delivery))
    elif kind == "xlsx":
        sheet = read_sheet(delivery)
        found = sheet.headers if sheet else []
    else:
        records = Records(delivery)
        rows = line_rows if kind == "jsonl" else array_rows
        for _ in rows(delivery, records):
            pass
        found = list(records.names)
    twice = sorted({h for h in found if h and found.count(h) > 1})
    if twice:
        raise DeliveryRefused(
            f"{delivery.file} has the column {', '.join(twice)} twice.",
            "Have it delivered with one of each; landing finds columns by their names.",
        )
    if not any(found):
        raise DeliveryRefused(
            f"{delivery.file} has no column with a name.", "Have it delivered with a header."
        )
    return [h for h in found if h]


def _staged(
    delivery: Delivery, columns: tuple[FeedColumn, ...], folder: Path
) -> tuple[pa.Table, bool]:
    """The staged rows, and whether values hold line breaks that were meant to be there."""

    def staged(line_breaks: bool) -> pa.Table:
        feed = replace(delivery.feed, columns=columns, line_breaks=line_breaks)
        found = stage(replace(delivery, feed=feed), folder / f"staged_{line_breaks}")
        return pq.read_table(found.path, memory_map=False)

    if delivery.feed.format != "csv":
        return staged(True), False
    if delivery.quotes % 2 or delivery.quotes == 0:
        return staged(False), False  # of an odd number, one was never closed
    try:
        rows = staged(True)
    except DeliveryRefused:
        return staged(False), False
    most = max(_most_lines(rows.column(c.name)) for c in columns)
    if most == 0:
        return rows, False
    return (staged(False), False) if most > SWALLOWED else (rows, True)


def _most_lines(values: pa.ChunkedArray) -> int:
    return pac.max(pac.count_substring(values, "\n")).as_py() or 0


def _texts(staged: pa.Table, column: FeedColumn) -> Texts:
    # Spark's trim takes blanks alone, so no other space is trimmed here.
    texts = pac.utf8_trim(staged.column(column.name), " ").combine_chunks()
    texts = pac.if_else(pac.equal(texts, ""), None, texts)
    coded = pac.dictionary_encode(texts)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    codes = pac.fill_null(coded.indices, -1).to_numpy()
    counts = np.bincount(codes[codes >= 0], minlength=len(coded.dictionary))
    return Texts(column.header, coded.dictionary, counts, codes)
