"""The sample city lands by its contracts: every planted defect is held back, and nothing else."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.checks.mask import is_broken
from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.run.settings import Settings
from lakehouse.sample import generate
from lakehouse.store.contract.referred import referred
from lakehouse.store.formats.delivery import inspect_file, refuse_damaged
from lakehouse.store.formats.reading import stage
from lakehouse.store.lake import Lake
from lakehouse.transform.typed import mask_names, typed
from tests.store.sample_city import FEEDS, SETTINGS, TABLES, City, places

pytestmark = pytest.mark.doors
ENOUGH, SCALE = 0.99, 0.1
# A file of each format, and feeds that refer and correct; `make whole` lands all the rest.
FEW = (
    *("food_inspection", "sanitation_request", "weather_day"),
    *("fire_building", "ward_boundary", "area_population"),
)
# The sources that deliver these, and the burglaries that come late.
SOURCES = ("food", "sanitation", "burglary", "weather", "fire", "planning", "emergency")
# Feeds in whose contracts every rule is exact, so that nothing is missed and nothing else held.
ROW_FOR_ROW = (
    *("resident", "fire_building", "fire_incident", "ambulance_run", "serious_harm"),
    *("police_incident", "police_call", "service_request"),
)
EACH_FEED = [
    pytest.param(feed, id=name, marks=() if name in FEW else pytest.mark.whole)
    for name, feed in FEEDS.items()
]
JOBS = Path(__file__).parents[2] / "jobs"


@pytest.fixture(scope="session")
def settings() -> Settings:
    return SETTINGS


@pytest.fixture(scope="module")
def city(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> City:
    root = tmp_path_factory.mktemp("sample_landing")
    only = () if request.config.option.markexpr == "whole" else SOURCES
    made = generate(root / "delivered", scale=SCALE, only=only)
    return City(root / "delivered", made, Lake(spark, root))


def speaks_of_truth(text: str) -> bool:
    return re.search(r"\btruth\b|_truth\b", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("feed", EACH_FEED)
def test_every_delivered_row_is_in_the_table_or_held_back(feed: Feed, city: City) -> None:
    """A delivered row may fill several rows, as a day of the hospitals' does."""
    city.land(feed.name)
    delivered = sum(f.rows for f in city.made.files if f.path in city.files(feed))
    filled = city.lake.read(TABLES[feed.fills])
    kept = filled.select("_file", "_row").distinct().count()
    back = len(city.held(feed.name))
    assert delivered == kept + back
    # A file of a few dozen rows carries no defect.
    assert kept > 0 and (back > 0) == (len(city.planted(feed.name)) > 0)


@pytest.mark.parametrize("feed", EACH_FEED)
def test_what_is_held_back_is_what_was_planted(feed: Feed, city: City) -> None:
    wrong, found = places(city.planted(feed.name)), places(city.held(feed.name))
    assert len(wrong & found) >= ENOUGH * max(len(wrong), len(found))
    assert feed.name not in ROW_FOR_ROW or wrong == found


def test_every_kind_of_defect_is_found(city: City) -> None:
    found, planted = places(city.held(*FEW)), city.planted(*FEW)
    hit = [place in found for place in zip(planted["file"], planted["row"], strict=True)]
    recall = planted.assign(hit=hit).groupby("kind")["hit"].mean()
    assert len(recall) >= 15
    assert recall.min() >= ENOUGH


def test_without_the_contracts_own_rules_defects_slip_through(city: City) -> None:
    held = city.held("food_inspection")
    feed = replace(FEEDS["food_inspection"], rules=())
    rows = typed(city.lake.read(feed.landed), feed, referred(city.lake, feed))
    still = rows.where(is_broken(mask_names(feed))).count()
    assert 0 < still < len(held)


def test_weather_is_in_the_vocabularys_units(city: City) -> None:
    files = sorted((city.delivered / "weather").glob("daily_*.csv"))
    read = [pd.read_csv(file, dtype=str, on_bad_lines="skip") for file in files]
    raw = pd.concat(read).drop_duplicates("day")
    raw.index = pd.to_datetime(raw.pop("day"), format="%Y%m%d", errors="coerce").dt.date
    day = city.table("weather_day").set_index("day")
    both = raw.loc[day.index].astype(float)
    inches, miles = both["precipitation_intensity_mm_h"] / 25.4, both["wind_speed_kmh"] * 0.621371
    assert day["precipitation"].to_numpy() == pytest.approx(inches.to_numpy())
    assert day["wind_speed"].to_numpy() == pytest.approx(miles.to_numpy(), rel=1e-6)
    celsius = (day["temperature_max"] - 32) * 5 / 9
    assert celsius.to_numpy() == pytest.approx(both["temperature_max_c"].to_numpy())
    assert (day["humidity"] * 100).to_numpy() == pytest.approx(both["humidity_pct"].to_numpy())


