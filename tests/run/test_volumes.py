"""Days on which too few or too many rows happened are told from usual ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import write_deltalake

from lakehouse.declare import Column
from lakehouse.run.quality.volumes import KEPT, volumes_of
from tests.store.parks import dog_table

FIRST = date(2019, 1, 7)  # a Monday
TABLE = dog_table()


def written(root: Path, per_day: list[int], moments: bool = False) -> list[tuple[Any, ...]]:
    """The volumes of a table with so many rows on each day."""
    days: list[Any] = [FIRST + timedelta(days=d) for d, n in enumerate(per_day) for _ in range(n)]
    table = TABLE
    if moments:
        days = [datetime.combine(d, time(23, 59), UTC) for d in days]
        seen = Column("seen_on", "timestamp", "When it was seen.")
        table = replace(TABLE, columns=[seen, *(c for c in TABLE.columns if c.name != "seen_on")])
    write_deltalake(str(root / "city" / "dog"), pd.DataFrame({"seen_on": [*days, None]}))
    return volumes_of(root, table)


@pytest.mark.parametrize("moments", [False, True], ids=["days", "moments"])
def test_a_day_without_rows_is_few_and_sundays_are_quiet(tmp_path: Path, moments: bool) -> None:
    week = [40, 40, 40, 40, 40, 9, 6]
    rows = written(tmp_path, [*week * 11, 0, *week[1:]], moments)
    assert [r[1] for r in rows] == [FIRST + timedelta(days=d) for d in range(84)]
    assert rows[77][2:] == (
        1,
        0,
        40.0,
        pytest.approx(14.7, abs=0.1),
        pytest.approx(65.3, abs=0.1),
        "few",
    )
    assert {r[-1] for r in rows[28:77] + rows[78:]} == {"usual"}
    assert {r[-1] for r in rows[:28]} == {None}


def test_of_rare_rows_whole_weeks_are_counted(tmp_path: Path) -> None:
    rows = written(tmp_path, [0, 0, 0, *[1, 0, 2, 0, 0, 1, 1] * 12])
    assert {r[2] for r in rows} == {7} and {r[3] for r in rows} == {5}
    assert len(rows) == 12 and rows[-1][1] == FIRST + timedelta(days=86)


def test_only_the_last_days_are_kept(tmp_path: Path) -> None:
    rows = written(tmp_path, [5] * 900)
    assert len(rows) == KEPT and rows[0][-1] == "usual"


def test_a_table_without_a_day_has_no_volume(tmp_path: Path) -> None:
    frame = pd.DataFrame({"seen_on": pd.Series([None], dtype="datetime64[us]")})
    write_deltalake(str(tmp_path / "city" / "dog"), frame)
    assert volumes_of(tmp_path, TABLE) == []
