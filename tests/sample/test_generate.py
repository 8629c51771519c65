"""The same seed gives the same bytes; another seed another city of the same size."""

import csv
import time
from pathlib import Path

import pytest

from lakehouse.sample import DELIVERIES, Manifest, generate

SMALL = 0.1
TRUE_WORDS = ("inspector", "logit", "effect", "leniency", "neighbourhood", "critical", "duplicate")


def counts(made: Manifest) -> dict[str, int]:
    return {name: made.rows(name) for name in DELIVERIES}


def test_the_same_seed_writes_the_same_bytes(
    folder: Path, manifest: Manifest, tmp_path: Path
) -> None:
    again = generate(tmp_path, manifest.seed, manifest.scale)
    assert again == manifest
    for file in manifest.files:
        assert (folder / file.path).read_bytes() == (tmp_path / file.path).read_bytes()


def test_writing_over_an_older_city_leaves_nothing_of_it(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", 1, SMALL)
    generate(tmp_path / "b", 2, SMALL)
    assert generate(tmp_path / "b", 1, SMALL) == first
    written = {p.relative_to(tmp_path / "b").as_posix() for p in tmp_path.glob("b/*/*")}
    assert written == {f.path for f in first.files}


def test_another_seed_differs_in_content_but_not_in_size(
    manifest: Manifest, tmp_path: Path
) -> None:
    other = generate(tmp_path, manifest.seed + 1, manifest.scale)
    same = {f.sha256 for f in other.files} & {f.sha256 for f in manifest.files}
    assert not same
    for name, count in counts(manifest).items():
        assert counts(other)[name] == pytest.approx(count, rel=0.05), name


def test_the_full_city_has_its_size_and_is_quick(tmp_path: Path) -> None:
    began = time.perf_counter()
    full = counts(generate(tmp_path, 7, 1.0))
    assert time.perf_counter() - began < 15
    assert full["food_inspections"] == pytest.approx(16_000, rel=0.05)
    assert full["sanitation_requests"] == pytest.approx(35_000, rel=0.03)
    assert full["burglaries"] == pytest.approx(30_000, rel=0.03)
    assert full["weather_daily"] == pytest.approx(1_100, rel=0.01)


def test_files_look_as_documented(folder: Path, manifest: Manifest) -> None:
    for layout in DELIVERIES.values():
        years = (2021, 2022, 2023, 2024) if "{year}" in layout.file else (0,)
        for year in years:
            data = (folder / layout.path(year)).read_bytes()
            assert data.startswith(b"\xef\xbb\xbf") == layout.byte_order_mark
            assert b"\r" not in data and data.endswith(b"\n")
            head = data.split(b"\n")[0].decode(layout.encoding).removeprefix("\ufeff")
            assert next(csv.reader([head], delimiter=layout.delimiter)) == layout.header
    assert b"Caf\xe9" in (folder / "health/food_inspections_2022.csv").read_bytes()
    assert "Café".encode() in (folder / "licensing/food_licences.csv").read_bytes()


def test_no_delivered_column_carries_truth(folder: Path, manifest: Manifest) -> None:
    names = {column for layout in DELIVERIES.values() for column in layout.header}
    assert not [n for n in names for word in TRUE_WORDS if word in n]
    truth = (folder / "truth/inspectors_truth.csv").read_text().splitlines()[0].split(",")
    assert truth == ["inspector_no", "leniency", "interval_habit"]
    delivered = {f.path.split("/")[0] for f in manifest.files if f.rows}
    assert delivered == {d.department for d in DELIVERIES.values()} and "truth" not in delivered


def test_the_manifest_knows_no_other_delivery(manifest: Manifest) -> None:
    with pytest.raises(KeyError):
        manifest.rows("crashes")


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="seed of 0 or more"):
        generate(tmp_path, -1)
    assert not list(tmp_path.iterdir())
