"""Chicago's real files land without a loss, and give the features that the City published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import SparkSession

from jobs.city.food_premises import food_premises
from jobs.city.food_visit import food_visit
from jobs.city.food_visit_surroundings import food_visit_surroundings
from lakehouse.declare.feed import Feed
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.computing.days import default_days
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landed.landing import Landed, land
from lakehouse.store.state import recall
from lakehouse.tables import city, quarantine
from tests.shared_data import OF_FOOD, shared

pytestmark = [pytest.mark.doors, pytest.mark.whole]

CHICAGO = load_settings("chicago", {}).city
CATALOGUE = load_catalogue(CHICAGO)
TABLES = CATALOGUE.tables
# What the food list is made of; all others are in test_all_of_chicago.
FEEDS = {f.name: f for f in CATALOGUE.feeds if f.name in OF_FOOD}
# Premises of another town, or a street where the town should stand.
SAID = {
    "food_inspection": [
        "food_inspection: health/food_inspections.csv: City: is not in the code list: 4 (flagged)."
    ]
}
EXACT = {
    "criticalCount": "critical",
    "seriousCount": "serious",
    "minorCount": "minor",
    "pastFail": "past_fail",
    "pastCritical": "past_critical",
    "pastSerious": "past_serious",
    "pastMinor": "past_minor",
    "timeSinceLast": "time_since_last",
    "firstRecord": "first_record",
    "precipIntensity": "precipitation",
    "temperatureMax": "temperature_max",
    "windSpeed": "wind_speed",
    "humidity": "humidity",
    "criticalFound": "critical_found",
}


@dataclass(frozen=True)
class Chicago:
    """The landed city: what each feed said and wrote, where it was delivered, and its lake."""

    lake: Lake
    folder: Path
    landed: dict[str, Landed]
    written: dict[str, Written]


@pytest.fixture(scope="module")
def chicago(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Chicago:
    folder = shared("data", "chicago")
    lake, landed, written = Lake(spark, tmp_path_factory.mktemp("chicago")), {}, {}
    for name, feed in FEEDS.items():
        landed[name] = land(feed, folder, lake, "test")
        done = refresh(lake, feed, TABLES[feed.fills], CHICAGO.codes, "test", landed[name].counted)
        assert done is not None
        written[name] = done
    return Chicago(lake, folder, landed, written)


@pytest.fixture(scope="module")
def features(chicago: Chicago) -> pd.DataFrame:
    """What the two jobs make of it: one row per inspection, by its number."""
    lake = chicago.lake
    jobs: tuple[Any, ...] = (food_visit, food_visit_surroundings)
    for job in jobs:
        said = job.job
        frames = {name: lake.read(table) for name, table in said.parameters.items()}
        lake.write(said.writes, job(**frames), {})
    visits = lake.frame(city.food_visit)
    return visits.merge(
        lake.frame(city.food_visit_surroundings), on="inspection_id", validate="one_to_one"
    ).set_index("inspection_id")


def expected(name: str) -> pd.DataFrame:
    file = shared("reference", "chicago_food") / name
    return pd.read_csv(file, dtype={"Inspection_ID": str}).set_index("Inspection_ID")


@pytest.mark.parametrize("name", FEEDS)
def test_every_delivered_row_is_good_or_held_back(chicago: Chicago, name: str) -> None:
    feed, landed = FEEDS[name], chicago.landed[name]
    assert not landed.refused and len(landed.files) == 1
    assert list(landed.notices) == SAID.get(name, [])
    delivered = _rows_of(chicago.folder / landed.files[0], feed)
    made = recall(chicago.lake.root, name)
    assert made is not None
    (balance,) = made.facts["balance"]
    assert balance["delivered"] == balance["good"] + balance["quarantined"] == delivered
    held = chicago.lake.frame(quarantine.row)
    assert int((held["source"] == name).sum()) == balance["quarantined"]
    assert chicago.lake.rows(feed.landed) == delivered
    assert balance["quarantined"] <= 0.02 * delivered
    # One row of the wide file of violations becomes several; all else is one to one.
    if feed.name != "food_violation":
        assert chicago.written[name].rows == balance["good"]


def _rows_of(file: Path, feed: Feed) -> int:
    """The file's records, counted by another reader."""
    read = pd.read_csv(file, dtype=str, sep=feed.delimiter, encoding=feed.encoding)
    return len(read)


def test_a_repeated_request_number_is_no_repeated_request(chicago: Chicago) -> None:
    requests = chicago.lake.frame(TABLES["services.sanitation_request"])
    assert requests["request_number"].duplicated().sum() == 287
    assert requests["row_id"].is_unique


