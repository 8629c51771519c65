"""What a release holds: results, what is missing, and the outlines of the areas."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lakehouse.run.released import area_outlines, missing_results
from lakehouse.tables import planning, published

CORNERS = "[{0}, 52], [{1}, 52], [{1}, 52.1], [{0}, 52.1], [{0}, 52]"
BOX = '{{"type": "Polygon", "coordinates": [[' + CORNERS + "]]}}"
BOUNDARY = pd.DataFrame(
    {
        "community_area": [2, 1],
        "name": ["WEST END", "NORTHGATE"],
        "geometry": [BOX.format(4.1, 4.2), BOX.format(4.0, 4.1)],
    }
)


@pytest.fixture
def run() -> Any:
    """A run over a lake that holds boundaries and names of two areas."""
    names = pd.DataFrame({"community_area": [1], "name": ["Northgate"]})
    frames = {planning.community_area_boundary.name: BOUNDARY, planning.community_area.name: names}
    tables = {t.name: t for t in (planning.community_area_boundary, planning.community_area)}
    lake = SimpleNamespace(
        exists=lambda t: t.name in frames, frame=lambda t: frames[t.name], frames=frames
    )
    return SimpleNamespace(lake=lake, catalogue=SimpleNamespace(tables=tables, left_out={}))


def test_outlines_have_code_name_path_and_a_label_inside(run: Any) -> None:
    first, second = area_outlines(run)
    assert first[:2] == ("1", "Northgate") and second[:2] == ("2", "WEST END")
    assert first[2].startswith("M") and 0 < first[3] < 500 < second[3] < 1000


def test_a_city_without_boundaries_has_no_outlines(run: Any) -> None:
    run.lake.frames.clear()
    assert area_outlines(run) == ()
    run.catalogue.tables.clear()
    assert area_outlines(run) == ()


def test_a_result_is_missing_for_want_of_data_or_of_a_step(run: Any) -> None:
    listed = published.premises_to_inspect_first
    run.catalogue.tables[listed.name] = listed
    run.catalogue.left_out |= {"published.beds": "surveillance.hospital_day", "risk.beds": "x"}
    assert missing_results(run) == {
        "premises_to_inspect_first": "", "beds": "surveillance.hospital_day",
    }  # fmt: skip
    run.lake.frames[listed.name] = BOUNDARY
    assert missing_results(run) == {"beds": "surveillance.hospital_day"}
