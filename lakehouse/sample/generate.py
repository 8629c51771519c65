"""Writes the sample city's deliveries and its truth into a folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lakehouse.sample.city import build_city
from lakehouse.sample.deliveries import DELIVERIES, delivered_files, delivered_frames
from lakehouse.sample.measure import measures
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY, Strengths
from lakehouse.sample.planted import Defect
from lakehouse.sample.truth import truth_files
from lakehouse.sample.visits import visits
from lakehouse.sample.weather import daily_weather


@dataclass(frozen=True)
class WrittenFile:
    """One file below the output folder; `rows` is 0 for the truth."""

    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was generated: the files in order of path, and the measures of the last year."""

    seed: int
    scale: float
    first_day: str
    last_day: str
    files: tuple[WrittenFile, ...]
    defects: int
    base_rate: float
    oracle_auc: float
    plain_auc: float

    def rows(self, delivery: str) -> int:
        """Data rows in all files of one delivery; KeyError when there is none of that name."""
        known = DELIVERIES[delivery]
        start = f"{known.department}/{known.file.split('{year}')[0]}"
        return sum(f.rows for f in self.files if f.path.startswith(start))


def generate(
    out: Path, seed: int = 7, scale: float = 1.0, strengths: Strengths | None = None
) -> Manifest:
    """Write <out>/<department>/... and <out>/truth/..., and return their summary.

    At scale 1: 4,000 premises, about 16,000 inspections, 35,000 complaints, 30,000 burglaries
    and 1,100 days of weather to 30 June 2024. The same arguments give the same bytes. Files of
    an earlier run are replaced. Raises ValueError for a scale or seed that makes no city.
    """
    strengths = strengths or Strengths()
    days, city = daily_weather(seed), build_city(seed, scale, strengths)
    visit = visits(city, days)
    frames = delivered_frames(city, visit, days)
    files: dict[str, tuple[int, bytes]] = {}
    defects: list[Defect] = []
    for name, delivery in DELIVERIES.items():
        written, planted = delivered_files(delivery, frames[name], seed, strengths.defect_share)
        files |= written
        defects += planted
    measured = measures(city, visit)
    truth = truth_files(city, visit, defects, measured)
    files |= {path: (0, data) for path, data in truth.items()}
    for path, (_, data) in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    return Manifest(
        seed=seed,
        scale=scale,
        first_day=FIRST_DAY.strftime("%Y-%m-%d"),
        last_day=LAST_DAY.strftime("%Y-%m-%d"),
        files=tuple(
            WrittenFile(path, rows, hashlib.sha256(data).hexdigest())
            for path, (rows, data) in sorted(files.items())
        ),
        defects=len(defects),
        base_rate=measured["base_rate"],
        oracle_auc=measured["oracle_auc"],
        plain_auc=measured["plain_auc"],
    )
