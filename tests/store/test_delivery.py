"""A delivered file is found, hashed and held against the encoding and the end it should have."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.sample.folder import FILES
from lakehouse.store.formats import delivery as module
from lakehouse.store.formats import packed
from lakehouse.store.formats.delivery import delivered_files, inspect_file, refuse_damaged
from lakehouse.store.formats.packed import AsUtf8
from tests.store.parks import deliver, dog_feed, dogs, lines

GOOD = lines(dogs([1, 2]))


def files_of(folder: Path, glob: str, but: str = "") -> list[str]:
    found = delivered_files(dog_feed(glob=glob, but=but), folder)
    return [p.relative_to(folder).as_posix() for p in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A departments' folder with three files, and a secret beside it."""
    (tmp_path / "secret.csv").write_text(GOOD)
    for name in ("dog_2.csv", "dog_1.csv", "dog_old.csv", ".dog_3.csv", "cat.csv"):
        file = tmp_path / "in" / "parks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(GOOD)
    (tmp_path / "in" / "parks" / "dog_folder.csv").mkdir()
    return tmp_path / "in"


def test_files_come_by_name_without_hidden_ones_and_folders(folder: Path) -> None:
    assert files_of(folder, "parks/dog*.csv") == [
        "parks/dog_1.csv",
        "parks/dog_2.csv",
        "parks/dog_old.csv",
    ]
    assert files_of(folder, "parks/*dog_3.csv") == []


def test_the_exception_is_left_out(folder: Path) -> None:
    assert files_of(folder, "parks/dog*.csv", "parks/*_old.csv") == [
        "parks/dog_1.csv",
        "parks/dog_2.csv",
    ]


@pytest.mark.parametrize("glob", ["../secret.csv", "../*.csv", "parks/../../secret.csv"])
def test_a_pattern_that_climbs_out_finds_nothing(folder: Path, glob: str) -> None:
    assert list(folder.glob(glob)), "the trick itself must work"
    assert delivered_files(dog_feed(glob=glob), folder) == []


def test_an_absolute_pattern_finds_nothing(folder: Path) -> None:
    assert delivered_files(dog_feed(glob=f"{folder.parent}/secret.csv"), folder) == []