def test_premises_go_by_their_licence_number_where_names_differ(chicago: Chicago) -> None:
    """One pair in five is spelt otherwise by inspector and licence, and is one premises."""
    visits, terms = (TABLES[n] for n in ("health.food_inspection", "licensing.food_licence"))
    seen, held = chicago.lake.frame(visits), chicago.lake.frame(terms)
    pairs = seen.merge(held, on="licence_number", suffixes=("", "_licensed"))
    in_force = pairs[pairs["inspected_on"].between(pairs["starts_on"], pairs["ends_on"])]
    newest = in_force.sort_values(["starts_on", "term_id"]).groupby("inspection_id").tail(1)
    assert 0.2 < (newest["name"] != newest["name_licensed"]).mean() < 0.22
    made = food_premises(chicago.lake.read(visits), chicago.lake.read(terms)).toPandas()
    assert made["premises_id"].is_unique
    assert set(made["premises_id"]) == {*seen["licence_number"], *held["licence_number"]}
    last = seen.assign(at=seen["inspection_id"].astype(int)).sort_values(["inspected_on", "at"])
    names = last.groupby("licence_number")["name"].last()
    assert (made.set_index("premises_id")["name"].reindex(names.index) == names).all()


def test_inspections_without_coordinates_count_and_have_no_surroundings(
    chicago: Chicago, features: pd.DataFrame
) -> None:
    seen = chicago.lake.frame(TABLES["health.food_inspection"]).set_index("inspection_id")
    unplaced = seen.index[seen["latitude"].isna()]
    assert len(unplaced) == 89 and seen.loc[unplaced, "longitude"].isna().all()
    rows = features.reindex(unplaced)
    assert rows["critical"].notna().all() and rows["is_canvass"].all()
    assert rows["heat_burglary"].isna().all() and rows["heat_sanitation"].isna().all()


def test_every_spelling_of_the_city_is_the_city_and_another_word_is_told(chicago: Chicago) -> None:
    landed = chicago.lake.frame(FEEDS["food_inspection"].landed)["city"]
    assert {"chicago", "CHicago", "CCHICAGO", "CHCHICAGO"} < set(landed)
    made = recall(chicago.lake.root, "food_inspection")
    assert made is not None
    (balance,) = made.facts["balance"]
    assert balance["flagged"] == {"City: is not in the code list": 4} and not balance["quarantined"]


def test_the_default_day_is_the_last_that_the_food_departments_reach(chicago: Chicago) -> None:
    """However long ago, or late, the feeds end that no question about food reads."""
    filled = [TABLES[f.fills] for f in FEEDS.values()]
    days = {t.name: chicago.lake.newest(t, t.happened_at) for t in filled if t.happened_at}
    newest = {name: day for name, day in days.items() if day is not None}
    others = {"surveillance.death_day": date(1994, 12, 31), "transport.crash": date(2022, 9, 30)}
    assert default_days(CATALOGUE, newest | others)["risk.food_premises"] == date(2014, 4, 16)


def test_landing_again_finds_nothing_new(chicago: Chicago) -> None:
    tables = [FEEDS["burglary"].landed, TABLES["police.burglary"], quarantine.row]
    before = [chicago.lake.version(t) for t in tables]
    feed = FEEDS["burglary"]
    assert land(feed, chicago.folder, chicago.lake, "again").rows == 0
    assert refresh(chicago.lake, feed, TABLES[feed.fills], CHICAGO.codes, "again") is None
    assert [chicago.lake.version(t) for t in tables] == before


def test_every_inspection_of_the_reference_is_there_once(features: pd.DataFrame) -> None:
    assert features.index.is_unique
    for name in ("features_expected.csv", "heat_expected.csv"):
        reference = expected(name)
        assert len(reference) > 1000 and reference.index.isin(features.index).all()


@pytest.mark.parametrize("theirs", EXACT)
def test_a_published_feature_is_met_exactly(features: pd.DataFrame, theirs: str) -> None:
    reference = expected("features_expected.csv")[theirs]
    ours = features.loc[reference.index, EXACT[theirs]].astype(float)
    assert (ours.isna() == reference.isna()).all()
    both = reference.notna()
    assert both.mean() > 0.9
    np.testing.assert_allclose(ours[both], reference[both].astype(float), rtol=1e-12, atol=1e-12)


def test_the_density_of_sanitation_complaints_is_met(features: pd.DataFrame) -> None:
    reference = expected("heat_expected.csv")["heat_sanitation"]
    ours = features.loc[reference.index, "heat_sanitation"]
    assert (ours.isna() == reference.isna()).all()
    np.testing.assert_allclose(ours, reference, rtol=1e-6, equal_nan=True)


def test_the_density_of_burglaries_is_met_on_nearly_every_row(features: pd.DataFrame) -> None:
    """The police kept adding burglaries after the City took its extract: a few rows differ."""
    reference = expected("heat_expected.csv")["heat_burglary"]
    ours = features.loc[reference.index, "heat_burglary"]
    assert (ours.isna() == reference.isna()).all()
    both = reference.notna()
    close = np.isclose(ours[both], reference[both], rtol=0.01, atol=0)
    assert close.mean() >= 0.998
