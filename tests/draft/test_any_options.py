"""Whatever the options of contract draft say, there is a draft that reads back, or an error."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import CityLakeError
from lakehouse.draft.proposal import propose
from lakehouse.draft.source import look_at
from lakehouse.draft.texts import read_texts
from lakehouse.store.contract.contracts import read_contract
from tests.draft.drawn import text_of
from tests.examples import examples
from tests.store.workbook import workbook

CSV = "a,b\n1,x\n2,é\n"
FILES = {
    "csv": CSV.encode(),
    "utf-16": CSV.encode("utf-16"),
    "json": json.dumps([{"a": 1, "b": "x"}]).encode(),
    "xlsx": workbook(["a", "b"], [1, "x"]),
}
ENCODINGS = [
    "",
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "foo",
    "base64",
    "rot13",
    "idna",
    "utf-7",
]
ENCODINGS += ["undefined", "cp037", "unicode_escape", "latin-1", "utf-8-sig", "hex", "iso2022_jp"]
DELIMITERS = [
    "",
    ",",
    ";",
    ";;",
    "¦",
    "\n",
    "\r",
    '"',
    "'",
    "\0",
    "tab",
    "\\t",
    "\t",
    " ",
    "a",
    "é",
]


@settings(max_examples=examples(150), deadline=None)
@given(
    form=st.sampled_from(sorted(FILES)),
    encoding=st.sampled_from(ENCODINGS) | st.text(max_size=12),
    delimiter=st.sampled_from(DELIMITERS) | st.text(max_size=3),
    sheet=st.sampled_from(["", "Dogs", "None", "'"]) | st.text(max_size=5),
)
@example("csv", "foo", "", "")
@example("csv", "base64", "", "")
@example("csv", "utf-16", "", "")
@example("csv", "", ";;", "")
@example("csv", "", "¦", "")
def test_any_options_make_a_draft_or_a_clear_error(
    form: str, encoding: str, delimiter: str, sheet: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dog.csv"
        file.write_bytes(FILES[form])
        try:
            source = look_at(file, encoding, delimiter, sheet)
            text = text_of(propose(source, read_texts(source)))
        except CityLakeError as error:
            assert error.what and error.todo
            return
        (Path(folder) / "dog.odcs.yaml").write_text(text, "utf-8")
        assert read_contract(Path(folder) / "dog.odcs.yaml").columns


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "dog.csv").write_bytes(CSV.encode(encoding))
    source = look_at(tmp_path / "dog.csv")
    assert source.encoding == encoding
    found = propose(source, read_texts(source))
    assert [c.header for c in found.columns] == ["a", "b"] and found.rows == 2
