"""A thirtieth of a delivered file, as if the department delivered by day."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow.parquet as pq

PARTS = 30


def part_of(file: Path, target: Path, number: int) -> None:
    """Write the rows of part ``number``, from 0, to ``target``; CSV keeps its header.

    A part without a row is no delivery, and not written.
    Raises :class:`ValueError` for a format that is not cut.
    """
    if file.suffix == ".parquet":
        rows = pq.read_table(file)
        start, end = _bounds(len(rows), number)
        if start < end:
            pq.write_table(rows.slice(start, end - start), target)
        return
    packed = file.suffix == ".gz"
    text = gzip.decompress(file.read_bytes()) if packed else file.read_bytes()
    lines = text.splitlines(keepends=True)
    kind = file.suffixes[-2] if packed else file.suffix
    if kind not in (".csv", ".jsonl"):
        raise ValueError(f"{file.name} is not cut into days.")
    header = 1 if kind == ".csv" else 0
    start, end = _bounds(len(lines) - header, number)
    if start == end:
        return
    kept = b"".join(lines[:header] + lines[header + start : header + end])
    target.write_bytes(gzip.compress(kept, mtime=0) if packed else kept)


def _bounds(rows: int, number: int) -> tuple[int, int]:
    return rows * number // PARTS, rows * (number + 1) // PARTS
