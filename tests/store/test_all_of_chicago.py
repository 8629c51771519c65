"""Every other file of Chicago lands without a loss, and its quirks are where they belong."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.refresh import refresh
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.state import recall
from tests.shared_data import shared
from tests.store.rest_of_chicago import CATALOGUE, CHICAGO, EXPECTED, FEEDS, Rest

pytestmark = [pytest.mark.doors, pytest.mark.whole]


@pytest.fixture(scope="module")
def rest(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Rest:
    folder = shared("data", "chicago")
    made = Rest(Lake(spark, tmp_path_factory.mktemp("rest")), folder, {}, {})
    for name, feed in FEEDS.items():
        landed = made.landed[name] = land(feed, folder, made.lake, "test")
        table = CATALOGUE.tables[feed.fills]
        done = refresh(made.lake, feed, table, CHICAGO.codes, "test", landed.counted)
        assert done is not None, landed.refused
        made.written[name] = done
    return made


def rows_of(file: Path, feed: Feed) -> int:
    """The file's records, counted by another reader."""
    if feed.format == "parquet":
        return int(pq.read_metadata(file).num_rows)
    if feed.format == "geojson":
        return len(json.loads(file.read_text("utf-8"))["features"])
    return len(pd.read_csv(file, dtype=str, sep=feed.delimiter, encoding=feed.encoding))


def test_every_file_of_the_city_has_one_contract() -> None:
    folder = shared("data", "chicago")
    files = {p.relative_to(folder) for p in folder.glob("*/*") if p.is_file()}
    found = [
        (p.relative_to(folder), feed.name)
        for feed in CATALOGUE.feeds
        for p in set(folder.glob(feed.glob)) - set(folder.glob(feed.but) if feed.but else ())
    ]
    assert sorted(p for p, _ in found) == sorted(files) and len(files) == 35
    assert set(EXPECTED) == set(FEEDS)


@pytest.mark.parametrize("name", FEEDS)
def test_every_delivered_row_is_good_or_held_back(rest: Rest, name: str) -> None:
    feed, landed = FEEDS[name], rest.landed[name]
    assert not landed.refused and not landed.notices and len(landed.files) == 1
    made = recall(rest.lake.root, name)
    assert made is not None
    (balance,) = made.facts["balance"]
    delivered, held, rows = EXPECTED[name]
    assert balance["delivered"] == rows_of(rest.folder / landed.files[0], feed) == delivered
    assert balance["good"] + balance["quarantined"] == delivered
    assert balance["quarantined"] == held == len(rest.held(name))
    assert rest.lake.rows(feed.landed) == delivered
    # Nothing more is lost on the way into the table: what is held back broke the contract.
    assert (rest.written[name].rows, rest.written[name].quarantined) == (rows, held)


@pytest.mark.parametrize("name", [n for n, f in FEEDS.items() if f.format == "csv"])
def test_a_csv_row_is_landed_as_delivered(rest: Rest, name: str) -> None:
    feed = FEEDS[name]
    landed = rest.lake.frame(feed.landed).sort_values("_row")
    file = pd.read_csv(
        rest.folder / rest.landed[name].files[0],
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig",
    )
    for column in feed.columns:
        assert landed[column.name].fillna("").tolist() == file[column.header].tolist()


def test_equal_catches_are_parts_of_one_and_all_count(rest: Rest) -> None:
    file = rest.delivered("health/west_nile_traps.csv")
    catch = rest.table("vector.mosquito_catch")
    assert file.duplicated().sum() == 744 and len(catch) == len(file)
    assert catch["mosquitoes"].sum() == file["NumMosquitos"].astype(int).sum()
    assert catch["virus_found"].sum() == 312 and catch["row_id"].is_unique


def test_beds_are_read_with_their_thousands_and_behind_the_byte_order_mark(rest: Rest) -> None:
    beds = rest.table("surveillance.hospital_day")
    day = beds[beds["day"].astype(str) == "2020-04-09"]
    amount = day.set_index(["resource", "status", "stratum"])["amount"]
    assert amount["ventilator", "capacity", "all"] == 1265
    assert amount["acute_bed", "in_use", "covid"] == 1000
    (held,) = rest.held("hospital_day")["reasons"]
    assert list(held) == ["more ventilators serve COVID-19 than are in use"]


