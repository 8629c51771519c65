"""An outbreak in two neighbouring areas is found with its areas and days; nothing is, in noise."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession

from jobs.risk.health_cluster import health_cluster
from lakehouse.checks.conform import conform
from lakehouse.tables import risk
from lakehouse.transform.clustered import STUDY, clusters, middles
from tests.transform.test_excess import areas

LAST = date(2024, 6, 28)
GIVEN = ("gastrointestinal", LAST)


def visits(more: int = 0, seed: int = 2) -> pd.DataFrame:
    """One visit per area and two days, and ``more`` a day in areas 6 and 7 on the last six."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(1, 17):
        for back in range(100):
            count = int(rng.poisson(0.5))
            count += more if number in (6, 7) and back < 6 else 0
            rows.append((str(number), LAST - timedelta(days=back), count))
    made = pd.DataFrame(rows, columns=["community_area", "day", "number"])
    return made[made["number"] > 0].assign(syndrome="gastrointestinal", through=LAST)


def test_an_outbreak_is_found_where_and_when_it_is() -> None:
    made = clusters(*GIVEN, visits(more=3), areas())
    first = made.iloc[0]
    # A neighbour may come along by chance, which the permutation scan is known for.
    assert {"6", "7"} <= set(first["areas"].split(", ")) and len(first["areas"]) <= len("5, 6, 7")
    assert abs((LAST - first["first_day"]).days - 5) <= 1 and first["last_day"] == LAST
    assert first["cases"] > 2 * first["usual"] and first["p"] == 0.001
    assert 500 < first["radius"] < 1200 and first["recurrence"] == 1000


def test_noise_is_no_cluster_that_anybody_would_call_about() -> None:
    assert min(clusters(*GIVEN, visits(seed=n), areas())["p"].iloc[0] for n in (3, 4, 5)) > 0.02


def test_without_cases_to_compare_there_is_a_row_with_the_reason() -> None:
    elsewhere = visits().assign(community_area="nowhere")
    for few in (visits().head(1), visits().head(0), elsewhere):
        (row,) = clusters(*GIVEN, few, areas()).to_dict("records")
        assert "nothing can be compared" in row["why_none"] and row["areas"] is None
        assert (row["syndrome"], row["last_day"]) == GIVEN
    (row,) = clusters(*GIVEN, visits(), areas().head(0)).to_dict("records")
    assert "nothing can be compared" in row["why_none"]


def test_areas_may_have_letters_in_their_codes() -> None:
    named = visits(more=3).assign(community_area=lambda v: "A" + v["community_area"])
    shapes = areas().assign(community_area=lambda a: "A" + a["community_area"])
    found = clusters(*GIVEN, named, shapes)["areas"].iloc[0].split(", ")
    assert {"A6", "A7"} <= set(found) and found == sorted(found, key=lambda a: int(a[1:]))


def test_middles_are_in_metres() -> None:
    found = middles(areas())
    assert 1100 < found["y"]["5"] - found["y"]["1"] < 1125
    assert 670 < found["x"]["2"] - found["x"]["1"] < 690


def test_the_job_counts_what_was_known_two_days_after_each_day(spark: SparkSession) -> None:
    drawn = visits(more=3)
    rows = drawn.loc[drawn.index.repeat(drawn["number"])].drop(columns=["number", "through"])
    rows = rows.rename(columns={"day": "arrived_on"})
    rows = rows.reset_index(drop=True)
    rows["known_at"] = rows["arrived_on"] + timedelta(days=2)
    late = rows[rows["community_area"] == "1"].assign(
        known_at=LAST - timedelta(days=1), arrived_on=LAST - timedelta(days=4)
    )
    gone = late.head(1).assign(syndrome="rash", arrived_on=LAST - timedelta(days=STUDY + 9))
    given = spark.createDataFrame(pd.concat([rows, late.head(50), gone]))
    shapes = areas().rename(columns={"community_area": "area"}).assign(area_kind="community_area")
    as_of = LAST + timedelta(days=3)
    table = health_cluster(given, spark.createDataFrame(shapes), as_of)
    made = conform(table, risk.health_cluster).toPandas()
    # Nobody had a rash in the weeks that are compared: that is a row too.
    assert made.set_index("syndrome").loc["rash", "why_none"].startswith("Fewer than 2 cases")
    sick = made[made["p"] < 0.01].iloc[0]
    assert {"6", "7"} <= set(sick["areas"].split(", ")) and sick["last_day"] == LAST
    assert "1" not in sick["areas"].split(", ")
    assert made["first_day"].min() > LAST - timedelta(days=STUDY)
