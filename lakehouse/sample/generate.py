"""Writes the sample city's deliveries and its truth into a folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lakehouse.sample.city import build_city
from lakehouse.sample.deliveries import DELIVERIES, delivered_files, drawn
from lakehouse.sample.departments import SOURCES
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.planted import Defect
from lakehouse.sample.source import TRUTH
from lakehouse.sample.truth import csv_bytes, plan_files


@dataclass(frozen=True)
class WrittenFile:
    """One file below the output folder; `rows` is 0 for the truth."""

    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was generated: the files in order of path."""

    seed: int
    scale: float
    files: tuple[WrittenFile, ...]
    defects: int

    def rows(self, delivery: str) -> int:
        """Data rows in all files of one delivery; KeyError when there is none of that name."""
        start = DELIVERIES[delivery].path("{month}").split("{month}")[0]
        return sum(f.rows for f in self.files if f.path.startswith(start))


def generate(
    out: Path, seed: int = 7, scale: float = 1.0, strengths: Strengths | None = None
) -> Manifest:
    """Write <out>/<department>/... and <out>/truth/..., and return their summary.

    The same arguments give the same bytes. Files of an earlier run are replaced. Raises
    ValueError for a scale or seed that makes no city.
    """
    city = build_city(seed, scale, strengths)
    files: dict[str, tuple[int, bytes]] = {n: (0, data) for n, data in plan_files(city).items()}
    defects: list[Defect] = []
    for source in SOURCES:
        for name, frame in drawn(source, city).items():
            if name.startswith(TRUTH):
                files[f"{name}.csv"] = (0, csv_bytes(frame))
                continue
            share = city.strengths.defect_share
            written, planted = delivered_files(source.delivery(name), frame, seed, share)
            files |= written
            defects += planted
    columns = ["file", "row", "kind", "column"]
    files["truth/defects_truth.csv"] = (0, csv_bytes(pd.DataFrame(defects, columns=columns)))
    for path, (_, data) in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    hashed = [
        WrittenFile(path, rows, hashlib.sha256(data).hexdigest())
        for path, (rows, data) in sorted(files.items())
    ]
    return Manifest(seed, scale, tuple(hashed), len(defects))
