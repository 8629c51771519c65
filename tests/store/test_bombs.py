"""A small file that would become very much is refused before it does, with what to do about it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats import held_json, packed, pieces, shared_texts
from lakehouse.store.formats.packed import MIB
from lakehouse.store.landed import staged
from tests.examples import examples
from tests.store.parks import dog_feed, read
from tests.store.workbook import MAIN, workbook

PARQUET, XLSX = dog_feed(format="parquet"), dog_feed(format="xlsx")
JSON, GEOJSON = dog_feed(format="json"), dog_feed(format="geojson")


@pytest.fixture
def memory() -> Iterator[pa.MemoryPool]:
    """What Arrow takes for itself meanwhile."""
    before, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(pool)
    yield pool
    pa.set_memory_pool(before)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DeliveryRefused) as caught:
        act()
    assert caught.value.what.startswith("dog: parks/dog.csv ") and "Ask Parks" in caught.value.todo
    return caught.value.what


def parquet(names: pa.Array, **options: object) -> bytes:
    none = pa.nulls(len(names), pa.string())
    sink = io.BytesIO()
    table = pa.table({"Tag": none, "Name": names, "Seen": none})
    pq.write_table(table, sink, compression="zstd", **options)
    return sink.getvalue()


def repeated(value: str | bytes, times: int, kind: pa.DataType) -> pa.Array:
    places = pa.array(np.zeros(times, np.int32))
    return pa.DictionaryArray.from_arrays(places, pa.array([value], kind))


@pytest.mark.parametrize("kind", [pa.string(), pa.binary(), pa.binary(100_000)])
@pytest.mark.parametrize("store_schema", [True, False])
def test_a_long_text_that_every_row_of_a_parquet_file_repeats(
    kind: pa.DataType, store_schema: bool, tmp_path: Path, memory: pa.MemoryPool
) -> None:
    value = "x" * 100_000 if kind == pa.string() else b"x" * 100_000
    times = 700 if kind == pa.binary(100_000) else 60_000  # Arrow writes out what is of one width
    bomb = parquet(repeated(value, times, kind), store_schema=store_schema)
    assert len(bomb) < 4096
    said = refused(lambda: read(bomb, tmp_path, PARQUET))
    assert "unpacks to more than 64 MiB" in said
    assert memory.max_memory() < 200 * MIB, "6 GB if every row is written out"


def test_as_much_as_is_allowed_of_it_is_read_in_pieces(
    tmp_path: Path, memory: pa.MemoryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PIECE", MIB)
    data = parquet(repeated("x" * 10_000, 3_000, pa.string()))
    found = read(data, tmp_path, PARQUET)
    assert len(found.rows) == 3_000 and {c[1] for c in found.cells} == {"x" * 10_000}
    assert [r["_row"] for r in found.rows] == list(range(1, 3_001))


def test_very_many_rows_of_nothing(tmp_path: Path, memory: pa.MemoryPool) -> None:
    data = parquet(pa.nulls(30_000_000, pa.string()))
    assert len(data) < 300_000
    before = memory.max_memory()
    assert "unpacks to more than 64 MiB" in refused(lambda: read(data, tmp_path, PARQUET))
    assert memory.max_memory() - before < 8 * MIB


def test_a_parquet_file_whose_pages_unpack_to_too_much(
    tmp_path: Path, memory: pa.MemoryPool
) -> None:
    data = parquet(pa.array(["x" * (80 * MIB)]))
    assert len(data) < 20_000
    before = memory.max_memory()
    assert "unpacks to more than 64 MiB" in refused(lambda: read(data, tmp_path, PARQUET))
    assert memory.max_memory() - before < 8 * MIB


@settings(max_examples=examples(60), deadline=None)
@given(
    rows=st.lists(st.tuples(st.none() | st.text(max_size=9), st.none() | st.integers(0, 9))),
    most=st.integers(1, 40),
    encoded=st.booleans(),
)
def test_pieces_are_all_rows_in_order_each_with_its_size(
    rows: list[tuple[str | None, int | None]], most: int, encoded: bool
) -> None:
    texts = pa.array([r[0] for r in rows], pa.string())
    numbers = pa.array([r[1] for r in rows], pa.int64())
    columns = [texts.dictionary_encode() if encoded else texts, numbers]
    batch = pa.record_batch(columns, names=["t", "n"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", most)
        found = list(pieces.pieces(batch))
    told = [tuple(r.values()) for piece, _ in found for r in piece.to_pylist()]
    assert told == rows
    for piece, size in found:
        assert size == sum(2 + len((t or "").encode()) for t in piece.column(0).to_pylist())
        assert size <= most or piece.num_rows == 1


def sharing(text: str, cells: int, cell: str = '<c r="A{0}" t="s"><v>0</v></c>') -> bytes:
    """A workbook whose column A has a text that is stored once."""
    rows = "".join(f'<row r="{n}">{cell.format(n)}</row>' for n in range(2, cells + 2))
    head = "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC", start=1))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>{rows}</sheetData>'
    texts = "".join(f"<si><t>{t}</t></si>" for t in (text, "Tag", "Name", "Seen"))
    parts = {
        "xl/worksheets/sheet1.xml": sheet + "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([1]))) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "xl/_rels/workbook.xml.rels":
                link = '<Relationship Id="rt" Type="{}/sharedStrings" Target="sharedStrings.xml"/>'
                office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                data = data.replace("</Rel", link.format(office) + "</Rel")
            new.writestr(name, parts.get(name, data))
        new.writestr("xl/sharedStrings.xml", parts["xl/sharedStrings.xml"])
    return sink.getvalue()


def test_cells_that_share_a_text_have_it(tmp_path: Path) -> None:
    found = read(sharing("Rex &amp; Bo", 3), tmp_path, XLSX)
    assert [c[0] for c in found.cells] == ["Rex & Bo"] * 3


def test_a_shared_text_longer_than_a_cell_holds(tmp_path: Path) -> None:
    assert len(read(sharing("x" * 32_767, 1), tmp_path, XLSX).rows) == 1
    bomb = sharing("x" * 1_000_000, 397)
    assert len(bomb) < 10_000
    said = refused(lambda: read(bomb, tmp_path, XLSX))
    assert "has a text of 1,000,000 characters; a cell holds 32,767 at most" in said


ODD = '<c r="A{0}" t="s"><f>A1</f><v>0</v></c>'


@pytest.mark.parametrize(
    "cell", ['<c r="A{0}" t="s"><v>0</v></c>', "<c t = 's'><v> 0 </v></c>", ODD]
)
@pytest.mark.parametrize("chunk", [97, MIB])
def test_a_text_that_very_many_cells_share(
    cell: str, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "ALWAYS", MIB)
    monkeypatch.setattr("lakehouse.store.formats.workbook_parts.CHUNK", chunk)
    bomb = sharing("x" * 30_000, 400, cell)
    assert len(bomb) * packed.TIMES < 400 * 30_000
    assert "unpacks to more than 1 MiB" in refused(lambda: read(bomb, tmp_path, XLSX))


def test_a_long_text_beside_very_many_short_ones_is_no_harm(tmp_path: Path) -> None:
    """The cells' own texts count, not the longest for each."""
    cell = '<c r="A{0}" t="s"><v>1</v></c>'
    found = read(sharing("x" * 32_767, 5_000, cell), tmp_path, XLSX)
    assert len(found.rows) == 5_000
    assert shared_texts.shared_text(b"<c t='s'><v>1</v></c>" * 9, np.array([32_767, 3])) == 27


