"""A published table as GeoJSON (RFC 7946): points where rows have a place, else their area."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from lakehouse.declare.table import Table
from lakehouse.portal.said.figures import known, number_in

PLACE = ("latitude", "longitude")
AREA = "community_area"
DIGITS = 6  # of a degree: a tenth of a metre
WHOLE = ("tinyint", "smallint", "int", "bigint")


def geojson(
    frame: pd.DataFrame, table: Table, areas: Mapping[str, shapely.Geometry], file: Path
) -> bool:
    """Write a feature per row, in WGS84, its columns as properties; False where none has a place.

    ``areas`` are outlines by code, for tables whose key is an area. A row whose place is not known
    has no geometry, as the standard allows.
    """
    places = _places(frame, table, areas)
    if places is None or not any(places):
        return False
    rows = frame.to_dict("records")
    features = [
        json.dumps(
            {"type": "Feature", "properties": _properties(row, table), "geometry": place},
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
        for row, place in zip(rows, places, strict=True)
    ]
    head = f'{{"type":"FeatureCollection","name":{json.dumps(table.last)},"features":['
    file.write_text(head + "\n" + ",\n".join(features) + "\n]}\n", "utf-8")
    return True


def _places(
    frame: pd.DataFrame, table: Table, areas: Mapping[str, shapely.Geometry]
) -> list[dict[str, Any] | None] | None:
    """The geometry of each row, None for a table without places."""
    if set(PLACE) <= set(frame.columns):
        return [_point(*pair) for pair in zip(frame["longitude"], frame["latitude"], strict=True)]
    if AREA in table.key and AREA in frame.columns and areas:
        drawn = {code: json.loads(shapely.to_geojson(shape)) for code, shape in areas.items()}
        return [drawn.get(str(code)) for code in frame[AREA]]
    return None


def _point(longitude: object, latitude: object) -> dict[str, Any] | None:
    x, y = number_in(longitude), number_in(latitude)
    if x is None or y is None:
        return None
    return {"type": "Point", "coordinates": [round(x, DIGITS), round(y, DIGITS)]}


def _properties(row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    return {c.name: _value(row[c.name], c.type) for c in table.columns if c.name in row}


def _value(value: Any, kind: str) -> Any:
    """A cell as JSON has it: whole numbers whole, days as text, what is no number null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    if not known(value) or (isinstance(value, float) and abs(value) == float("inf")):
        return None
    if kind in WHOLE:
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float)) else str(value)
