"""Puts together one delivered file from the neighbourhoods' parcels, with its planted defects."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from lakehouse.sample.layout import Delivery
from lakehouse.sample.parcel import LATE, Parcel, unpacked
from lakehouse.sample.planted import Defect, Planted, plant
from lakehouse.sample.source import TRUTH, Source
from lakehouse.sample.streams import stream
from lakehouse.sample.writers import AT_ONCE, WRITERS

CHUNK = 1 << 20


@dataclass(frozen=True)
class WrittenFile:
    """One file below the output folder; `rows` is 0 for the truth."""

    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Filed:
    """A written file, the defects planted in it, and the late rows: number and real month."""

    file: WrittenFile
    defects: tuple[Defect, ...] = ()
    late: tuple[tuple[int, str], ...] = ()


def sha256(path: Path) -> str:
    """The file's SHA-256, read a piece at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _lines(fields: pa.Table, planted: Planted) -> Iterator[list[str]]:
    """The rows as they are delivered: clean, broken or copied."""
    number = 0
    for batch in fields.to_batches(max_chunksize=AT_ONCE):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield planted.instead.get(number, list(row))
            yield from planted.below.get(number, ())
            number += 1


def _truth(out: Path, name: str, parcels: list[Parcel]) -> Filed:
    path = out / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for n, parcel in enumerate(sorted(parcels, key=lambda p: p.area)):
            file.write(parcel.data if n == 0 else parcel.data.partition(b"\n")[2])
    return Filed(WrittenFile(f"{name}.csv", 0, sha256(path)))


def _write(path: Path, delivery: Delivery, rows: Iterator[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write = WRITERS[delivery.format]
    with path.open("wb") as plain:
        if not delivery.gzip:
            write(plain, delivery, rows)
            return
        # Neither name nor clock in the header, so that the same rows are the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=plain, mtime=0) as packed:
            write(packed, delivery, rows)  # type: ignore[arg-type]


def write_file(
    out: Path,
    source: Source,
    name: str,
    month: str,
    parcels: list[Parcel],
    chosen: Mapping[int, str],
    seed: int,
) -> Filed:
    """Write the file of one delivery (or truth) and month below `out`; parcels in any order.

    All its rows are held at once, as Arrow columns of text; they are written in pieces.
    """
    if name.startswith(TRUTH):
        return _truth(out, name, parcels)
    delivery = source.delivery(name)
    every = unpacked(parcels, delivery).combine_chunks()
    real = every[LATE].to_pylist()
    fields, path = every.select(delivery.header), delivery.path(month)
    late = {i: month for i, month in enumerate(real) if month}

    def row_at(index: int) -> list[str]:
        return [column[index].as_py() for column in fields.columns]

    rng = stream(seed, f"defects/{name}/{month}")
    planted = plant(len(real), row_at, chosen, late.keys(), delivery, path, rng)
    _write(out / path, delivery, _lines(fields, planted))
    copies = sum(len(rows) for rows in planted.below.values())
    written = WrittenFile(path, len(real) + copies, sha256(out / path))
    moved = tuple((planted.number(i), month) for i, month in late.items())
    return Filed(written, tuple(planted.defects), moved)
