"""The files that are handed out of a published table: in order, and harmless in a spreadsheet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare.table import Table

# The last four are the first four in full width, which some spreadsheets take for the same.
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export(frame: pd.DataFrame, name: str, folder: Path) -> list[dict[str, Any]]:
    """Write the rows of a result as CSV and Parquet; the entries of both for the manifest."""
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    harmless(frame).to_csv(csv, index=False, lineterminator="\n")
    frame.to_parquet(parquet, index=False)
    return [entry(csv, len(frame)), entry(parquet, len(frame))]


def ordered(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows by rank where there is one, else by key, so that a file is the same every time."""
    by = [c for c in ("rank",) if c in frame.columns and c not in table.key] + list(table.key)
    return frame.sort_values(by, na_position="last").reset_index(drop=True)


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula is quoted with an apostrophe.

    The beginnings are those of https://owasp.org/www-community/attacks/CSV_Injection. Columns of
    numbers are left alone; what is text stays text, also where it looks like a number below zero.
    """
    texts = frame.select_dtypes(["object", "string"]).columns
    made = frame.copy()
    for name in texts:
        risky = made[name].map(lambda v: isinstance(v, str) and v.startswith(RUN))
        made.loc[risky, name] = "'" + made.loc[risky, name]
    return made


def entry(file: Path, rows: int | None) -> dict[str, Any]:
    """A file as the manifest lists it; ``rows`` is None for a page."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"name": file.name, "sha256": digest, "bytes": len(content), "rows": rows}
