"""Hazards are opened by lists and findings, closed by what came of them, and overdue in between."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest
from pyspark.sql import DataFrame

from jobs.city.hazard import hazard
from jobs.published.hazards_overdue import hazards_overdue
from lakehouse.checks.conform import conform
from lakehouse.tables import city, fire, governance, licensing, published, risk
from lakehouse.transform.hazards import ENDED, FIRE, GONE, PASSED, SOUND, STILL, UNFOLLOWED
from tests.conftest import TableOf

LISTS = """
    listed | question      | place_id | listed_on  | what | likelihood | consequence | control | days
    f1     | food_premises | p1       | 2024-01-01 | ill  | 0.5        | 3           | visit   | 60
    f1     | food_premises | p2       | 2024-01-01 | ill  | 0.3        | 3           | visit   | 60
    f1     | food_premises | p3       | 2024-01-01 | ill  | 0.3        | 3           | visit   | 60
    f2     | food_premises | p1       | 2024-02-01 | ill  | 0.2        | 3           | visit   | 60
    f2     | food_premises | p2       | 2024-02-01 | ill  | 0.3        | 3           | visit   | 60
    b1     | building_fire | b1       | 2024-01-01 | fire | 0.03       | 4           | visit   | 90
    b1     | building_fire | b2       | 2024-01-01 | fire | 0.03       | 4           | visit   | 90
    b2     | building_fire | b1       | 2024-04-01 | fire | 0.02       | 4           | visit   | 90
"""
VISITS = """
    inspection_id | premises_id | visited_on | critical_found | kind      | known_at
    1             | p1          | 2024-01-10 | false          | canvass   | 2024-01-10
    2             | p3          | 2024-01-12 | true           | canvass   | 2024-01-12
    3             | p4          | 2024-04-20 | true           | complaint | 2024-04-20
    4             | p2          | 2024-04-30 | false          | canvass   | 2024-06-01
    5             | p4          | 2024-04-20 | true           | canvass   | 2024-04-20
    6             | p5          | 2024-02-20 | true           | canvass   | 2024-02-20
"""
FIRES = """
    incident_id | building_id | kind          | happened_on | known_at
    i0          | b3          | building_fire | 2024-01-05  | 2024-01-05
    i1          | b1          | building_fire | 2024-04-10  | 2024-04-10
    i2          |             | building_fire | 2024-04-10  | 2024-04-10
"""
LICENCES = """
    term_id | licence_number | starts_on  | ends_on    | known_at
    t1      | p5             | 2020-01-01 | 2022-01-01 | 2020-01-01
    t2      | p5             | 2022-01-02 | 2024-03-01 | 2022-01-02
    t3      | p2             | 2020-01-01 | 2024-03-01 | 2020-01-01
    t4      | p2             | 2024-03-02 |            | 2024-03-02
"""
PREMISES = """
    premises_id | name  | address
    p2          | Diner | 1 Main St
    b1          | Bar   | 3 Main St
"""
BUILDINGS = """
    building_id | address
    b1          | 2 Main St
