"""The list of buildings has most of what anybody could gain on past fires, in any city drawn."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.city.building_incident import building_incident
from jobs.risk.building_fire.question import building_fire, history
from lakehouse.modelling.windows import windows_before
from lakehouse.run.answers.matrix import listed_on
from lakehouse.run.settings import load_settings
from lakehouse.sample import fire as brigade
from lakehouse.sample.city import build_city
from lakehouse.sample.parameters import AFTER, FIRST_DAY
from lakehouse.tables import city, fire
from lakehouse.transform.windows import with_features
from tests.benchmarks.fires import captured
from tests.beside_the_truth import OF_THE_ORACLES_GAIN, any_seed, share_of_gain
from tests.sample.whole import whole

pytestmark = pytest.mark.whole
LEARNER, PLAIN = "logistic regression", "fires before"
PLACE = ("lat as latitude", "lon as longitude")


def test_the_list_has_most_of_the_oracles_gain(spark: SparkSession) -> None:
    seed = any_seed()
    made = whole(brigade.SOURCES[0], build_city(seed))
    register = made["fire_buildings"].drop(columns=["last_action"])
    building = spark.createDataFrame(register).selectExpr(
        *("object_no as building_id", "address", "lower(kind) as kind", "year_built", "floors"),
        *("dwellings", "lower(owner) as owner", "lower(condition) as condition", *PLACE),
        *("sprinkler as has_sprinkler", "cast(registered_on as date) as registered_on"),
        "date_add(cast(registered_on as date), 1) as known_at",
    )
    told = made["fire_incidents"][["incident_no", "called_at", "kind", "address", "lat", "lon"]]
    calls = spark.createDataFrame(told).selectExpr(
        *("incident_no as incident_id", "lower(kind) as kind", *PLACE),
        *("nullif(address, '') as address", "cast(called_at as date) as happened_on"),
        "date_add(cast(called_at as date), 1) as known_at",
    )
    building, calls = building.cache(), calls.cache()
    where = building_incident(calls, building, load_settings("sample", {}).city.bounds).cache()
    facts = {fire.building.name: building, fire.incident.name: calls}
    day = AFTER.date()
    lists = windows_before(day, FIRST_DAY.date(), building_fire.months, False)
    cases = history(building, where, day).withColumn("as_of", F.expr(listed_on(lists, None)))
    cases = cases.where("as_of is not null")
    facts |= {city.building_incident.name: where}
    rows = with_features(cases, building_fire.features, facts, lambda held: held.cache())
    given = rows.toPandas().sort_values("case_id", ignore_index=True)
    spark.catalog.clearCache()
    found = captured(given, made["truth/fire_buildings"], day)
    said = f"seed {seed}: {found.round(3).to_dict()}"
    assert found["oracle"] > found[PLAIN] + 0.2, said
    assert share_of_gain(found, LEARNER, PLAIN) >= OF_THE_ORACLES_GAIN, said
    # Asked for where the oracle reaches 0.85; some cities' fires lie a little wider.
    assert found[LEARNER] >= 0.71 * min(1, found["oracle"] / 0.85), said