def test_links_that_lead_out_find_nothing_and_links_inside_do(folder: Path) -> None:
    (folder / "parks" / "dog_link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "away").symlink_to(folder.parent)
    (folder / "parks" / "dog_same.csv").symlink_to(folder / "parks" / "cat.csv")
    assert "parks/dog_link.csv" not in files_of(folder, "parks/dog*.csv")
    assert "parks/dog_same.csv" in files_of(folder, "parks/dog*.csv")
    assert files_of(folder, "away/*.csv") == []


def test_what_a_generated_city_keeps_beside_its_deliveries_is_never_found(folder: Path) -> None:
    for name in ("truth", "damaged"):
        (folder / name).mkdir()
        (folder / name / "dog_9.csv").write_text(GOOD)
    (folder / "parks" / "dog_9.csv").symlink_to(folder / "truth" / "dog_9.csv")
    assert len(files_of(folder, "*/dog_9.csv")) == 3, "a city's own folders may be called so"
    (folder / FILES).write_text("path")
    assert files_of(folder, "*/dog_9.csv") == []
    assert "parks/dog_1.csv" in files_of(folder, "**/*.csv")


def test_a_folder_that_is_itself_a_link_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(folder)
    assert files_of(tmp_path / "linked", "parks/dog_1.csv") == ["parks/dog_1.csv"]


def test_a_missing_folder_is_said_with_the_variable_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DeliveryMissing, match="does not exist") as caught:
        delivered_files(dog_feed(), tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in caught.value.what
    assert "CITYLAKE_DATA" in caught.value.todo


def test_what_is_known_of_a_file_is_its_content(tmp_path: Path) -> None:
    found = deliver(GOOD, tmp_path)
    assert found.hash == hashlib.sha256(GOOD.encode()).hexdigest()
    assert (found.file, found.size, found.last_byte) == ("parks/dog.csv", len(GOOD), b"\n")
    assert found.bad_byte is None and not found.looks_utf8
    other = deliver(GOOD + "3,Bo,2020-01-01\n", tmp_path)
    assert other.hash != found.hash


def test_the_first_byte_that_is_no_text_is_found_in_any_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lines(["1,Zoë,2020-01-01"]).encode() + b"2,Zo\xeb,2020-01-01\n"
    monkeypatch.setattr(module, "CHUNK", 1)
    assert deliver(data, tmp_path).bad_byte == data.index(b"\xeb,")
    cut = data[: data.index(b"\xeb,") + 1]
    assert deliver(cut, tmp_path).bad_byte == len(cut) - 1
    assert not deliver(cut, tmp_path).looks_utf8
    assert deliver(lines(["1,Zoë,2020-01-01"]), tmp_path).bad_byte is None


@pytest.mark.parametrize("chunk", [1, 2, 3, 1 << 20])
def test_utf8_is_recognised_however_the_chunks_cut_its_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    latin = dog_feed(encoding="iso-8859-1")
    assert deliver(lines(["1,Zoë,2020-01-01"]).encode(), tmp_path, latin).looks_utf8
    assert not deliver(lines(["1,Zoë,2020-01-01"]).encode("latin-1"), tmp_path, latin).looks_utf8
    assert not deliver(lines(["1,Zoe,2020-01-01"]), tmp_path, latin).looks_utf8


def refusal(data: str | bytes, folder: Path, **changes: object) -> DeliveryRefused:
    with pytest.raises(DeliveryRefused) as caught:
        refuse_damaged(deliver(data, folder, dog_feed(**changes)))
    error = caught.value
    assert error.what.startswith("dog: parks/dog.csv ")
    assert error.todo.startswith("Ask Parks to deliver it")
    return error


def test_a_good_file_is_not_refused(tmp_path: Path) -> None:
    refuse_damaged(deliver(GOOD, tmp_path))
    refuse_damaged(deliver(GOOD.replace("\n", "\r"), tmp_path))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "is empty" in refusal("", tmp_path).what


def test_a_file_cut_in_the_middle_of_a_row_is_refused(tmp_path: Path) -> None:
    error = refusal(GOOD[:-5], tmp_path)
    assert "ends in the middle of a row" in error.what
    assert "finalNewline: false in town/dog.odcs.yaml" in error.todo
    refuse_damaged(deliver(GOOD[:-1], tmp_path, dog_feed(final_newline=False)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("agreed", ["utf-8", "iso-8859-1"])
def test_utf16_is_refused(tmp_path: Path, encoding: str, agreed: str) -> None:
    error = refusal(GOOD.encode(encoding), tmp_path, encoding=agreed)
    assert f"is not text in {agreed}" in error.what and "UTF-16" in error.what
    assert f"deliver it in {agreed}" in error.todo


@pytest.mark.parametrize("agreed", ["iso-8859-1", "ISO-8859-1", "windows-1252"])
def test_utf8_is_refused_where_another_encoding_is_agreed(tmp_path: Path, agreed: str) -> None:
    data = lines(["1,Zoë,2020-01-01"])
    error = refusal(data.encode(), tmp_path, encoding=agreed)
    assert f"is UTF-8, the contract says {agreed}" in error.what
    assert "change encoding in town/dog.odcs.yaml" in error.todo
    refuse_damaged(deliver(data.encode("cp1252"), tmp_path, dog_feed(encoding=agreed)))


def test_a_quote_never_closed_is_refused_where_values_may_hold_line_breaks(tmp_path: Path) -> None:
    data = lines(['1,"Rex,2020-01-01', *dogs([2])])
    assert "a quoted field is never closed" in refusal(data, tmp_path, line_breaks=True).what
    refuse_damaged(deliver(data, tmp_path))
    refuse_damaged(deliver(lines(['1,"Re\nx",2020-01-01']), tmp_path, dog_feed(line_breaks=True)))


@pytest.mark.parametrize("chunk", [1, 5, 1 << 20])
def test_the_stream_is_the_text_as_utf8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(packed, "CHUNK", chunk)
    file = tmp_path / "a.csv"
    file.write_bytes("Zoë, Łódź\n".encode() + b"\xeb!\xc5")
    with io.BufferedReader(AsUtf8(file.open("rb"), "utf-8")) as stream:
        assert stream.read().decode("utf-8") == "Zoë, Łódź\n\ufffd!\ufffd"
    file.write_bytes("Zoë".encode("latin-1"))
    with io.BufferedReader(AsUtf8(file.open("rb"), "latin-1")) as stream:
        assert stream.read() == "Zoë".encode()


def test_a_closed_stream_closes_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    before = len(os.listdir("/proc/self/fd"))
    stream = AsUtf8((tmp_path / "a.csv").open("rb"), "utf-8")
    assert len(os.listdir("/proc/self/fd")) == before + 1
    stream.close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_file_is_named_below_the_departments_folder(tmp_path: Path) -> None:
    deliver(GOOD, tmp_path)
    found = inspect_file(dog_feed(), tmp_path / "parks" / "dog.csv", tmp_path / "parks")
    assert found.file == "dog.csv"
