"""Damaged copies of a few delivered files, for people and tests to drop in."""

from pathlib import Path

from lakehouse.sample.defects import damaged_files
from lakehouse.sample.months import MONTHS
from lakehouse.sample.source import Source

FOLDER = "damaged"


def damaged_copies(folder: Path, sources: tuple[Source, ...]) -> list[tuple[str, str, str]]:
    """Write <folder>/damaged/<kind>/<file> and list each: copy, kind, original.

    Of each source the last month of its first monthly CSV: no contract looks into that folder.
    """
    found = []
    for source in sources:
        plain = [d for d in source.deliveries if d.format == "csv" and d.monthly and not d.gzip]
        paths = [(d, d.path(MONTHS[-1])) for d in plain if (folder / d.path(MONTHS[-1])).is_file()]
        for delivery, path in paths[:1]:
            data = (folder / path).read_bytes()
            for kind, damaged in damaged_files(data, delivery).items():
                if damaged == data:  # text without accents is the same in most encodings
                    continue
                copy = f"{FOLDER}/{kind}/{path}"
                (folder / copy).parent.mkdir(parents=True, exist_ok=True)
                (folder / copy).write_bytes(damaged)
                found.append((copy, kind, path))
    return found