"""
DAY = date(2024, 5, 1)


def made_of(table_of: TableOf, visits: str) -> DataFrame:
    made = hazard(
        table_of(LISTS, governance.hazard_opened),
        table_of("premises_id", risk.food_premises),
        table_of("building_id", risk.building_fire),
        table_of(visits, city.food_visit),
        table_of(FIRES, city.building_incident),
        table_of(LICENCES, licensing.food_licence),
        DAY,
    )
    return conform(made, city.hazard)


@pytest.fixture(scope="module")
def register(table_of: TableOf) -> DataFrame:
    return made_of(table_of, VISITS).cache()


def test_each_is_opened_once_and_closed_by_its_outcome(register: DataFrame) -> None:
    found = {
        r["hazard_id"]: (r["times"], r["state"], str(r["closed_on"]), r["closed_by"])
        for r in register.collect()
    }
    assert found == {
        "food_premises p1 2024-01-01": (1, "closed", "2024-01-10", SOUND),
        # On the list again after its visit: a hazard of its own.
        "food_premises p1 2024-02-01": (1, "overdue", "None", None),
        # The visit of the 30th of April was not known yet.
        "food_premises p2 2024-01-01": (2, "overdue", "None", None),
        "food_premises p3 2024-01-01": (1, "closed", "2024-01-12", STILL),
        "critical_violation p3 2024-01-12": (1, "overdue", "None", None),
        # Found by two visits of one day.
        "critical_violation p4 2024-04-20": (1, "open", "None", None),
        "building_fire b1 2024-01-01": (2, "closed", "2024-04-10", FIRE),
        "building_fire b2 2024-01-01": (1, "lapsed", "2024-04-01", GONE),
        # Its last licence term is over; that of p2 goes on.
        "critical_violation p5 2024-02-20": (1, "closed", "2024-03-01", ENDED),
        "fire_incident b1 2024-04-10": (1, "open", "None", None),
        "fire_incident b3 2024-01-05": (1, "lapsed", "2024-04-04", PASSED),
    }


def test_risk_is_likelihood_times_consequence_and_a_sound_visit_lowers_it(
    register: DataFrame,
) -> None:
    rows = {r["hazard_id"]: r for r in register.collect()}
    sound, still = rows["food_premises p1 2024-01-01"], rows["food_premises p3 2024-01-01"]
    assert (sound["likelihood_class"], sound["risk"], sound["residual_risk"]) == (5, 15, 3)
    assert (still["likelihood_class"], still["risk"], still["residual_risk"]) == (4, 12, 12)
    assert rows["building_fire b1 2024-01-01"]["risk"] == 8
    # That nobody said what was done there takes nothing from the risk.
    lapsed = [r for r in rows.values() if r["state"] == "lapsed"]
    assert len(lapsed) == 2 and all(r["residual_risk"] == r["risk"] for r in lapsed)
    assert rows["critical_violation p4 2024-04-20"]["deadline"] == date(2024, 5, 4)


def test_what_is_open_is_published_overdue_first_by_the_name_of_its_place(
    register: DataFrame, table_of: TableOf
) -> None:
    premises = table_of(PREMISES, city.food_premises), table_of(BUILDINGS, fire.building)
    made = conform(hazards_overdue(register, *premises), published.hazards_overdue)
    told = made.collect()
    called = {r["hazard_id"]: (r["name"], r["address"]) for r in told}
    assert called["food_premises p2 2024-01-01"] == ("Diner", "1 Main St")
    assert called["fire_incident b1 2024-04-10"] == (None, "2 Main St")
    assert called["food_premises p1 2024-02-01"] == (None, None)
    # The visits known by then reach the 20th, the incidents the 10th.
    assert {(str(r["as_of"]), str(r["data_through"])) for r in told} == {
        ("2024-05-01", "2024-04-10")
    }
    rows = [(r["hazard_id"], r["state"], r["days_over"]) for r in told]
    assert rows == [
        ("critical_violation p3 2024-01-12", "overdue", 96),
        ("food_premises p2 2024-01-01", "overdue", 61),
        ("food_premises p1 2024-02-01", "overdue", 30),
        ("fire_incident b1 2024-04-10", "open", None),
        ("critical_violation p4 2024-04-20", "open", -3),
    ]


def test_without_visits_that_follow_up_no_violation_is_overdue(table_of: TableOf) -> None:
    rows = made_of(table_of, VISITS.replace("complaint", "canvass")).collect()
    found = [r for r in rows if r["kind"] == "critical_violation" and r["closed_on"] is None]
    assert {(r["state"], r["deadline"], r["control"]) for r in found} == {
        ("open", None, UNFOLLOWED)
    }
    assert any(r["state"] == "overdue" for r in rows if r["kind"] == "food_premises")
