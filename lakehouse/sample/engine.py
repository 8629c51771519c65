"""Draws and writes one source: on Spark, or without it in this process."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, astuple
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.parcel import Parcel, parcels
from lakehouse.sample.planted import Defect, choose
from lakehouse.sample.source import TRUTH, Source
from lakehouse.sample.streams import stream
from lakehouse.sample.written import Filed, WrittenFile, write_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Chosen = Mapping[tuple[str, str], Mapping[int, str]]
PARCEL = "delivery string, month string, area int, rows long, data binary"
FILED = "filed string"


def chosen_rows(source: Source, city: City, rows: Mapping[tuple[str, str], int]) -> Chosen:
    """By delivery and month which rows get which kind of defect; `rows` counts each file's."""
    found: dict[tuple[str, str], Mapping[int, str]] = {}
    for name in sorted({name for name, _ in rows if not name.startswith(TRUTH)}):
        months = {month: rows[name, month] for other, month in sorted(rows) if other == name}
        rng = stream(city.seed, f"defects/{name}")
        share = city.strengths.defect_share
        by_month = choose(rng, months, source.delivery(name), share)
        found |= {(name, month): chosen for month, chosen in by_month.items()}
    return found


def write_plain(source: Source, city: City, out: Path) -> list[Filed]:
    """All files of the source, in this process: for small cities, which Spark only holds up."""
    files: dict[tuple[str, str], list[Parcel]] = {}
    for area in [0] if source.once else city.areas:
        for parcel in parcels(source, city, area):
            files.setdefault((parcel.delivery, parcel.month), []).append(parcel)
    rows = {file: sum(p.rows for p in parts) for file, parts in files.items()}
    chosen = chosen_rows(source, city, rows)
    return [
        write_file(out, source, *file, parts, chosen.get(file, {}), city.seed)
        for file, parts in files.items()
    ]


def _drawer(
    source: Source, city: City
) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    def draw(areas: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in areas:
            for area in frame["id"].tolist():
                rows = [astuple(parcel) for parcel in parcels(source, city, area)]
                yield pd.DataFrame(rows, columns=["delivery", "month", "area", "rows", "data"])

    return draw


def _writer(
    source: Source, city: City, out: Path, chosen: Chosen
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def write(group: pd.DataFrame) -> pd.DataFrame:
        parts = [Parcel(*row) for row in group.itertuples(index=False)]
        name, month = parts[0].delivery, parts[0].month
        rows = chosen.get((name, month), {})
        filed = write_file(out, source, name, month, parts, rows, city.seed)
        return pd.DataFrame({"filed": [json.dumps(asdict(filed))]})

    return write


def _filed(text: str) -> Filed:
    found = json.loads(text)
    defects = tuple(Defect(**defect) for defect in found["defects"])
    late = tuple((row, month) for row, month in found["late"])
    return Filed(WrittenFile(**found["file"]), defects, late)


def write_on_spark(
    source: Source, city: City, out: Path, spark: "SparkSession", partitions: int | None
) -> list[Filed]:
    """The same files, drawn and written by executors; `out` is a folder that all of them see.

    Neighbourhoods are drawn once, packed into parcels on the executors' disks, counted, and
    sent to whoever writes their file. Only counts, hashes and defects reach the driver.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions as F

    areas = 1 if source.once else len(city.areas)
    width = partitions or 2 * int(spark.conf.get("spark.sql.shuffle.partitions") or 4)
    numbers = spark.range(0, areas, 1, min(width, areas))
    drawn = numbers.mapInPandas(_drawer(source, city), PARCEL).persist(StorageLevel.DISK_ONLY)
    try:
        files = drawn.groupBy("delivery", "month").agg(F.sum("rows").alias("rows")).collect()
        rows = {(f["delivery"], f["month"]): int(f["rows"]) for f in files}
        chosen = chosen_rows(source, city, rows)
        sent = drawn.repartition(width, "delivery", "month").groupBy("delivery", "month")
        written = sent.applyInPandas(_writer(source, city, out, chosen), FILED).collect()
    finally:
        drawn.unpersist()
    return [_filed(row["filed"]) for row in written]