def test_words_become_the_vocabularys_codes(city: City) -> None:
    visit = city.table("food_inspection")
    assert set(visit["result"]) == {"pass", "pass_with_conditions", "fail"}
    assert set(visit["kind"]) == {"canvass", "complaint", "reinspection", "licence"}
    assert set(visit["risk_class"]) == {1, 2, 3}
    assert "other" not in set(visit["facility"])


@pytest.mark.whole
def test_words_and_moments_of_people_and_safety_become_the_vocabularys(city: City) -> None:
    incident = city.table("fire_incident")
    assert set(incident["kind"]) == {"building_fire", "outdoor_fire", "alarm"}
    assert (incident["arrived_at"] >= incident["called_at"]).all()
    assert 0.4 < city.table("ambulance_run")["is_urgent"].mean() < 0.7
    building = city.table("fire_building")
    assert set(building["condition"]) == {"good", "fair", "poor"}
    assert 0.05 < building["has_sprinkler"].mean() < 0.25
    request = city.table("service_request")
    again = request[request["status"] == "duplicate"]
    assert set(again["duplicate_of"]) & set(request["request_id"])
    assert city.table("police_incident")["is_discovered"].mean() > 0.1
    harm = city.table("serious_harm")
    assert harm["community_area"].nunique() == 24 and harm["people"].sum() > 100


@pytest.mark.whole
def test_rows_about_people_are_graded_personal(city: City) -> None:
    names = ("resident", "ambulance_run", "fire_incident", "service_request")
    grades = city.held(*names).groupby("source")["grade"].agg(set)
    for name in names:
        assert grades[name] == {"personal"}
        assert TABLES[FEEDS[name].fills].grade == "personal"
    assert TABLES[FEEDS["police_incident"].fills].grade == "open"


def test_a_repeated_request_number_is_no_defect(city: City) -> None:
    request = city.table("sanitation_request")
    again = request[request["request_number"].duplicated(keep=False)]
    assert len(again) >= 2
    assert not again.duplicated(["request_number", "nature"]).any()


def test_no_contract_and_no_job_speaks_of_the_truth() -> None:
    texts = [*SETTINGS.city.folder.glob("*"), *JOBS.rglob("*.py")]
    assert [p.name for p in texts if speaks_of_truth(p.read_text("utf-8"))] == []
    assert speaks_of_truth("read('truth/visits_truth.csv')")


def test_a_late_row_lands_on_its_own_day(city: City) -> None:
    late = pd.read_csv(city.delivered / "truth" / "repaired_truth.csv")
    assert len(late) > 5 and not places(late) & places(city.held(*FEW))
    kept = [city.table(name) for name in ("burglary", "weather_day")]
    landed = {
        (row["_file"], row["_row"]): row["happened_on"]
        for table in kept
        for row in table.rename(columns={"day": "happened_on"}).to_dict("records")
    }
    mine = late[late["file"].str.contains("police/burglaries|weather/daily")]
    assert len(mine) > 1
    for file, row, month in zip(mine["file"], mine["row"], mine["month"], strict=True):
        assert f"{landed[file, row]:%Y-%m}" <= month < Path(file).stem[-7:]


def test_damaged_copies_are_refused_when_they_are_dropped_in(city: City, tmp_path: Path) -> None:
    listed = pd.read_csv(city.delivered / "truth" / "damaged_files.csv")
    feeds = {name: feed for feed in FEEDS.values() for name in city.files(feed)}
    for copy, origin in zip(listed["file"], listed["copy_of"], strict=True):
        dropped = tmp_path / copy
        (dropped / origin).parent.mkdir(parents=True)
        shutil.copy(city.delivered / copy, dropped / origin)
        with pytest.raises(DeliveryRefused):
            looked_at = inspect_file(feeds[origin], dropped / origin, dropped)
            refuse_damaged(looked_at)
            stage(looked_at, tmp_path / "staged")


def test_the_feeds_share_out_all_deliveries_and_leave_the_truth(city: City) -> None:
    taken = [name for feed in FEEDS.values() for name in city.files(feed)]
    brought = [f.path for f in city.made.files if f.rows]
    assert sorted(taken) == brought
    nosy = replace(FEEDS["burglary"], glob="*/*_truth.csv")
    assert city.files(nosy) == []
