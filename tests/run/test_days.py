"""The default day of a step is the last that its own departments reach, whatever others do."""

from __future__ import annotations

from datetime import date

import pytest

from lakehouse.declare import Job
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.computing.days import asked_days, default_days, held_back
from lakehouse.run.settings import load_settings

CITY = load_catalogue(load_settings("chicago", {}).city)
APRIL = date(2014, 4, 16)
NEWEST = {
    "health.food_inspection": APRIL,
    "licensing.food_licence": date(2014, 8, 1),
    "services.sanitation_request": date(2014, 4, 30),
    "police.burglary": date(2014, 5, 1),
}
RANKING = "risk.food_premises"
LIST = "published.premises_to_inspect_first"


def step_of(name: str, catalogue: Catalogue = CITY):  # type: ignore[no-untyped-def]
    return next(s for s in catalogue.steps if s.writes.name == name)


def test_a_step_is_made_of_tables_however_far_up() -> None:
    tables, makers = CITY.above(step_of(LIST).reads)
    assert {*NEWEST, "health.food_violation", "city.food_visit", RANKING} <= set(tables)
    assert "weather.day" not in tables and LIST not in tables
    assert {m.writes.name for m in makers} == {
        *("city.food_visit", "city.food_premises", "city.area_boundary", RANKING),
        *("city.sanitation_complaint", "city.food_visit_area", "city.area_population"),
    }


def test_the_day_is_the_last_that_all_it_reads_reach() -> None:
    assert default_days(CITY, NEWEST)[RANKING] == APRIL
    later = NEWEST | {"health.food_inspection": date(2014, 6, 1)}
    assert default_days(CITY, later)[RANKING] == date(2014, 4, 30)


@pytest.mark.parametrize("day", [date(1994, 12, 31), date(2022, 9, 30)])
def test_a_feed_that_nobody_reads_moves_no_day(day: date) -> None:
    assert default_days(CITY, NEWEST | {"health.death_day": day}) == default_days(CITY, NEWEST)


def test_what_is_made_of_a_ranking_keeps_its_day() -> None:
    """Even where it looks at another source besides, here at weather through its visits."""
    days = default_days(CITY, NEWEST | {"weather.day": date(2013, 1, 1)})
    assert days[LIST] == days[RANKING] == APRIL
    assert days["city.food_visit_surroundings"] == date(2013, 1, 1)


@pytest.mark.parametrize(
    ("last", "day"),
    [
        (date(2018, 12, 31), date(2019, 1, 1)),
        (date(2019, 6, 30), date(2019, 7, 1)),
        (date(2018, 12, 30), date(2018, 12, 30)),
    ],
)
def test_whole_years_are_not_cut_a_day_short(last: date, day: date) -> None:
    days = default_days(CITY, NEWEST | {"transport.pedestrian_cyclist_crash": last})
    assert days["risk.intersection_crash"] == days["published.intersections_to_make_safer"] == day
    # Months of two are counted back from wherever the files end.
    assert default_days(CITY, dict.fromkeys(NEWEST, last))[RANKING] == last


def test_what_reads_nothing_dated_takes_the_latest_day() -> None:
    days = default_days(CITY, {"weather.day": date(2013, 1, 1)})
    assert set(days) == {s.writes.name for s in CITY.steps}
    # What is set side by side decides for the day after the last, and so is the latest of all.
    beside = {s.writes.name for s in CITY.steps if isinstance(s, Job) and s.side_by_side}
    late = {name for name, day in days.items() if day == date(2013, 1, 2)}
    assert set(days.values()) == {date(2013, 1, 1), date(2013, 1, 2)}
    assert late & beside and "published.what_the_tables_mean" in late


def test_without_any_dated_table_there_is_no_day() -> None:
    assert default_days(CITY, {}) == {}


def test_a_ranking_whose_facts_ended_long_before_keeps_its_own_day() -> None:
    """It would learn from years of silence; others, and what sets sources side by side, go on."""
    newest = NEWEST | {"transport.pedestrian_cyclist_crash": date(2018, 12, 31)}
    soon, late = date(2015, 4, 17), date(2019, 1, 1)
    assert set(asked_days(CITY, soon, newest).values()) == {soon}
    days = asked_days(CITY, late, newest)
    assert days[RANKING] == days[LIST] == APRIL
    assert days["risk.intersection_crash"] == days["published.city_pulse"] == late
    assert days["published.area_side_by_side"] == late
    [said] = held_back([step_of(RANKING), step_of("risk.intersection_crash")], days, late)
    assert said.startswith("risk.food_premises is as of 16 April 2014: what it is made of ends")
    assert said.endswith("more than a year before 01 January 2019.")


def test_registers_and_rare_counts_hold_up_nobody() -> None:
    city = load_catalogue(load_settings("sample", {}).city)
    newest = {
        "fire.incident": date(2024, 6, 30),
        "fire.building": date(2022, 5, 1),
        "transport.crash": date(2024, 6, 28),
        "transport.traffic_count": date(2022, 2, 25),
        "transport.road_measure": date(2023, 3, 29),
    }
    days = default_days(city, newest)
    assert days["risk.building_fire"] == days["published.buildings_to_visit"] == date(2024, 6, 30)
    judged = ("city.street_site", "risk.street_screening", "published.what_measures_did")
    assert {days[name] for name in judged} == {date(2024, 6, 29)}
