"""Whatever a contract's entries say, there is a feed that reads files, or an error in words."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import CityLakeError, DeliveryRefused
from tests.examples import examples
from tests.store.dog_contract import CONTRACT, read_as
from tests.store.parks import read

SERVER = ("format", "delimiter", "encoding", "path", "type", "location", "schema")
OURS = ("fills", "known", "deliveryMode", "identity", "repeats", "refuseOver", "repairWithin")
OURS += ("deletes", "finalNewline", "lineBreaks", "quote", "except", "nothing")
COLUMN = ("name", "physicalName", "logicalType", "physicalType", "required", "primaryKey", "unique")
COLUMN += ("classification", "tags", "logicalTypeOptions", "customProperties", "quality")
ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "\0",
            "\n",
            "é",
            "¦",
            ";;",
            '"',
            "'",
            "tab",
            "none",
            "null",
            "true",
            "-1",
            "nan",
        ),
        *(
            "inf",
            "1e999",
            "9" * 40,
            "../x",
            "/etc/passwd",
            "utf-16",
            "base64",
            "rot13",
            "undefined",
        ),
        *(
            "csv",
            "json",
            "xlsx",
            "gtfs",
            "jsonl",
            "snapshot",
            "increment",
            "correction",
            "tag",
            "[",
        ),
        *(0, -1, 2**70, 1.5, float("nan"), True, False, None, [], {}, ["x"], {"x": "y"}),
        *({"format": "QQ"}, {"pattern": "("}, {"minimum": "x"}, [{"property": "decimal"}]),
    ]
) | st.text(max_size=6)
DATA = "Tag No,Seen,weight\n1,02.01.2020,3.5\n"


@settings(max_examples=examples(250), deadline=None)
@given(
    of=st.sampled_from(
        [*(("server", n) for n in SERVER), *(("ours", n) for n in OURS)]
        + [("column", n) for n in COLUMN]
    ),
    value=ODD,
)
@example(("server", "encoding"), "base64")
@example(("server", "encoding"), "utf-16")
@example(("server", "delimiter"), "¦")
@example(("server", "delimiter"), '"')
def test_any_entry_makes_a_feed_or_a_clear_error(of: tuple[str, str], value: Any) -> None:
    said = copy.deepcopy(CONTRACT)
    where, name = of
    if where == "server":
        said["servers"][0][name] = value
    elif where == "column":
        said["schema"][0]["properties"][0][name] = value
    else:
        others = [p for p in said["customProperties"] if p["property"] != name]
        said["customProperties"] = [*others, {"property": name, "value": value}]
    with tempfile.TemporaryDirectory() as folder:
        try:
            feed = read_as(Path(folder), said)
        except CityLakeError as error:
            assert error.what and error.todo
            return
        data = DATA.replace(",", feed.delimiter)
        try:
            read(data, Path(folder), feed)
        except DeliveryRefused as error:
            assert error.what and error.todo
