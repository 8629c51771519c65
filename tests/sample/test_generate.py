"""The same seed gives the same bytes on every engine; another seed another city."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.errors import SettingError
from lakehouse.sample import DELIVERIES, Manifest, generate
from lakehouse.sample.departments import SOURCES
from lakehouse.sample.generate import Told
from lakehouse.sample.months import ARCHIVE, MONTHS

SMALL = 0.05
ONLY = ("food", "sanitation", "burglary", "weather")
MINE = [d for s in SOURCES if s.name in ONLY for d in s.deliveries]
TRUE_WORDS = ("inspector", "logit", "effect", "leniency", "neighbourhood", "critical", "duplicate")


def hashes(made: Manifest) -> dict[str, str]:
    return {f.path: f.sha256 for f in made.files}


def test_the_same_seed_writes_the_same_bytes_again(tmp_path: Path) -> None:
    of: dict[str, Any] = {"seed": 5, "scale": SMALL, "only": ("weather", "burglary")}
    check_same(tmp_path, once=of, again=of)


@pytest.mark.whole
def test_every_source_writes_the_same_bytes_in_any_number_of_partitions_and_again(
    spark: SparkSession, tmp_path: Path
) -> None:
    of: dict[str, Any] = {"seed": 5, "scale": SMALL}
    parted = {f"in {n}": {**of, "spark": spark, "partitions": n} for n in (1, 2, 8)}
    check_same(tmp_path, plain=of, again=of, **parted)
    found = {p.name for p in (tmp_path / "plain").iterdir()}
    assert found > {d.department for d in DELIVERIES.values()}


def check_same(folder: Path, **cities: dict[str, Any]) -> None:
    """All ways of generating write the first one's files, byte for byte, and say the same."""
    made = {name: generate(folder / name, **of) for name, of in cities.items()}
    first, *others = made
    listed = {p.relative_to(folder / first) for p in (folder / first).rglob("*") if p.is_file()}
    for name in others:
        assert hashes(made[name]) == hashes(made[first]) and made[name] == made[first], name
        found = {p.relative_to(folder / name) for p in (folder / name).rglob("*") if p.is_file()}
        assert found == listed
        differing = [
            p
            for p in listed
            if (folder / name / p).read_bytes() != (folder / first / p).read_bytes()
        ]
        assert differing == [], name


@pytest.mark.whole
def test_writing_over_an_older_city_leaves_nothing_of_it(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", 1, SMALL, only=("burglary",))
    generate(tmp_path / "b", 2, SMALL, only=("burglary", "weather"))
    assert generate(tmp_path / "b", 1, SMALL, only=("burglary",)) == first
    found = [p.relative_to(tmp_path / "b") for p in tmp_path.glob("b/**/*") if p.is_file()]
    assert {p.as_posix() for p in found} == {*hashes(first), "truth/files.csv"}


@pytest.mark.whole
def test_another_seed_differs_in_content_but_not_in_size(
    manifest: Manifest, tmp_path: Path
) -> None:
    other = generate(tmp_path / "city", manifest.seed + 1, manifest.scale, only=ONLY)
    delivered = {f.sha256 for f in manifest.files if f.rows}
    assert not {f.sha256 for f in other.files} & delivered
    for layout in MINE:
        count = manifest.rows(layout.name)
        assert other.rows(layout.name) == pytest.approx(count, rel=0.08), layout.name


@pytest.mark.whole
def test_a_source_alone_is_what_it_is_among_others(manifest: Manifest, tmp_path: Path) -> None:
    alone = generate(tmp_path / "city", manifest.seed, manifest.scale, only=("burglary",))
    mine = {p: h for p, h in hashes(alone).items() if p.startswith("police/")}
    assert len(mine) == 25 and mine.items() <= hashes(manifest).items()


def test_files_look_as_documented(folder: Path, manifest: Manifest) -> None:
    for layout in MINE:
        for month in (ARCHIVE, *MONTHS) if layout.monthly else ("",):
            data = (folder / layout.path(month)).read_bytes()
            assert data.startswith(b"\xef\xbb\xbf") == layout.byte_order_mark
            assert b"\r" not in data and data.endswith(b"\n")
            head = data.split(b"\n")[0].decode(layout.encoding).removeprefix("\ufeff")
            assert next(csv.reader([head], delimiter=layout.delimiter)) == layout.header
    assert b"Caf\xe9" in (folder / "health/food_inspections_2022-07.csv").read_bytes()
    assert "Café".encode() in (folder / "licensing/food_licences.csv").read_bytes()


def test_no_delivered_column_carries_truth(folder: Path, manifest: Manifest) -> None:
    names = {column for layout in MINE for column in layout.header}
    assert not [n for n in names for word in TRUE_WORDS if word in n]
    truth = (folder / "truth/inspectors_truth.csv").read_text().splitlines()[0].split(",")
    assert truth == ["inspector_no", "leniency", "interval_habit"]
    delivered = {f.path.split("/")[0] for f in manifest.files if f.rows}
    assert delivered == {d.department for d in MINE} and "truth" not in delivered


def test_damaged_copies_lie_beside_the_deliveries(folder: Path, manifest: Manifest) -> None:
    listed = pd.read_csv(folder / "truth/damaged_files.csv")
    assert set(listed["kind"]) == {
        "truncated_file",
        "renamed_column",
        "recoded_file",
        "header_only",
    }
    delivered = {f.path for f in manifest.files if f.rows}
    for copy, origin in zip(listed["file"], listed["copy_of"], strict=True):
        assert copy.startswith("damaged/") and copy.endswith(origin) and origin in delivered
        assert (folder / copy).read_bytes() != (folder / origin).read_bytes()


def test_each_source_is_told_when_it_is_written(tmp_path: Path) -> None:
    told: list[Told] = []
    made = generate(tmp_path / "c", 3, SMALL, only=("weather", "burglary"), told=told.append)
    assert [t.source for t in told] == ["burglary", "weather"]
    assert [t.rows for t in told] == [made.rows("burglaries"), made.rows("weather_daily")]
    assert [t.files for t in told] == [25, 25]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    generate(tmp_path / "city", 3, SMALL, only=("weather",))
    (tmp_path / "city" / "weather" / "mine.csv").write_text("a\n")
    with pytest.raises(SettingError, match=r"something else: weather/mine\.csv"):
        generate(tmp_path / "city", 4, SMALL, only=("weather",))
    (tmp_path / "file").write_text("a")
    with pytest.raises(SettingError, match="is a file"):
        generate(tmp_path / "file", 4, SMALL, only=("weather",))


def test_what_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="seed of 0 or more"):
        generate(tmp_path / "city", -1)
    with pytest.raises(SettingError, match="no source crashs"):
        generate(tmp_path / "city", only=("crashs",))
    with pytest.raises(KeyError):
        Manifest(1, 1.0, (), 0).rows("dog walks")
    assert DELIVERIES and not list(tmp_path.iterdir())
