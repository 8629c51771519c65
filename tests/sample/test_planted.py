"""An independent reader finds exactly the planted defects, in exactly those rows."""

import csv
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from lakehouse.sample import DELIVERIES, Manifest, generate
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.planted import kinds_for

END = datetime(2024, 7, 1)
ONLY = ("food", "sanitation", "burglary", "weather")


def moment(text: str, style: str) -> datetime | None:
    try:
        return datetime.strptime(text, style)
    except ValueError:
        return None


def wrong_number(column: Column, text: str) -> set[str]:
    try:
        value = float(text)
    except ValueError:
        return {"text_in_number"}
    if column.low is not None and value < column.low:
        return {"negative_number", "wrong_unit"}
    over = column.high is not None and value > column.high
    return {"over_maximum", "wrong_unit"} if over else set()


def wrong_place(lat: str, lon: str) -> set[str]:
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return {"text_in_number"}
    if north == 0 and east == 0:
        return {"zero_coordinates"}
    inside = 52.0 <= north <= 52.12 and 4.2 <= east <= 4.45
    return set() if inside else {"swapped_coordinates"}


def complaints(row: list[str], layout: Delivery) -> set[str]:
    """Everything that is wrong with one row, judged from its text alone."""
    if len(row) != len(layout.columns):
        return {"too_few_columns" if len(row) < len(layout.columns) else "too_many_columns"}
    value, found = dict(zip(layout.header, row, strict=True)), set()
    for column in layout.columns:
        text = value[column.name]
        if column.key and not text:
            found.add("missing_key")
        elif column.style == "number":
            found |= wrong_number(column, text)
        elif column.style == "code" and text not in column.codes:
            found.add("unknown_code")
        elif column.style == "text" and ("\ufffd" in text or "ï¿½" in text):
            found.add("encoding_damage")
    for column in (c for c in layout.columns if c.style == "date" and value[c.name]):
        when = moment(value[column.name], layout.date_style)
        if when is None:
            found.add("impossible_date")
        elif column.name == layout.happened and when >= END:
            found.add("future_date")
    if layout.interval and value[layout.interval[1]]:
        first, last = (moment(value[c], layout.date_style) for c in layout.interval)
        if first and last and last < first:
            found.add("end_before_start")
    if "lat" in value:
        found |= wrong_place(value["lat"], value["lon"])
    return found


def layout_of(path: str) -> Delivery:
    (layout,) = [d for d in DELIVERIES.values() if path.startswith(d.path("\0").partition("\0")[0])]
    return layout


def data_rows(path: Path, layout: Delivery) -> list[list[str]]:
    encoding = "utf-8-sig" if layout.byte_order_mark else layout.encoding
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return list(csv.reader(file, delimiter=layout.delimiter))[1:]


def found_in(folder: Path, manifest: Manifest) -> dict[tuple[str, int], set[str]]:
    found = {}
    for file in (f for f in manifest.files if f.rows):
        layout = layout_of(file.path)
        seen: set[tuple[str, ...]] = set()
        rows = data_rows(folder / file.path, layout)
        assert len(rows) == file.rows
        for number, row in enumerate(rows, 1):
            kinds = {"duplicate_row"} if tuple(row) in seen else complaints(row, layout)
            seen.add(tuple(row))
            if kinds:
                found[file.path, number] = kinds
    return found


# Rare coincidences show in some seeds and in large files only, so one city is not enough.
LARGER = [pytest.param(1, scale, marks=pytest.mark.whole) for scale in (0.2, 1.0)]


@pytest.mark.parametrize(("seed", "scale"), [(0, 0.1), *LARGER])
def test_the_truth_names_every_defect_and_nothing_else(
    seed: int, scale: float, tmp_path: Path
) -> None:
    made = generate(tmp_path / "city", seed, scale, only=ONLY)
    truth = pd.read_csv(tmp_path / "city/truth/defects_truth.csv", keep_default_na=False)
    planted = {(r.file, r.row): r.kind for r in truth.itertuples()}
    assert len(planted) == len(truth) == made.defects
    found = found_in(tmp_path / "city", made)
    assert found.keys() == planted.keys()
    assert [place for place, kind in planted.items() if kind not in found[place]] == []


def test_about_one_row_in_a_hundred_is_struck_by_every_kind(
    folder: Path, manifest: Manifest
) -> None:
    truth = pd.read_csv(folder / "truth/defects_truth.csv", keep_default_na=False)
    rows = sum(f.rows for f in manifest.files)
    assert 0.009 < len(truth) / rows < 0.012
    layout = truth["file"].map(lambda path: layout_of(path).name)
    assert set(layout) == {layout_of(f.path).name for f in manifest.files if f.rows}
    for name, here in truth.groupby(layout):
        assert set(here["kind"]) == set(kinds_for(DELIVERIES[name]))
        assert set(here["column"]) <= {*DELIVERIES[name].header, "", "lat, lon"}
    assert truth["kind"].nunique() == 15
    per_file = truth["file"].value_counts()
    size = {f.path: f.rows for f in manifest.files}
    assert all(n <= max(1, size[path] // 20) for path, n in per_file.items())


def test_late_rows_stand_in_a_later_month_than_theirs(folder: Path, manifest: Manifest) -> None:
    late = pd.read_csv(folder / "truth/repaired_truth.csv")
    assert len(late) > 10 and set(late["kind"]) == {"late_delivery"}
    defects = pd.read_csv(folder / "truth/defects_truth.csv")
    assert not set(zip(late["file"], late["row"], strict=True)) & set(
        zip(defects["file"], defects["row"], strict=True)
    )
    for _, row in late.iterrows():
        layout = layout_of(row["file"])
        fields = data_rows(folder / row["file"], layout)[row["row"] - 1]
        day = moment(fields[layout.header.index(layout.happened)], layout.date_style)
        assert day and row["month"] < Path(row["file"]).stem[-7:]
        assert f"{day:%Y-%m}" <= row["month"]


@pytest.mark.whole
def test_a_city_without_defects_has_none(tmp_path: Path) -> None:
    clean = generate(tmp_path / "city", 5, 0.05, Strengths(defect_share=0), only=ONLY)
    assert clean.defects == 0
    assert found_in(tmp_path / "city", clean) == {}
