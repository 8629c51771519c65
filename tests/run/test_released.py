"""What a release holds: the results that are there, and why the others are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.run.released import missing_results
from lakehouse.tables import published


@pytest.fixture
def run() -> Any:
    """A run of a city whose lake holds the tables that are named in ``lake.there``."""
    there: set[str] = set()
    lake = SimpleNamespace(exists=lambda t: t.name in there, there=there)
    return SimpleNamespace(lake=lake, catalogue=SimpleNamespace(tables={}, left_out={}))


def test_a_result_is_missing_for_want_of_data_or_of_a_step(run: Any) -> None:
    listed = published.premises_to_inspect_first
    run.catalogue.tables[listed.name] = listed
    run.catalogue.left_out |= {"published.beds": "surveillance.hospital_day", "risk.beds": "x"}
    assert missing_results(run) == {
        "premises_to_inspect_first": "", "beds": "surveillance.hospital_day",
    }  # fmt: skip
    run.lake.there.add(listed.name)
    assert missing_results(run) == {"beds": "surveillance.hospital_day"}