def test_the_undated_row_of_covid_is_held_back(rest: Rest) -> None:
    (reasons,) = rest.held("covid_day")["reasons"]
    assert list(reasons) == ["Date is missing"]
    counts = rest.table("surveillance.covid_day")
    cases = counts[counts["measure"] == "cases"].groupby("breakdown")["people"].sum()
    assert set(cases) == {82_027 - 515}, "every breakdown adds up to all"


def test_an_hour_of_weather_is_that_of_date_utc(rest: Rest) -> None:
    hours = rest.table("weather.airport_hour").set_index("observed_at")
    first = hours.loc[pd.Timestamp("2001-01-01 06:53", tz=hours.index.tz)]
    assert (first["temperature"], first["humidity"], str(first["day"])) == (19, 0.81, "2001-01-01")
    # 23:53 on the clock in Chicago: still the day before.
    before_midnight = hours.loc[pd.Timestamp("2001-01-02 05:53", tz=hours.index.tz)]
    assert str(before_midnight["day"]) == "2001-01-01"
    reasons = rest.held("airport_hour")["reasons"].map(lambda r: r[0]).value_counts()
    assert reasons.to_dict() == {
        "its key stands in a good row of this delivery before": 20,
        "Wind_SpeedMPH: is above 120": 3,
        "Sea_Level_PressureIn: is below 25": 1,
    }
    assert hours["humidity"].min() > 0 and hours["humidity"].isna().sum() == 25


def test_a_trace_of_rain_is_no_rain_and_says_so(rest: Rest) -> None:
    days = rest.table("weather.station_day")
    file = rest.delivered("weather/daily_two_stations.csv")
    assert days["has_trace"].sum() == (file["PrecipTotal"].str.strip() == "T").sum() > 100
    assert (days.loc[days["has_trace"].fillna(False).astype(bool), "precipitation"] == 0).all()
    assert days["precipitation"].isna().sum() == (file["PrecipTotal"] == "M").sum() == 2


@pytest.mark.parametrize(
    ("name", "place", "unknown"),
    [("community_area", "commarea", 16), ("police_district", "police_dist", 16), ("tract", "", 16)],
)
def test_crashes_without_a_place_are_kept_and_those_without_a_year_held_back(
    rest: Rest, name: str, place: str, unknown: int
) -> None:
    counts = rest.table(f"transport.crash_count_{name}")
    file = rest.delivered(f"transport/crash_counts_by_{name}.csv")
    assert (counts[name] == "unknown").sum() == unknown
    assert (file[place or name] == "").sum() == unknown
    assert counts["crashes"].sum() == file.loc[file["year"] != "", "crashes"].astype(int).sum()
    assert {r for why in rest.held(f"crash_count_{name}")["reasons"] for r in why} == {
        "year is missing"
    }


def test_each_area_of_the_crash_counts_has_its_number(rest: Rest) -> None:
    """O'Hare is written without its apostrophe: the code list knows."""
    counts = rest.table("transport.crash_count_community_area")
    assert set(counts["community_area"]) == {*map(str, range(1, 78)), "unknown"}


def test_intersections_without_a_crash_are_absent(rest: Rest) -> None:
    counts = rest.table("transport.crash_count_intersection")
    ids = counts["intersection_id"]
    assert (ids.min(), ids.max(), ids.nunique()) == (1, 25_080, 9392)
    assert (counts["crashes"] >= 1).all()
    assert "absent" in _limits("crash_count_intersection")


@pytest.mark.parametrize("name", [n for n in FEEDS if n.startswith(("crash_count", "pedestrian"))])
def test_the_change_of_source_in_2018_is_said(name: str) -> None:
    assert "2018" in _limits(name) and "injury" in _limits(name)


def _limits(feed: str) -> str:
    text = (CHICAGO.folder / f"{feed}.odcs.yaml").read_text("utf-8")
    return next(line for line in text.splitlines() if line.startswith("  limitations:"))