def test_two_lists_of_shared_texts(tmp_path: Path) -> None:
    sink = io.BytesIO(sharing("Rex", 1))
    with zipfile.ZipFile(sink, "a") as parts:
        parts.writestr("xl/SHAREDstrings.xml", "<sst/>")
    assert "has 2 lists of shared texts" in refused(lambda: read(sink.getvalue(), tmp_path, XLSX))


def test_what_is_read_aloud_is_no_text_of_a_cell() -> None:
    part = io.BytesIO(
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>ab</x:t><x:rPh sb="0" eb="1"><x:t>cde</x:t></x:rPh>'
        "</x:si><x:si><x:r><x:t>f</x:t></x:r><x:r><x:t>&#233;g</x:t></x:r></x:si></x:sst>".encode()
    )
    assert list(shared_texts.text_lengths(part)) == [2, 3]


MANY = {
    "empty objects": lambda n: "[" + ",".join(["{}"] * n) + "]",
    "numbers": lambda n: '[{"Tag": [' + ",".join(["1.5"] * n) + "]}]",
    "lists": lambda n: '[{"Tag": [' + ",".join(["[]"] * n) + "]}]",
}


@pytest.mark.parametrize("many", MANY)
@pytest.mark.parametrize("zipped", [True, False])
def test_json_of_very_many_values(
    many: str, zipped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_json, "MOST_VALUES", 5_000)
    data = MANY[many](5_000).encode()
    said = refused(lambda: read(gzip.compress(data) if zipped else data, tmp_path, JSON))
    assert "holds more than 5,000 values: too much to be held in memory" in said
    whole = f'{{"type": "FeatureCollection", "features": {data.decode()}}}'
    assert "holds more than 5,000 values" in refused(lambda: read(whole, tmp_path, GEOJSON))
    monkeypatch.setattr(held_json, "MOST_VALUES", 20_000)
    rows = [{"Tag": "1", "Name": "a", "Seen": "b"}] * 5_000
    assert len(read(json.dumps(rows), tmp_path, JSON).rows) == 5_000


def test_json_of_too_much_text_whether_packed_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_json, "MOST_IN_MEMORY", 2 * MIB)
    data = json.dumps([{"Tag": "x" * (3 * MIB), "Name": "a", "Seen": "b"}])
    said = refused(lambda: read(data, tmp_path, JSON))
    assert "is text of more than 2 MiB" in said


def test_long_rows_are_held_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "MOST_HELD", 100)
    schema = pa.schema([("t", pa.string()), ("_row", pa.int64())])
    rows = [("x" * 60, n) for n in range(6)] + [("y", n) for n in range(6, 11)]
    found = list(staged.row_batches(iter(rows), schema, 4))
    assert [b.num_rows for b in found] == [2, 2, 2, 4, 1]
    assert [r for b in found for r in b.column(1).to_pylist()] == list(range(11))
