"""Whatever file is drafted from, there is a draft that can be read back, or an error in words."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import CityLakeError
from lakehouse.store.contract.contracts import read_contract
from tests.draft.drawn import drafted, text_of
from tests.examples import examples

PIECES = st.sampled_from(
    [
        *("a", "b;c", "1,5", "\n", "\r\n", ",", ";", '"', '""', "\t", "2020-01-02", "é", "\ufeff"),
        *("{", "}", "[", "]", '{"a": 1}', '{"type": "FeatureCollection", "features": []}', "N/A"),
        *("%", "<", "\0", "01/02/2020", "$3", "=1+1", " ", "'", "#", ": ", "- ", "null", "yes"),
        *("0" * 30, "x" * 300, "\x85", "\u2028", "\\"),
    ]
)


@settings(max_examples=examples(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(PIECES, max_size=40).map(lambda p: "".join(p).encode()), st.binary()))
@example(b"PAR1")
@example(b"PK\x03\x04xl/")
@example(b"\x1f\x8b\x08broken")
@example(b"a,b\n1,\xff\xfe\n")
@example(b"a\nb\n" * 3)
@example(b"x: y,- a,#b,{c\n1,2,3,4\n" * 1)
@example(b"No,no,NO\n1,2,3\n2,3,4\n")
@example(b",\n,\n,\n")
def test_any_bytes_make_a_draft_or_a_clear_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            text = text_of(drafted(Path(folder), data))
        except CityLakeError as error:
            assert error.what and error.todo
            return
        file = Path(folder) / "dog.odcs.yaml"
        file.write_text(text, "utf-8")
        assert read_contract(file).columns
