"""What is known of a station and the season is most of what anybody could know of its air."""

from __future__ import annotations

import pandas as pd
import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.city.air_limit_day import air_limit_day
from jobs.city.airport_day import airport_day
from jobs.risk.air_station.question import air_station, history
from lakehouse.modelling.windows import windows_before
from lakehouse.run.answers.matrix import listed_on
from lakehouse.sample import observatory
from lakehouse.sample.air import SOURCES
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY
from lakehouse.tables import city
from lakehouse.transform.windows import with_features
from tests.benchmarks.air import judged
from tests.sample.whole import planned, whole

pytestmark = pytest.mark.whole
LEARNER = "logistic regression on station and season"


def matrix(spark: SparkSession, seed: int) -> pd.DataFrame:
    """Every reading of a generated city with what was known before its day."""
    drawn = planned(seed)
    air = spark.createDataFrame(whole(SOURCES[0], drawn)["air_daily"])
    readings = air_limit_day(
        air.selectExpr(
            *("station", "cast(day as date) as day", "pm25", "ozone"),
            *("lat as latitude", "lon as longitude", "date_add(cast(day as date), 1) as known_at"),
        )
    ).cache()
    weather = airport_day(
        spark.createDataFrame(observatory.airport(drawn)).selectExpr(
            "observed_at",
            "temperature_c * 1.8 + 32 as temperature",
            "wind_speed_kmh / 1.609344 as wind_speed",
            "rain_mm / 25.4 as precipitation",
            "cast(observed_at as date) as known_at",
        )
    ).cache()
    lists = windows_before(LAST_DAY.date(), FIRST_DAY.date(), air_station.months, False)
    cases = history(readings).withColumn("as_of", F.expr(listed_on(lists, air_station.list_days)))
    facts = {city.air_limit_day.name: readings, city.airport_day.name: weather}
    made = with_features(cases.where("as_of is not null"), air_station.features, facts)
    return made.toPandas().sort_values("case_id", ignore_index=True)


@pytest.mark.parametrize("seed", [7, 12, 21])
def test_it_has_most_of_the_oracles_gain(spark: SparkSession, seed: int) -> None:
    truth = whole(SOURCES[0], planned(seed))["truth/air_chances"]
    found = judged(matrix(spark, seed), truth)
    last, oracle = found["the last reading"], found["oracle"]
    assert oracle > last + 0.05
    assert found[LEARNER] - last >= 0.7 * (oracle - last)
