"""The files that are handed out of a published table: in order, and harmless in a spreadsheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from lakehouse.declare.table import Result, Table
from lakehouse.portal.decision import first_day
from lakehouse.run.harmless_text import harmless_text
from lakehouse.run.published.handed_geojson import WHOLE, geojson
from lakehouse.run.published.handed_workbook import workbook
from lakehouse.store.delta.alone import stand_alone
from lakehouse.store.delta.once import arrow_schema

KINDS = ("csv", "parquet", "xlsx", "geojson")
DELTA = "delta"  # the folder of a release in which each result is a Delta table


@dataclass(frozen=True)
class Handing:
    """What the files of a release have in common: its name, city, licence, and area outlines."""

    release: str
    city: str
    licence: str
    areas: Mapping[str, shapely.Geometry] = field(default_factory=dict)


def export(
    frame: pd.DataFrame, table: Result, folder: Path, handing: Handing
) -> list[dict[str, Any]]:
    """Write a result as CSV, Parquet, spreadsheet and, where rows have a place, GeoJSON.

    The Parquet is a Delta table as well, ``delta/<result>``, so that whoever reads Delta reads
    releases too: the tables in the lake change one by one while a run is under way.
    The entries of the files for the manifest. The same release is the same bytes.
    """
    file = {kind: folder / f"{table.last}.{kind}" for kind in KINDS}
    harmless(whole(frame, table)).to_csv(file["csv"], index=False, lineterminator="\n")
    pq.write_table(typed(frame, table), file["parquet"])
    made = [file["csv"], file["parquet"]]
    if workbook(frame, table, _about(frame, table, handing), file["xlsx"]):
        made.append(file["xlsx"])
    if geojson(frame, table, handing.areas, file["geojson"]):
        made.append(file["geojson"])
    told = {"licence": handing.licence, "grade": table.grade}
    made += stand_alone(file["parquet"], folder / DELTA / table.last)
    names = [path.relative_to(folder).as_posix() for path in made]
    return [
        entry(path, len(frame)) | {"name": name} | told
        for path, name in zip(made, names, strict=True)
    ]


def whole(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows with declared whole numbers whole: beside a missing one pandas makes them 1.0."""
    return frame.astype({c.name: "Int64" for c in table.columns if c.type in WHOLE})


def typed(frame: pd.DataFrame, table: Table) -> pa.Table:
    """The rows in the declared types, whatever pandas took them for; not-a-number is missing."""
    rows = pa.Table.from_pandas(frame, arrow_schema(table), preserve_index=False)
    # What pandas notes of its own types would bring them back.
    return rows.replace_schema_metadata(None)


def _about(frame: pd.DataFrame, table: Result, handing: Handing) -> dict[str, str]:
    """What the sheet beside the rows says of them."""
    days = {name: first_day(frame, name) for name in ("as_of", "data_through")}
    return {
        "result": table.last,
        "city": handing.city,
        "release": handing.release,
        "decides for": str(days["as_of"] or "no day"),
        "data through": str(days["data_through"] or "no day"),
        "one row": table.one_row,
        "decision": table.decides,
        "for": table.audience,
        "answers for it": table.owner,
        "grade": table.grade,
        "licence": handing.licence,
    }


def ordered(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows by rank where there is one, else by key, so that a file is the same every time."""
    by = [c for c in ("rank",) if c in frame.columns and c not in table.key] + list(table.key)
    return frame.sort_values(by, na_position="last").reset_index(drop=True)


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula is quoted with an apostrophe.

    Columns of numbers are left alone; what is text stays text, also where it looks like a number
    below zero. As in every export, ``as_written`` gives the text back.
    """
    made = frame.copy()
    for name in frame.select_dtypes(["object", "string"]).columns:
        texts = [harmless_text(cell) for cell in frame[name]]
        # Numbers and days among them stay what they are, which pandas would guess anew.
        made[name] = pd.Series(texts, frame.index, frame[name].dtype)
    return made


def entry(file: Path, rows: int | None) -> dict[str, Any]:
    """A file as the manifest lists it; ``rows`` is None for a page."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"name": file.name, "sha256": digest, "bytes": len(content), "rows": rows}
