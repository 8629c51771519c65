"""Indicators by area from the departments' tables, and the domains combined where days allow."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from jobs.published.city_pulse import city_pulse
from jobs.published.city_risk import city_risk
from jobs.risk.area_composite import area_composite
from jobs.risk.area_indicator import area_indicator
from lakehouse.checks.conform import conform
from lakehouse.methods.area_composite import area_composite as ranked
from lakehouse.tables import ambulance, city, risk
from lakehouse.transform import area_composed
from lakehouse.transform.area_composed import composed
from tests.conftest import TableOf

DAY = date(2024, 1, 1)
BOX = '{{"type":"Polygon","coordinates":[[[{0},0],[{1},0],[{1},1],[{0},1],[{0},0]]]}}'
AREAS = "\n".join(
    ["area_kind | area | name | geometry"]
    + [f"community_area | {n} | Area {n} | {BOX.format(n, n + 1)}" for n in (1, 2, 3)]
    + [f"police_district | 7 | Seventh | {BOX.format(1, 4)}"]
)
LIVED = """
    area_kind      | area | census | population
    community_area | 1    | 2020   | 1000
    community_area | 2    | 2020   | 2000
    community_area | 3    | 2020   | 1500
"""
RUNS = "\n".join(
    ["run_id | happened_on | reason | known_at"]
    + [f"r{n} | 2023-12-{1 + n % 30:02} | heart | 2023-12-31" for n in range(60)]
    + [f"late{n} | 2023-12-31 | heart | 2024-01-02" for n in range(9)]
)
EVENTS = "\n".join(
    ["event_kind | event_id | happened_on | is_harmful | known_at | community_area | police_district"]
    + [f"ambulance_run | r{n} | 2023-12-{1 + n % 30:02} | true | 2023-12-31 | {1 + n % 2} | 7" for n in range(60)]
    + [f"ambulance_run | late{n} | 2023-12-31 | true | 2024-01-02 | 3 | 7" for n in range(9)]
    + [f"ambulance_run | few{n} | 2023-12-31 | true | 2023-12-31 | 3 | 7" for n in range(4)]
    + [f"crash | c{n} | 2023-{1 + n % 12:02}-15 | {str(n % 2 == 0).lower()} | 2023-12-20 | {1 + n % 3} | 7" for n in range(48)]
    + [f"burglary | b{n} | {2021 + n % 3}-11-15 | true | 2023-12-20 | {1 + n % 3} | 7" for n in range(90)]
)  # fmt: skip
CROSSINGS = """
    intersection_id | latitude | longitude
    1               | 0.5      | 1.5
    2               | 0.5      | 2.5
"""
EXPECTED = """
    intersection_id | expected | expected_low | expected_high | data_through
    1               | 2.0      | 1.0          | 4.0           | 2023-12-31
    2               | 1.0      | 0.5          | 2.0           | 2023-12-31
"""


def indicators(table_of: TableOf) -> pd.DataFrame:
    given: dict[Any, str] = {
        city.area_boundary: AREAS,
        city.event: EVENTS,
        city.area_population: LIVED,
        ambulance.run: RUNS,
        city.intersection: CROSSINGS,
        risk.intersection_crash: EXPECTED,
    }
    frames = {
        name: table_of(given.get(table, table.column_names[0]), table)
        for name, table in area_indicator.job.parameters.items()
    }
    return conform(area_indicator(**frames, as_of=DAY), risk.area_indicator).toPandas()


@pytest.fixture(scope="session")
def made(table_of: TableOf) -> pd.DataFrame:
    return indicators(table_of)


def of(made: pd.DataFrame, name: str, kind: str = "community_area") -> pd.DataFrame:
    own = made[(made["indicator"] == name) & (made["area_kind"] == kind)]
    return own.set_index("area").sort_index()


def test_rates_are_of_the_residents_and_of_what_was_known(made: pd.DataFrame) -> None:
    ill, people = of(made, "illness_runs"), of(made, "residents")
    assert people["value"].tolist() == [1000, 2000, 1500]
    assert ill.loc["1", "value"] > ill.loc["2", "value"] > 0, "30 each, of twice the people"
    # Nobody fell ill in the third area by what was known on the day: fewer than 10 are one number.
    assert ill["withheld"].tolist() == [False, False, True]
    hurt = of(made, "injury_crashes")
    assert hurt["withheld"].tolist() == [False] * 3
    assert str(hurt["period_from"].iloc[0]) == "2023-01-15"
    assert (hurt["value_low"] <= hurt["value"]).all() and (
        hurt["value"] <= hurt["value_high"]
    ).all()


def test_what_models_expect_is_added_up_with_its_range(made: pd.DataFrame) -> None:
    walked = of(made, "walkers_and_cyclists_hurt")
    assert walked["value"].tolist() == [2.0, 0.5, 0.0]
    assert walked["value_low"].tolist() == [1.0, 0.25, 0.0]
    assert walked["value_high"].tolist() == [4.0, 1.0, 0.0]


def test_a_district_without_a_count_of_its_people_has_no_rates(made: pd.DataFrame) -> None:
    assert made[made["area_kind"] == "police_district"].empty


def test_areas_come_by_score_with_their_names(made: pd.DataFrame, table_of: TableOf) -> None:
    spark = table_of(AREAS, city.area_boundary).sparkSession
    frame = spark.createDataFrame(made[risk.area_indicator.column_names].astype(object).where(made.notna(), None), table_of(risk.area_indicator.column_names[0], risk.area_indicator).schema)  # fmt: skip
    scored: DataFrame = conform(area_composite(frame, DAY), risk.area_composite)
    rows = city_risk(scored.drop("_broken"), table_of(AREAS, city.area_boundary)).toPandas()
    assert rows["rank"].tolist() == [1, 2, 3] and rows["name"].str.startswith("Area").all()
    assert rows["why_no_score"].isna().all()
    parts = [name for name in rows if name.startswith("adds_")]
    assert (rows["score"] - 100).tolist() == pytest.approx(
        rows[parts].sum(axis=1).tolist(), abs=1e-4
    )
    assert rows.set_index("community_area")["withheld"].dropna().tolist() == ["illness_runs"]


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether domains are combined does not go by how often their ranks are drawn."""
    monkeypatch.setattr(area_composed, "area_composite", partial(ranked, draws=40))


