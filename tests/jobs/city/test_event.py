"""Events of every department come into one shape, located, and none is lost on the way."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.event import event
from jobs.city.event_location import event_location
from lakehouse.checks.conform import conform
from lakehouse.declare import Bounds, Table
from lakehouse.run.catalogue import find_tables
from lakehouse.tables import ambulance, city, fire, police, services, transport, vector
from tests.conftest import TableOf

BOUNDS = Bounds(0.0, 0.0, 1.0, 1.0)
OUTLINES = """
    area_kind       | area | name  | geometry
    community_area  | 1    | North | POLYGON ((0 0.5, 1 0.5, 1 1, 0 1, 0 0.5))
    community_area  | 2    | South | POLYGON ((0 0, 1 0, 1 0.5, 0 0.5, 0 0))
    police_district | 7    | All   | POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))
    ward            | 3    | 3     | POLYGON ((0 0, 0.5 0, 0.5 1, 0 1, 0 0))
"""
CRASHES = """
    row_id | happened_on | has_injury | latitude | longitude | known_at
    c1     | 2022-01-01  | true       | 0.75     | 0.25      | 2022-01-02
    c2     | 2022-01-01  | false      | 0.25     | 0.75      | 2022-01-02
    c3     | 2022-01-02  | false      | 9        | 9         | 2022-01-03
    c4     | 2022-01-02  | true       |          |           | 2022-01-03
"""
WALKERS = """
    crash_id | happened_on | worst_injury  | latitude | longitude | known_at
    p1       | 2018-01-01  | none          | 0.75     | 0.25      | 2018-01-02
    p2       | 2018-01-01  | not_evident   | 0.5      | 0.25      | 2018-01-02
"""
REQUESTS = """
    row_id | created_on | status              | latitude | longitude | known_at
    s1     | 2014-01-01 | open                | 0.75     | 0.25      | 2014-01-02
    s2     | 2014-01-01 | completed_duplicate | 0.75     | 0.25      | 2014-01-02
"""
TOLD = """
    request_id | created_on | status    | latitude | longitude | known_at
    r1         | 2023-01-01 | closed    | 0.25     | 0.75      | 2023-01-01
    r2         | 2023-01-01 | duplicate | 0.25     | 0.75      | 2023-01-01
"""
FIRES = """
    incident_id | happened_on | kind          | damage | injured | latitude | longitude | known_at
    f1          | 2023-01-01  | building_fire | room   | 0       | 0.25     | 0.75      | 2023-01-01
    f2          | 2023-01-01  | alarm         | none   | 0       | 0.25     | 0.75      | 2023-01-01
    f3          | 2023-01-01  | building_fire | none   | 1       | 0.25     | 0.75      | 2023-01-01
"""
RUNS = """
    run_id | happened_on | is_urgent | latitude | longitude | known_at
    a1     | 2023-01-01  | true      | 0.25     | 0.75      | 2023-01-01
    a2     | 2023-01-01  | false     | 0.25     | 0.75      | 2023-01-01
"""
CALLS = """
    call_id | happened_on | priority | latitude | longitude | known_at
    t1      | 2023-01-01  | 1        | 0.25     | 0.75      | 2023-01-01
"""
SPRAYED = """
    row_id | sprayed_on | latitude | longitude | known_at
    w1     | 2011-09-01 | 0.25     | 0.75      | 2011-09-02
    w2     | 2011-09-01 |          |           | 2011-09-02
"""
RECORDED = """
    incident_id | happened_on | is_discovered | latitude | longitude | known_at
    i1          | 2023-01-01  | true          | 0.25     | 0.75      | 2023-01-02
"""
EXPECTED = """
    event_kind               | event_id | is_harmful | community_area | community_area_reason | ward | ward_reason        | police_district
    crash                    | c1       | true       | 1              |                       | 3    |                    | 7
    crash                    | c2       | false      | 2              |                       |      | outside every area | 7
    crash                    | c3       | false      |                | outside every area    |      | outside every area |
    crash                    | c4       | true       |                | no coordinates        |      | no coordinates     |
    pedestrian_cyclist_crash | p1       | false      | 1              |                       | 3    |                    | 7
    pedestrian_cyclist_crash | p2       | true       | 1              | on a common border: the smaller code is taken | 3 | | 7
    sanitation_request       | s1       | true       | 1              |                       | 3    |                    | 7
    police_incident          | i1       | true       | 2              |                       |      | outside every area | 7
    service_request          | r1       | true       | 2              |                       |      | outside every area | 7
    fire_incident            | f1       | true       | 2              |                       |      | outside every area | 7
    fire_incident            | f2       | false      | 2              |                       |      | outside every area | 7
    fire_incident            | f3       | true       | 2              |                       |      | outside every area | 7
    ambulance_run            | a1       | true       | 2              |                       |      | outside every area | 7
    ambulance_run            | a2       | false      | 2              |                       |      | outside every area | 7
    police_call              | t1       | false      | 2              |                       |      | outside every area | 7
    spraying                 | w1       | false      | 2              |                       |      | outside every area | 7
    spraying                 | w2       | false      |                | no coordinates        |      | no coordinates     |
