"""Parquet and GeoJSON are staged like CSV: every value as text, every row with its number."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lakehouse.declare.errors import DeliveryRefused, PlanError
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.formats.delivery import inspect_file, refuse_damaged
from lakehouse.store.formats.reading import stage

FORMATS = ("parquet", "geojson")
every_format = pytest.mark.parametrize("form", FORMATS)


def feed(form: str, *headers: str) -> Feed:
    columns = tuple(FeedColumn(h, h.lower(), "string", "A value.") for h in headers)
    return Feed(
        name="tree",
        department="parks",
        owner="Parks",
        glob=f"parks/*.{form}",
        columns=columns,
        fills="parks.tree",
        known="seen",
        format=form,
        contract="town/tree.odcs.yaml",
    )


def rows_of(data: bytes, folder: Path, said: Feed) -> list[dict[str, Any]]:
    """What landing does with one file before Spark sees it."""
    file = folder / "parks" / f"tree.{said.format}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    delivery = inspect_file(said, file, folder)
    refuse_damaged(delivery)
    staged = stage(delivery, folder / "staging", {"_file": pa.scalar(delivery.file)})
    rows = pq.read_table(staged.path).to_pylist()
    assert staged.rows == len(rows) and all(r["_file"] == delivery.file for r in rows)
    return rows


def parquet(**columns: Any) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, row_group_size=2)
    return sink.getvalue().to_pybytes()


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def good(form: str) -> bytes:
    """Two trees of whatever format."""
    if form == "parquet":
        return parquet(Id=["1", "2"], Kind=["oak", "elm"])
    return geojson(feature(Id="1", Kind="oak"), feature(Id="2", Kind="elm"))


def refused(data: bytes, folder: Path, said: Feed) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        rows_of(data, folder, said)
    assert caught.value.what.startswith("tree: parks/tree.") and caught.value.todo
    return caught.value.what


@every_format
def test_every_row_lands_as_text_with_its_number(form: str, tmp_path: Path) -> None:
    rows = rows_of(good(form), tmp_path, feed(form, "Id", "Kind"))
    assert [(r["id"], r["kind"], r["_row"]) for r in rows] == [("1", "oak", 1), ("2", "elm", 2)]
    assert all(r["_raw"] is None for r in rows)


def test_a_parquet_value_is_spelt_as_it_stands(tmp_path: Path) -> None:
    """Row groups are numbered on; a timestamp has a fraction only where there is one."""
    data = parquet(
        At=pa.array(
            [datetime(2022, 9, 30, 23, 58), None, datetime(2022, 1, 1, 0, 0, 0, 500_000)],
            pa.timestamp("us"),
        ),
        N=pa.array([7, None, -1], pa.int64()),
        X=pa.array([41.731765, 3.0, None]),
        S=pa.array(["", " a,b ", None], pa.large_string()),
        B=pa.array([True, False, None]),
    )
    rows = rows_of(data, tmp_path, feed("parquet", "At", "N", "X", "S", "B"))
    assert [[r[n] for n in ("at", "n", "x", "s", "b", "_row")] for r in rows] == [
        ["2022-09-30 23:58:00", "7", "41.731765", "", "true", 1],
        [None, None, "3", " a,b ", "false", 2],
        ["2022-01-01 00:00:00.500000", "-1", None, None, None, 3],
    ]


def test_a_parquet_column_without_text_is_refused_by_name(tmp_path: Path) -> None:
    data = parquet(Id=["1"], Tags=[["a", "b"]])
    assert "the column Tags of type list" in refused(data, tmp_path, feed("parquet", "Id", "Tags"))


def test_a_feature_is_a_row_of_its_properties_and_its_geometry(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [-87.60914087617894, 41.5]}
    data = geojson(feature(point, Id=12, Kind="oak", Old=True), feature(Id=1.25, Kind=None))
    first, second = rows_of(data, tmp_path, feed("geojson", "Id", "Kind", "Old", "geometry"))
    assert (first["id"], first["kind"], first["old"]) == ("12", "oak", "true")
    assert first["geometry"] == '{"type":"Point","coordinates":[-87.60914087617894,41.5]}'
    assert (second["id"], second["kind"], second["old"]) == ("1.25", None, None)
    assert second["geometry"] is None


def test_a_feature_that_lacks_properties_or_geometry_is_a_row_without_them(tmp_path: Path) -> None:
    data = geojson(feature(Id="1"), {"type": "Feature"})
    rows = rows_of(data, tmp_path, feed("geojson", "Id", "geometry"))
    assert [(r["id"], r["_raw"]) for r in rows] == [("1", None), (None, None)]


def test_a_number_keeps_its_digits(tmp_path: Path) -> None:
    data = geojson(feature(Id="x")).replace(b'"x"', b"46004621.1500")
    (row,) = rows_of(data, tmp_path, feed("geojson", "Id"))
    assert row["id"] == "46004621.1500"


def test_what_is_no_feature_is_kept_whole(tmp_path: Path) -> None:
    data = geojson(feature(Id="1"), {"type": "Oops", "Id": "2"}, 3)
    rows = rows_of(data, tmp_path, feed("geojson", "Id"))
    assert [(r["id"], r["_raw"], r["_row"]) for r in rows] == [
        ("1", None, 1),
        (None, '{"type":"Oops","Id":"2"}', 2),
        (None, "3", 3),
    ]


@every_format
def test_a_new_column_is_kept_beside_the_known_ones(form: str, tmp_path: Path) -> None:
    rows = rows_of(good(form), tmp_path, feed(form, "Id"))
    assert [json.loads(r["_more"])["Kind"] for r in rows] == ["oak", "elm"]


@every_format
def test_a_missing_column_is_refused_with_the_nearest(form: str, tmp_path: Path) -> None:
    said = refused(good(form), tmp_path, feed(form, "Id", "Kinds"))
    assert "lacks the column Kinds (did you mean Kind?)" in said


@every_format
def test_a_damaged_file_is_refused(form: str, tmp_path: Path) -> None:
    name = {"parquet": "Parquet", "geojson": "GeoJSON"}[form]
    endless = b'{"type": 1e%s}' % (b"9" * 30)
    for data in (good(form)[:-5], b"neither", b"\xff\xfe{", endless):
        said = refused(data, tmp_path, feed(form, "Id", "Kind"))
        assert f"cannot be read as {name}: it is damaged or cut off" in said


@every_format
def test_a_file_without_a_byte_or_a_row_is_refused(form: str, tmp_path: Path) -> None:
    said = feed(form, "Id")
    none = parquet(Id=pa.array([], pa.string())) if form == "parquet" else geojson()
    assert refused(b"", tmp_path, said).endswith("is empty.")
    row = "a header and no row" if form == "parquet" else "no feature"
    assert refused(none, tmp_path, said).endswith(f"has {row}.")


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"type": "FeatureCollection"}', b'"x"'])
def test_json_that_is_no_collection_is_refused(data: bytes, tmp_path: Path) -> None:
    assert "not a GeoJSON FeatureCollection" in refused(data, tmp_path, feed("geojson", "Id"))


def test_a_property_called_geometry_is_refused(tmp_path: Path) -> None:
    data = geojson({"type": "Feature", "properties": {"geometry": "x"}, "geometry": None})
    said = refused(data, tmp_path, feed("geojson", "geometry"))
    assert said.endswith("has the column geometry twice.")


def test_a_features_id_and_foreign_members_are_columns_behind_its_properties(
    tmp_path: Path,
) -> None:
    first = feature(Kind="oak") | {"id": 7, "source": "lidar", "bbox": [0, 0, 1, 1]}
    data = geojson(first, feature(Kind="elm", source="walk") | {"id": "8", "source": "lidar"})
    rows = rows_of(data, tmp_path, feed("geojson", "id", "Kind", "source", "geometry"))
    assert [(row["id"], row["source"]) for row in rows] == [("7", "lidar"), ("8", "walk")]
    assert [row["_more"] for row in rows] == [None, None]


@every_format
def test_packed_with_gzip_it_is_the_same_rows(form: str, tmp_path: Path) -> None:
    plain = rows_of(good(form), tmp_path, feed(form, "Id", "Kind"))
    packed = rows_of(gzip.compress(good(form)), tmp_path, feed(form, "Id", "Kind"))
    assert packed == plain and plain
    said = refused(gzip.compress(good(form))[:-9], tmp_path, feed(form, "Id", "Kind"))
    assert said.endswith("cannot be unpacked (gzip): it is cut off.")


def test_a_property_named_twice_is_refused(tmp_path: Path) -> None:
    data = geojson(feature(Id="1")).replace(b'"Id": "1"', b'"Id": "1", "Id": "2"')
    said = refused(data, tmp_path, feed("geojson", "Id"))
    assert said.endswith("has an object with one name twice.")


def test_an_unknown_format_is_no_feed() -> None:
    with pytest.raises(PlanError, match="format 'xml' is unknown"):
        feed("xml", "Id")
