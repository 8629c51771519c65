"""What a release holds: the results that are there, and why the others are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.run.published.released import missing_results
from lakehouse.tables import published


@pytest.fixture
def run() -> Any:
    """A run for which the tables are there that ``names`` names."""
    there: set[str] = set()
    catalogue = SimpleNamespace(tables={}, left_out={})
    return SimpleNamespace(there=lambda t: t.name in there, names=there, catalogue=catalogue)


def test_a_result_is_missing_for_want_of_data_or_of_a_step(run: Any) -> None:
    listed = published.premises_to_inspect_first
    run.catalogue.tables[listed.name] = listed
    run.catalogue.left_out |= {"published.beds": "surveillance.hospital_day", "risk.beds": "x"}
    assert missing_results(run) == {
        "premises_to_inspect_first": "", "beds": "surveillance.hospital_day",
    }  # fmt: skip
    run.names.add(listed.name)
    assert missing_results(run) == {"beds": "surveillance.hospital_day"}
