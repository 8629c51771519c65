"""What citylake quality says of single deliveries and of joins, from the platform's own tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from lakehouse.declare.table import Table
from lakehouse.run.quality.quality_lines import drifted, joined, known_frame, noticed
from lakehouse.store.delta.once import arrow_schema
from lakehouse.tables.governance import notice, quality, quality_drift, step_balance

JUNE = date(2024, 6, 1)


def write(lake: Path, table: Table, *rows: tuple[Any, ...]) -> None:
    each = [dict(zip(table.column_names, row, strict=True)) for row in rows]
    said = pa.Table.from_pylist(each, schema=arrow_schema(table))
    write_deltalake(str(lake / table.schema / table.last), said)


def delivery(feed: str, n: int, day: date, rows: str | None, verdict: str | None) -> Any:
    place = (feed, f"{feed}{n}", "city.dog", n, f"parks/{feed}_{n}.csv", day)
    return (*place, 30, 50.0, 90.0, rows, 3, 0.1, 0.02, verdict)


def test_only_recent_deliveries_that_are_unlike_the_others_are_told(tmp_path: Path) -> None:
    assert drifted(tmp_path, ["dog"]) == []
    write(
        tmp_path,
        quality_drift,
        delivery("dog", 1, date(2024, 1, 1), "few", "worse"),  # long ago
        delivery("dog", 2, JUNE, "usual", "usual"),
        delivery("dog", 3, JUNE, "few", "worse"),
        delivery("dog", 4, JUNE, None, "better"),
        delivery("cat", 1, JUNE, "many", None),
    )
    assert drifted(tmp_path, ["dog"]) == [
        "dog: parks/dog_3.csv: 10.00% of its rows are broken, usual are up to 2.00%",
        "dog: parks/dog_3.csv: few rows, 30; usual are 50 to 90",
    ]
    assert [line.split(":")[0] for line in drifted(tmp_path, ["cat"])] == ["cat"]


def test_refusals_and_warnings_are_told_of_the_feed_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        notice,
        ("dog", "city.dog", JUNE, "refused", "dog_3.csv breaks its contract"),
        ("cat", "city.cat", JUNE, "warned", "cat_1.csv has the new column Age"),
    )
    assert noticed(tmp_path, "dog") == ["  2024-06-01  refused: dog_3.csv breaks its contract"]


def test_a_join_is_told_from_what_most_rows_met(tmp_path: Path) -> None:
    site, crash = "city.site_crash", "transport.crash"
    write(
        tmp_path,
        step_balance,
        (site, crash, "all", "no street within 60 m", 1000, 100),
        (site, crash, "all", "matched", 1000, 900),
        ("city.event_location", "city.event", "tract", "matched", 50, 50),
    )
    assert joined(tmp_path, [site]) == [
        f"{site}: of 1,000 rows of {crash} 90.0% matched, 10.0% no street within 60 m"
    ]
    assert joined(tmp_path, ["city.event_location"]) == [
        "city.event_location: of 50 rows of city.event (tract) 100.0% matched"
    ]
    assert joined(tmp_path, ["city.event"]) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_table_of_an_earlier_version_lacks_columns_and_no_more(
    tmp_path: Path, there: bool
) -> None:
    if there:
        old = pa.table({"feed": ["dog"], "rule": ["Tag is missing"]})
        write_deltalake(str(tmp_path / "governance" / "quality"), old)
    frame = known_frame(tmp_path, quality)
    assert list(frame.columns) == quality.column_names and len(frame) == int(there)
