"""Every format holds the same rows, and the same rows are the same bytes."""

import gzip
import io
import json
import zipfile

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lakehouse.sample.fields import as_text, check_columns
from lakehouse.sample.layout import Column, Delivery, Format
from lakehouse.sample.planted import kinds_for
from lakehouse.sample.writers import WRITERS

COLUMNS = (
    Column("no", "id", key=True),
    Column("name", "text"),
    Column("seen", "date"),
    Column("speed", "number", decimals=1, low=0),
    Column("count", "number"),
    Column("open", "flag"),
    Column("lat", "lat"),
    Column("lon", "lon"),
)
ROWS = [
    ["1", "Zoë & <Zn>", "2023-01-31", "3.5", "7", "Y", "52.10000", "4.30000"],
    ["2", "", "", "", "", "N", "", ""],
]


def written(format: Format, rows: list[list[str]], *more: Column) -> bytes:
    file = io.BytesIO()
    layout = Delivery("menus", "health", "menus.x", (*COLUMNS, *more), format=format)
    WRITERS[format](file, layout, iter(rows))
    return file.getvalue()


@pytest.mark.parametrize("format", WRITERS)
def test_the_same_rows_are_the_same_bytes(format: Format) -> None:
    assert written(format, ROWS) == written(format, ROWS) != written(format, ROWS[:1])


def test_json_lines_keep_types_and_say_null() -> None:
    one, two = map(json.loads, written("jsonl", ROWS).splitlines())
    assert one["name"] == "Zoë & <Zn>" and one["no"] == "1"
    assert (one["speed"], one["count"], one["open"], one["lat"]) == (3.5, 7, True, 52.1)
    assert two["name"] is None and two["speed"] is None and two["open"] is False
    bad = [[*ROWS[0][:3], "note 4", *ROWS[0][4:]]]
    assert json.loads(written("jsonl", bad))["speed"] == "note 4"


def test_parquet_has_types() -> None:
    table = pq.read_table(io.BytesIO(written("parquet", ROWS)))
    kinds = [str(field.type) for field in table.schema]
    assert kinds == ["string", "string", "date32[day]", "double", "int64", "bool", *["double"] * 2]
    assert table.column("count").to_pylist() == [7, None]
    assert pq.read_table(io.BytesIO(written("parquet", []))).num_rows == 0
    assert not {"impossible_date", "text_in_number", "too_few_columns"} & set(
        kinds_for(Delivery("x", "y", "z.parquet", COLUMNS, format="parquet"))
    )


def test_geojson_puts_the_geometry_in_its_place() -> None:
    shape = Column("shape", "geometry")
    point = '{"type": "Point", "coordinates": [4.3, 52.1]}'
    found = json.loads(written("geojson", [[*ROWS[0], point], [*ROWS[1], ""]], shape))
    assert [f["geometry"] for f in found["features"]] == [json.loads(point), None]
    assert "shape" not in found["features"][0]["properties"]
    assert json.loads(written("geojson", []))["features"] == []


def test_a_workbook_holds_numbers_and_text_and_no_clock() -> None:
    package = zipfile.ZipFile(io.BytesIO(written("xlsx", ROWS)))
    assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row>") == 3
    assert "Zoë &amp; &lt;Zn&gt;" in sheet and "<v>3.5</v>" in sheet and '<c t="b"><v>1' in sheet


def test_packing_leaves_no_trace_of_the_hour() -> None:
    file = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(b"x")
    assert file.getvalue()[4:8] == bytes(4)


def test_values_are_written_as_the_column_says() -> None:
    day = pd.to_datetime(pd.Series(["2023-02-01", None]))
    assert as_text(Column("d", "date"), day, "%d.%m.%Y") == ["01.02.2023", ""]
    assert as_text(Column("x", "lat"), pd.Series([52.1]), "") == ["52.10000"]
    assert as_text(Column("n", "number", decimals=1), pd.Series([3, 4.25]), "") == ["3.0", "4.2"]
    assert as_text(Column("f", "flag"), pd.Series([True, False]), "") == ["Y", "N"]


def test_a_frame_without_a_column_is_refused() -> None:
    layout = Delivery("d", "x", "f_{month}.csv", (Column("a", "id"), Column("b", "id")))
    check_columns(layout, pd.DataFrame({"b": [1], "a": ["x"], "month": ["2023-01"]}))
    with pytest.raises(ValueError, match="d lacks b, month"):
        check_columns(layout, pd.DataFrame({"a": [1]}))
