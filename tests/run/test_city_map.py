"""The map of a city has its areas in order, and none where no outlines were delivered."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.run.published.city_map import city_map
from lakehouse.store.lake import Lake
from lakehouse.tables import city
from tests.conftest import TableOf

pytestmark = pytest.mark.doors
AREAS = """
    area_kind      | area | name  | geometry
    community_area | 10   | Ten   | POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))
    community_area | 9    | Nine  | POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))
    ward           | 1    | 1     | POLYGON ((0 0, 2 0, 2 1, 0 1, 0 0))
"""


def test_areas_come_by_number_with_path_and_label(
    spark: SparkSession, table_of: TableOf, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    assert city_map(lake) == ()
    lake.write(city.area_boundary, table_of(AREAS, city.area_boundary), {"run": "r"})
    drawn = city_map(lake)
    assert [(code, name) for code, name, *_ in drawn] == [("9", "Nine"), ("10", "Ten")]
    assert all(path.startswith("M") and path.endswith("z") for _, _, path, *_ in drawn)
    assert drawn[0][3] > drawn[1][3], "nine lies east of ten"
    assert city_map(lake, "police_district") == ()