"""
# Tables of departments with a day and a place whose rows are no events, and why.
NO_EVENT = {
    "environment.air_day": "a station's reading; areas meet the nearest station",
    "fire.building": "a register: the day is when it was built",
    "health.food_inspection": "city.food_visit has each with its premises",
    "licensing.food_licence": "a register of terms",
    "population.resident": "a register of persons; their homes are not told",
    "transport.road_measure": "what was built; the lists of streets place it themselves",
}
SHOWN = ("event_kind", "event_id", "is_harmful", "community_area", "community_area_reason")


def made(table_of: TableOf, outlines: str = OUTLINES) -> DataFrame:
    def none(table: Table, *keys: str) -> DataFrame:
        return table_of(" | ".join([*table.key, *keys]), table)

    return event(
        table_of(outlines, city.area_boundary),
        table_of(CRASHES, transport.crash),
        table_of(WALKERS, transport.pedestrian_cyclist_crash),
        none(police.burglary),
        table_of(REQUESTS, services.sanitation_request),
        none(services.abandoned_vehicle),
        none(city.food_visit),
        none(vector.mosquito_catch),
        table_of(RECORDED, police.incident),
        table_of(TOLD, services.request),
        table_of(FIRES, fire.incident),
        table_of(RUNS, ambulance.run),
        table_of(CALLS, police.call),
        table_of(SPRAYED, vector.spraying),
        BOUNDS,
    )


def test_every_event_is_there_once_with_its_areas_or_the_reason(table_of: TableOf) -> None:
    names = [*SHOWN, "ward", "ward_reason", "police_district"]
    assert_df_equality(
        conform(made(table_of), city.event).select(*names),
        table_of(EXPECTED, city.event).select(*names),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_what_a_department_dates_and_places_is_an_event_or_said_why_not() -> None:
    job_of_events = event.job  # type: ignore[attr-defined]
    dated = {
        name
        for name, table in find_tables().items()
        if table.happened_at and "latitude" in table.column_names and table.schema != "city"
    }
    taken = {table.name for table in job_of_events.reads}
    assert dated - taken == set(NO_EVENT)


def test_an_event_has_the_squares_it_lies_in_and_the_small_lie_in_the_large(
    table_of: TableOf,
) -> None:
    cells = made(table_of).where("event_id = 'c1'").select("cell_100", "cell_500", "cell_2000")
    small, middle, large = (cell.split("_")[1:] for cell in cells.first() or ())
    for own, around, steps in ((small, middle, 5), (middle, large, 4)):
        assert [int(a[1:]) // steps for a in own] == [int(b[1:]) for b in around]


def test_an_event_without_coordinates_has_no_square(table_of: TableOf) -> None:
    assert made(table_of).where("event_id = 'c4' and cell_100 is null").count() == 1


def test_outcomes_add_up_to_the_events_for_each_kind_of_area(table_of: TableOf) -> None:
    found = event_location(made(table_of))
    assert_df_equality(
        conform(found, city.event_location).where("area_kind = 'ward'"),
        table_of(
            """
            event_kind               | area_kind | outcome            | events | share
            crash                    | ward      | located            | 1      | 0.25
            crash                    | ward      | outside every area | 2      | 0.5
            crash                    | ward      | no coordinates     | 1      | 0.25
            pedestrian_cyclist_crash | ward      | located            | 2      | 1
            sanitation_request       | ward      | located            | 1      | 1
            police_incident          | ward      | outside every area | 1      | 1
            service_request          | ward      | outside every area | 1      | 1
            fire_incident            | ward      | outside every area | 3      | 1
            ambulance_run            | ward      | outside every area | 2      | 1
            police_call              | ward      | outside every area | 1      | 1
            spraying                 | ward      | outside every area | 1      | 0.5
            spraying                 | ward      | no coordinates     | 1      | 0.5
            """,
            city.event_location,
        ),
        ignore_row_order=True,
        ignore_nullable=True,
    )
    sums = found.groupBy("event_kind", "area_kind").sum("events").collect()
    assert {(r[0], r[2]) for r in sums} == {
        ("crash", 4),
        ("pedestrian_cyclist_crash", 2),
        ("sanitation_request", 1),
        ("police_incident", 1),
        ("service_request", 1),
        ("fire_incident", 3),
        ("ambulance_run", 2),
        ("police_call", 1),
        ("spraying", 2),
    }
    # No outlines of tracts were delivered, and that is said rather than left out.
    said = found.where("area_kind = 'tract'").select("outcome").distinct().collect()
    assert {r[0] for r in said} == {"no areas of this kind", "no coordinates"}
