"""Damaged copies of a few delivered files, for people and tests to drop in."""

from pathlib import Path

from lakehouse.sample.defects import blanked, column_renamed, recoded, truncated
from lakehouse.sample.layout import Delivery
from lakehouse.sample.months import MONTHS
from lakehouse.sample.source import Source

FOLDER = "damaged"


def _damaged(data: bytes, delivery: Delivery) -> dict[str, bytes]:
    first = delivery.header[0]
    other = "utf-16" if delivery.encoding == "utf-8" else "utf-8"
    return {
        "truncated_file": truncated(data, delivery),
        "renamed_column": column_renamed(data, delivery, first, f"{first}_new"),
        "recoded_file": recoded(data, delivery, other),
        "header_only": blanked(data, delivery, keep_header=True),
    }


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
            for kind, damaged in _damaged(data, delivery).items():
                if damaged == data:  # text without accents is the same in most encodings
                    continue
                copy = f"{FOLDER}/{kind}/{path}"
                (folder / copy).parent.mkdir(parents=True, exist_ok=True)
                (folder / copy).write_bytes(damaged)
                found.append((copy, kind, path))
    return found
