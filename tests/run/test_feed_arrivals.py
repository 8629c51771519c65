"""A feed without days of its own is late by the day it last came, where its contract promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from lakehouse.run.feeds.arrivals import arrival_of, source_of
from lakehouse.store.lake import Lake
from lakehouse.store.state import Made, remember
from lakehouse.tables.governance import arrival
from tests.store.parks import dog_feed, dog_table

REGISTER = replace(dog_table(), paces=False)
CAME = ("2024-03-01T08:00:00+00:00", "2024-05-01T08:00:00+00:00")


@pytest.mark.parametrize(
    ("cadence", "as_of", "late_from", "status"),
    [
        ("monthly", date(2024, 6, 14), date(2024, 6, 15), "undated"),
        ("monthly", date(2024, 6, 15), date(2024, 6, 15), "late"),
        ("", date(2030, 1, 1), None, "undated"),
    ],
)
def test_a_register_is_late_by_its_last_delivery(
    tmp_path: Path, cadence: str, as_of: date, late_from: date | None, status: str
) -> None:
    feed, lake = dog_feed(cadence=cadence), cast(Lake, Rooted(tmp_path))
    came = [
        {"file": f"{n}.csv", "delivered": 5, "good": 5, "quarantined": 0, "landed_at": at}
        for n, at in enumerate(CAME)
    ]
    remember(tmp_path, feed.name, Made("", 0, 10, facts={"balance": came}))
    row = arrival_of(feed, source_of(lake, feed, REGISTER), as_of)
    told = dict(zip(arrival.column_names, row, strict=True))
    assert (told["last_day"], told["last_landed"]) == (None, date(2024, 5, 1))
    assert (told["late_from"], told["status"]) == (late_from, status)


class Rooted:
    """As much of a lake as a register asks for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def newest(self, *_: Any) -> date:
        raise AssertionError("a register's rows tell of no day")
