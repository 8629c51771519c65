"""A department of any format goes through the engine: months, order, defects, empty places."""

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.engine import write_plain
from lakehouse.sample.layout import Column, Delivery, Format
from lakehouse.sample.months import month_of
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.written import Filed

COLUMNS = (
    Column("tree_no", "id", key=True),
    Column("planted_on", "date"),
    Column("kind", "code", codes=("OAK", "ELM")),
    Column("height_m", "number", decimals=1, low=0, high=60, wrong_unit=(100, 0)),
    Column("remark", "text"),
)
EACH = 400


def trees(city: City, area: int) -> dict[str, pd.DataFrame]:
    """Trees of the even neighbourhoods; the odd ones have none."""
    rng, count = stream(city.seed, f"parks/tree/{area}"), EACH if area % 2 == 0 else 0
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 90, count), unit="D")
    frame = pd.DataFrame(
        {
            "tree_no": [f"T{area:03d}{i:04d}" for i in range(count)],
            "planted_on": day,
            "kind": rng.choice(["OAK", "ELM"], count),
            "height_m": rng.uniform(2, 20, count),
            "remark": "bij het café",
            "month": month_of(pd.Series(day)),
        }
    )
    if not count:
        frame = pd.DataFrame(columns=frame.columns)
    truth = pd.DataFrame({"area": [area], "trees": [count]})
    return {"trees": frame, "truth/trees_truth": truth}


def source_of(format: Format, file: str, *, packed: bool = False) -> Source:
    layout = Delivery(
        *("trees", "parks", file, COLUMNS),
        format=format,
        gzip=packed,
        happened="planted_on",
        sort=("planted_on", "tree_no"),
    )
    return Source("parks", (layout,), trees)


def written(source: Source, out: Path) -> list[Filed]:
    return sorted(write_plain(source, build_city(5, 0.5), out), key=lambda f: f.file.path)


def test_parquet_by_month_is_whole_typed_and_in_order(tmp_path: Path) -> None:
    files = written(source_of("parquet", "trees_{month}.parquet"), tmp_path)[:-1]
    assert [f.file.path[-15:-8] for f in files][:3] == ["2023-01", "2023-02", "2023-03"]
    read = [pq.read_table(tmp_path / f.file.path).to_pandas() for f in files]
    copies = sum(d.kind == "duplicate_row" for f in files for d in f.defects)
    assert sum(f.file.rows for f in files) == sum(map(len, read)) == 12 * EACH + copies
    kinds = {d.kind for f in files for d in f.defects}
    assert {"wrong_unit", "unknown_code", "future_date", "missing_key"} <= kinds
    assert not {"impossible_date", "text_in_number", "too_few_columns"} & kinds
    assert copies and sum(len(f.defects) for f in files) == 48
    for filed, frame in zip(files, read, strict=True):
        clean = np.ones(len(frame), dtype=bool)
        clean[[d.row - 1 for d in filed.defects]] = False
        assert frame[clean]["planted_on"].is_monotonic_increasing
        assert frame[clean]["height_m"].between(2, 20).all() and frame[clean]["tree_no"].is_unique
        for defect in filed.defects:
            row = frame.iloc[defect.row - 1]
            assert defect.kind != "wrong_unit" or row["height_m"] > 60
            assert defect.kind != "missing_key" or row["tree_no"] is None
        late = [row - 1 for row, _ in filed.late]
        other = frame[clean].drop(index=late)["planted_on"].map(lambda day: f"{day:%Y-%m}")
        assert set(other) <= {filed.file.path[-15:-8]}


def test_a_packed_snapshot_of_json_lines(tmp_path: Path) -> None:
    filed, truth = written(source_of("jsonl", "trees.jsonl.gz", packed=True), tmp_path)
    lines = gzip.decompress((tmp_path / filed.file.path).read_bytes()).decode().splitlines()
    assert len(lines) == filed.file.rows and filed.late == ()
    rows = [json.loads(line) for line in lines]
    broken = {d.row: d for d in filed.defects}
    for number, row in enumerate(rows, 1):
        assert list(row) == [c.name for c in COLUMNS]
        assert number in broken or isinstance(row["height_m"], float)
    text = (tmp_path / truth.file.path).read_text().splitlines()
    assert text[0] == "area,trees" and len(text) == 25 and text[2] == "1,0"


@pytest.mark.parametrize(("format", "end"), [("xlsx", "xlsx"), ("geojson", "geojson")])
def test_twice_the_same_bytes(format: Format, end: str, tmp_path: Path) -> None:
    source = source_of(format, f"trees.{end}")
    assert written(source, tmp_path / "a") == written(source, tmp_path / "b")
    one, two = ((tmp_path / name / f"parks/trees.{end}").read_bytes() for name in "ab")
    assert one == two


def test_what_is_not_declared_is_refused(tmp_path: Path) -> None:
    source = Source("parks", (), trees)
    with pytest.raises(ValueError, match="parks draws trees, which is none of its deliveries"):
        written(source, tmp_path)