def ended(made: pd.DataFrame, name: str, day: date) -> pd.DataFrame:
    own = made[made["area_kind"] == "community_area"].copy()
    own.loc[own["indicator"] == name, "data_through"] = day
    return own


@pytest.mark.usefixtures("few_draws")
def test_domains_that_end_in_different_years_are_not_combined(made: pd.DataFrame) -> None:
    apart = composed(ended(made, "burglaries", date(2014, 4, 16)))
    assert apart["score"].isna().all() and apart["rank"].isna().all()
    assert apart["exposure"].notna().all() and apart["safety"].notna().all()
    assert apart["adds_safety"].isna().all() and apart["driver_1"].isna().all()
    assert apart["driver_1"].dtype == apart["driver_2"].dtype == object, "Spark makes text of it"
    why = apart["why_no_score"].iloc[0]
    assert "more than a year apart" in why and "safety to 2014-04-16" in why
    gone = composed(made[(made["indicator"] != "burglaries") & (made["area_kind"] != "x")])
    assert gone["why_no_score"].iloc[0].startswith("nothing is known of safety")


@pytest.mark.usefixtures("few_draws")
def test_an_area_without_a_domain_says_which_and_has_no_score(made: pd.DataFrame) -> None:
    own = made[made["area_kind"] == "community_area"]
    fourth = own[(own["area"] == "1") & (own["indicator"] == "burglaries")].assign(area="4")
    rows = composed(pd.concat([own, fourth.assign(value=1e6)], ignore_index=True)).set_index("area")
    assert pd.isna(rows.loc["4", "score"]) and pd.isna(rows.loc["4", "is_firm"])
    why = rows.loc["4", "why_no_score"]
    assert why == "nothing is known here of traffic and medical and who lives there"
    assert sorted(rows["rank"].dropna()) == [1, 2, 3]
    assert rows.drop("4")["why_no_score"].isna().all() and rows["driver_1"].isna()["4"]


@pytest.mark.usefixtures("few_draws")
def test_an_indicator_that_ends_years_before_its_domain_is_left_out(made: pd.DataFrame) -> None:
    old = composed(ended(made, "walkers_and_cyclists_hurt", date(2018, 12, 31)))
    without = composed(made[made["indicator"] != "walkers_and_cyclists_hurt"])
    pd.testing.assert_frame_equal(old, without)


def test_the_pulse_counts_weeks_of_what_was_known(table_of: TableOf) -> None:
    given: dict[Any, str] = {city.event: EVENTS, ambulance.run: RUNS}
    frames = {
        name: table_of(given.get(table, table.column_names[0]), table)
        for name, table in city_pulse.job.parameters.items()
    }
    rows = city_pulse(**frames, as_of=DAY).toPandas()
    assert set(rows["indicator"]) == {"injury_crashes", "burglaries"}
    # Every second crash hurt somebody, the newest nobody: it still says how far the source goes.
    through = rows.groupby("indicator")["data_through"].first().astype(str)
    assert through["injury_crashes"] == "2023-12-15"
    newest = rows[rows["indicator"] == "injury_crashes"].iloc[0]
    assert (str(newest["week_ends_on"]), newest["value"]) == ("2023-12-10", 0)
    crashes = rows[rows["indicator"] == "injury_crashes"]
    assert crashes["value"].sum() < 24, "half of the crashes hurt; the first week may be a part"
    assert (rows["status"].isin(["within", "above", "below", "late", "none"])).all()