def test_the_change_of_source_is_in_the_data(rest: Rest) -> None:
    crashes = rest.table("transport.pedestrian_cyclist_crash")
    late = pd.to_datetime(crashes["happened_on"]).dt.year >= 2018
    assert (late == (crashes["record_source"] == "city_police")).all()
    unhurt = crashes["worst_injury"] == "none"
    assert unhurt[~late].mean() < 0.04 and unhurt[late].mean() > 0.2


@pytest.mark.parametrize("name", ["crash", "pedestrian_cyclist_crash"])
def test_the_many_words_of_crash_reports_have_few_codes(rest: Rest, name: str) -> None:
    crashes = rest.table(f"transport.{name}")
    for column in ("weather", "lighting", "surface"):
        assert crashes[column].nunique() <= 10
        assert (crashes[column] == "other").mean() < 0.01


def test_crashes_at_zero_have_no_place(rest: Rest) -> None:
    crashes = rest.table("transport.crash")
    assert crashes["latitude"].isna().sum() == crashes["longitude"].isna().sum() == 5
    assert crashes["latitude"].min() > 41.6 and crashes["row_id"].is_unique


def test_equal_reports_of_abandoned_vehicles_all_count(rest: Rest) -> None:
    assert rest.delivered("services_311/abandoned_vehicles_2016_09.csv").duplicated().sum() == 140
    reports = rest.table("services.abandoned_vehicle")
    assert reports["row_id"].is_unique and reports["ward"].min() == 1


def test_a_spelling_of_a_beach_stands_once_and_leads_to_its_samples(rest: Rest) -> None:
    names = rest.table("environment.beach_name")
    assert (
        names["spelling"].is_unique and (names["spelling"] == names["spelling"].str.strip()).all()
    )
    assert set(rest.table("environment.beach_sample")["beach"]) <= set(names["short_name"])


def test_a_stuck_tracker_is_kept_and_times_are_local(rest: Rest) -> None:
    points = rest.table("vector.spraying")
    at = points["sprayed_at"].astype(str)
    assert at.str.startswith("2011-09-07 19:44:32").sum() == 541
    assert points["sprayed_at"].isna().sum() == 584


def test_wide_files_are_long_and_lose_no_figure(rest: Rest) -> None:
    file = rest.delivered("planning/health_indicators.csv")
    long = rest.table("planning.area_health_indicator")
    wide = long.pivot(index="community_area", columns="indicator", values="value")
    file.index = file["area_num"].astype(int)
    assert (wide["tuberculosis"] == file["Tuber_osis"].astype(float).sort_index()).all()
    people = rest.table("planning.area_population").groupby("census")["population"].sum()
    assert people.to_dict() == {2000: 2_896_016, 2010: 2_695_598}, "the two censuses"


def test_an_outline_is_geometry_for_each_area(rest: Rest) -> None:
    for name, areas in (("community_area", 77), ("police_district", 22), ("ward", 50)):
        outlines = rest.table(f"planning.{name}_boundary")
        assert outlines[name].nunique() == areas
        for text in outlines["geometry"].head(3):
            geometry = json.loads(text)
            assert geometry["type"] == "MultiPolygon"
            longitude, latitude = geometry["coordinates"][0][0][0]
            assert -88 < longitude < -87.5 and 41.6 < latitude < 42.1


def test_every_entry_is_at_a_known_station(rest: Rest) -> None:
    entries, stations = rest.table("transport.rail_entry"), rest.table("transport.rail_station")
    assert set(entries["station_id"]) <= set(stations["station_id"])
    belmont = stations.set_index("station_id").loc["41320", "lines"]
    assert set(belmont) == {"red", "brown", "purple"}, "the flags forget the Red Line"


def test_deaths_infections_and_beds_are_open_and_records_of_crashes_are_not() -> None:
    grades = {name: CATALOGUE.tables[f.fills].grade for name, f in FEEDS.items()}
    assert {grades[n] for n in ("death_day", "covid_day", "covid_week", "hospital_day")} == {"open"}
    assert grades["pedestrian_cyclist_crash"] == "internal"
    landed = FEEDS["abandoned_vehicle"].landed
    assert landed.column("address").grade == "internal"
