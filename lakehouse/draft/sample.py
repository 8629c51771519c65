"""A part of a large file, cut at the ends of its lines: a draft need not read all of it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from lakehouse.declare.feed import Feed
from lakehouse.draft.source import Source
from lakehouse.store.formats.encodings import is_wide
from lakehouse.store.formats.packed import MIB, open_file

LARGE = 160 * MIB
FIRST, LATER = 64 * MIB, 24 * MIB
LARGE_ROWS, ROWS = 2_000_000, 1_000_000


def part_of(source: Source, folder: Path) -> Path:
    """The file itself, or a part of it below ``folder`` when it is large.

    Of lines the first 64 MiB and, where it is not packed, as much from its middle and its end as
    tells whether later rows look otherwise; of Parquet the first million rows. UTF-16 and UTF-32
    are read whole.
    """
    if source.format == "parquet":
        return _parquet_part(source, folder)
    if source.format not in ("csv", "jsonl") or is_wide(source.encoding):
        return source.path
    if not source.packed and source.path.stat().st_size <= LARGE:
        return source.path
    target = folder / source.path.name.removesuffix(".gz")
    feed = Feed("draft", "", "the department", "*", (), "", "null", format=source.format)
    with open_file(feed, source.path, source.path.name) as stream, target.open("wb") as part:
        first = stream.read(LARGE + 1 if source.packed else FIRST)
        if source.packed and len(first) <= LARGE:
            return source.path
        part.write(_to_line_end(first))
        # Behind a quoted line break no cut would be sure to meet the start of a row.
        if not source.packed and b'"' not in first:
            size = source.path.stat().st_size
            for start in (size // 2, size - LATER):
                part.write(_lines_from(stream, start))
    return target


def _to_line_end(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _lines_from(stream: BinaryIO, start: int) -> bytes:
    stream.seek(start)
    data = stream.read(LATER)
    return _to_line_end(data[data.find(b"\n") + 1 :])


def _parquet_part(source: Source, folder: Path) -> Path:
    try:
        # Texts stay entries of a list, so that one which every row repeats is copied once.
        names = pq.read_schema(source.path).names
        with pq.ParquetFile(source.path, read_dictionary=names) as file:
            if file.metadata.num_rows <= LARGE_ROWS:
                return source.path
            target = folder / source.path.name
            with pq.ParquetWriter(target, file.schema_arrow) as part:
                rows = 0
                for batch in file.iter_batches():
                    part.write_batch(batch)
                    rows += batch.num_rows
                    if rows >= ROWS:
                        break
            return target
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return source.path  # the reader says what is wrong with it
