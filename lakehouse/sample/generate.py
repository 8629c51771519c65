"""Writes the sample city's deliveries and its truth into a folder."""

import time
from collections.abc import Callable, Collection
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lakehouse.declare.errors import SettingError
from lakehouse.sample.city import City, build_city
from lakehouse.sample.damage import damaged_copies
from lakehouse.sample.departments import DELIVERIES, SOURCES
from lakehouse.sample.engine import write_on_spark, write_plain
from lakehouse.sample.folder import FILES, made_whole
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.source import Source
from lakehouse.sample.truth import csv_bytes, plan_files
from lakehouse.sample.written import Filed, WrittenFile, sha256

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Told:
    """What was written of one source: delivered rows and files, and the time it took."""

    source: str
    rows: int
    files: int
    seconds: float


@dataclass(frozen=True)
class Manifest:
    """What was generated: the files in order of path, and how many rows carry a defect."""

    seed: int
    scale: float
    files: tuple[WrittenFile, ...]
    defects: int

    def rows(self, delivery: str) -> int:
        """Data rows in all files of one delivery; KeyError when there is none of that name."""
        start, _, end = DELIVERIES[delivery].path("\0").partition("\0")
        return sum(f.rows for f in self.files if f.path.startswith(start) and f.path.endswith(end))


def chosen_sources(only: Collection[str]) -> tuple[Source, ...]:
    """The sources of those names, all when there is none; raises :class:`SettingError`."""
    unknown = sorted(set(only) - {s.name for s in SOURCES})
    if unknown:
        raise SettingError(
            f"The sample city has no source {unknown[0]}.",
            f"It has {', '.join(s.name for s in SOURCES)}.",
        )
    return tuple(s for s in SOURCES if not only or s.name in only)


def generate(
    out: Path,
    seed: int = 7,
    scale: float = 1.0,
    strengths: Strengths | None = None,
    *,
    only: Collection[str] = (),
    spark: "SparkSession | None" = None,
    partitions: int | None = None,
    told: Callable[[Told], None] = lambda _: None,
) -> Manifest:
    """Write <out>/<department>/..., <out>/truth/... and <out>/damaged/..., and say what.

    The same seed, scale and sources give the same bytes, with `spark` or without, in however
    many `partitions`. `only` names some sources; `told` hears of each when it is written.
    An earlier sample city in `out` is replaced. Raises ValueError for a scale or seed that
    makes no city, and SettingError where `out` holds something else.
    """
    city, sources = build_city(seed, scale, strengths), chosen_sources(only)
    filed: list[Filed] = []
    with made_whole(out) as folder:
        for source in sources:
            began = time.monotonic()
            if spark is None:
                new = write_plain(source, city, folder)
            else:
                new = write_on_spark(source, city, folder, spark, partitions)
            filed += new
            sizes = [f.file.rows for f in new if f.file.rows]
            told(Told(source.name, sum(sizes), len(sizes), time.monotonic() - began))
        return _closed(folder, city, sources, filed)


def _closed(folder: Path, city: City, sources: tuple[Source, ...], filed: list[Filed]) -> Manifest:
    """Write what is known only in the end: all defects, damaged copies, the list of files."""
    filed = sorted(filed, key=lambda f: f.file.path)
    defects = [astuple(d) for f in filed for d in f.defects]
    late = [(f.file.path, row, "late_delivery", month) for f in filed for row, month in f.late]
    strengths = {s.name: s.strengths for s in sources if s.strengths} | {"food": city.strengths}
    copies = damaged_copies(folder, sources)
    tables = {
        "defects_truth": pd.DataFrame(defects, columns=["file", "row", "kind", "column"]),
        "repaired_truth": pd.DataFrame(late, columns=["file", "row", "kind", "month"]),
        "damaged_files": pd.DataFrame(copies, columns=["file", "kind", "copy_of"]),
    }
    rest = plan_files(city, strengths) | {f"truth/{n}.csv": csv_bytes(t) for n, t in tables.items()}
    (folder / "truth").mkdir(exist_ok=True)
    for path, data in rest.items():
        (folder / path).write_bytes(data)
    others = [*rest, *(name for name, _, _ in copies)]
    files = [f.file for f in filed] + [WrittenFile(p, 0, sha256(folder / p)) for p in others]
    files.sort(key=lambda f: f.path)
    (folder / FILES).write_bytes(csv_bytes(pd.DataFrame(files)))
    return Manifest(city.seed, city.scale, tuple(files), len(defects))
