"""People, fires, ambulance, police and 311 land: held back is what was planted, row for row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.run.catalogue import find_tables
from lakehouse.run.refresh import refresh
from lakehouse.run.settings import load_settings
from lakehouse.sample import generate
from lakehouse.store.contracts import read_contracts
from lakehouse.store.delivery import delivered_files
from lakehouse.store.lake import Lake
from lakehouse.store.landing import land
from lakehouse.store.session import open_session
from lakehouse.tables import ambulance, fire, police, population, quarantine, services

pytestmark = [pytest.mark.doors, pytest.mark.whole]
SETTINGS = load_settings("sample", {})
SOURCES = (
    "population",
    "fire",
    "ambulance",
    "police_incidents",
    "service_requests",
    "harm",
)
NAMES = (
    "resident",
    "fire_building",
    "fire_incident",
    "ambulance_run",
    "serious_harm",
    "police_incident",
    "police_call",
    "service_request",
)
FEEDS = {f.name: f for f in read_contracts(SETTINGS.city.folder) if f.name in NAMES}


@dataclass(frozen=True)
class Landed:
    """Where the city was delivered, its rows by file, and its lake."""

    delivered: Path
    rows: dict[str, int]
    lake: Lake

    def files(self, feed: Feed) -> list[str]:
        found = delivered_files(feed, self.delivered)
        return [p.relative_to(self.delivered).as_posix() for p in found]


@pytest.fixture(scope="session")
def spark() -> SparkSession:
    return open_session(SETTINGS.spark)


@pytest.fixture(scope="module")
def city(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Landed:
    root = tmp_path_factory.mktemp("people_and_safety")
    made = generate(root / "delivered", 7, 0.1, only=SOURCES)
    lake, tables = Lake(spark, root), find_tables()
    for feed in FEEDS.values():
        landed = land(feed, root / "delivered", lake, "test")
        assert not landed.refused and not landed.notices
        refresh(lake, feed, tables[feed.fills], SETTINGS.city.codes, "test")
    return Landed(root / "delivered", {f.path: f.rows for f in made.files}, lake)


@pytest.fixture(scope="module")
def held(city: Landed) -> pd.DataFrame:
    return city.lake.frame(quarantine.row)


def test_every_department_has_its_contracts() -> None:
    assert set(FEEDS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_held_back_is_exactly_what_was_planted(name: str, city: Landed, held: pd.DataFrame) -> None:
    files = city.files(FEEDS[name])
    planted = pd.read_csv(city.delivered / "truth" / "defects_truth.csv")
    wrong = planted[planted["file"].isin(files)]
    found = held[held["source"] == name]
    assert len(wrong) > 0
    assert set(zip(found["file"], found["row"], strict=True)) == set(
        zip(wrong["file"], wrong["row"], strict=True)
    )
    delivered = sum(city.rows[file] for file in files)
    kept = city.lake.rows(find_tables()[FEEDS[name].fills])
    assert delivered == kept + len(found)


def test_rows_about_people_are_graded_personal(held: pd.DataFrame) -> None:
    grades = held.groupby("source")["grade"].agg(set)
    for name in ("resident", "ambulance_run", "fire_incident", "service_request"):
        assert grades[name] == {"personal"}
    for table in (population.resident, ambulance.run, fire.incident, services.request):
        assert table.grade == "personal"
    assert police.incident.grade == "open"


def test_words_and_moments_become_the_vocabularys(city: Landed) -> None:
    incident = city.lake.frame(fire.incident)
    assert set(incident["kind"]) == {"building_fire", "outdoor_fire", "alarm"}
    assert (incident["arrived_at"] >= incident["called_at"]).all()
    run = city.lake.frame(ambulance.run)
    assert 0.4 < run["is_urgent"].mean() < 0.7
    building = city.lake.frame(fire.building)
    assert set(building["condition"]) == {"good", "fair", "poor"}
    assert 0.05 < building["has_sprinkler"].mean() < 0.25
    request = city.lake.frame(services.request)
    again = request[request["status"] == "duplicate"]
    assert set(again["duplicate_of"]) & set(request["request_id"])
    assert city.lake.frame(police.incident)["is_discovered"].mean() > 0.1
    harm = city.lake.frame(ambulance.serious_harm)
    assert harm["community_area"].nunique() == 24 and harm["people"].sum() > 100
