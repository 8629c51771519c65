"""What a reported incident stands for is looked up where the list that is published looks it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.risk.food_premises import food_premises
from jobs.risk.incident_surface import incident_surface
from lakehouse.modelling.corrected import TIMES
from lakehouse.run.answers.groups import looked_up
from lakehouse.run.answers.reporting import with_reporting
from lakehouse.store.lake import Lake
from lakehouse.tables import city

TableOf = Callable[..., DataFrame]
SHARES = """
    community_area | needs | reports | share | share_low | share_high
    1              | 40    | 50      | 0.5   | 0.4       | 0.8
    2              | 40    | 41      | 0.01  | 0.005     | 0.012
    3              | 2     | 2       |       | 0.01      | 0.9
"""
CASES = pd.DataFrame({"cell": list("abcd"), "community_area": ["3", "2", "1", None]})


@pytest.mark.doors
def test_each_case_stands_for_what_its_area_reports(
    spark: SparkSession, table_of: TableOf, tmp_path: Path
) -> None:
    lake = Lake(spark, tmp_path)
    assert with_reporting(lake, incident_surface, CASES) is CASES
    lake.write(city.reporting_share, table_of(SHARES, city.reporting_share), {"run": "r"})
    told = with_reporting(lake, incident_surface, CASES)
    # By five at most; where nothing tells the share, by nothing.
    assert [*told[TIMES]] == [1.0, 5.0, 2.0, 1.0]
    assert city.reporting_share in looked_up(lake, incident_surface)
    # As it was: a record from before the table was there has none of it.
    assert with_reporting(lake, incident_surface, CASES, {}) is CASES
    other = SHARES.replace("0.5  ", "0.25 ").replace("0.4 ", "0.2 ")
    lake.write(city.reporting_share, table_of(other, city.reporting_share), {"run": "r"})
    assert with_reporting(lake, incident_surface, CASES)[TIMES][2] == 4.0
    then = {city.reporting_share.name: 0}
    assert with_reporting(lake, incident_surface, CASES, then)[TIMES][2] == 2.0
    assert with_reporting(lake, food_premises, CASES) is CASES
