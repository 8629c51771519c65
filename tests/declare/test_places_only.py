"""A score of a person and a lesson from who looked are refused when they are declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jobs.risk.building_fire import building_fire
from jobs.risk.crash_hour import crash_hour
from jobs.risk.hospital_load import hospital_load
from jobs.risk.incident_surface import incident_surface
from jobs.risk.service_signals import call_signal
from lakehouse.declare import Column, Derived, Table, count, job
from lakehouse.declare.errors import PlanError
from lakehouse.tables import fire, police, population


def test_a_score_of_residents_is_refused() -> None:
    key = population.resident.key[0]
    with pytest.raises(PlanError, match=f"would score persons: {key} is personal"):
        replace(
            incident_surface,
            about=key,
            reads=(*incident_surface.reads, population.resident),
            carries=(*incident_surface.carries, Column(key, "string", "Who it is.")),
        )


def test_a_person_carried_beside_the_place_is_refused() -> None:
    caller = Column("caller", "string", "Who called.", grade="personal")
    with pytest.raises(PlanError, match="would score persons: caller is personal"):
        replace(incident_surface, carries=(*incident_surface.carries, caller))


WHO = Column("unit", "string", "A key renamed.")


@pytest.mark.parametrize(
    "asked", [incident_surface, hospital_load, call_signal, crash_hour], ids=lambda q: q.name
)
def test_no_question_reads_rows_that_are_persons_whatever_it_calls_them(asked: Any) -> None:
    reads = (*asked.reads, population.resident)
    more = {"carries": (*asked.carries, WHO)} if hasattr(asked, "carries") else {}
    with pytest.raises(PlanError, match=r"reads population\.resident, whose rows are persons"):
        replace(asked, reads=reads, **more)


def test_a_forecast_for_each_patient_is_refused() -> None:
    patient = Column("patient", "string", "Who lies there.", grade="personal")
    with pytest.raises(PlanError, match="hospital_load would score persons: patient is personal"):
        replace(hospital_load, carries=(*hospital_load.carries, patient))


@pytest.mark.parametrize("grade", ["personal", "open"])
def test_a_job_that_scores_persons_is_refused_though_the_grade_was_left_out(grade: str) -> None:
    key = population.resident.key[0]
    scored = Table(
        "risk.frail_resident",
        "One row per resident.",
        (key,),
        (Column(key, "string", "Who it is.", grade=grade), Column("score", "double", "How ill.")),
    )
    with pytest.raises(PlanError, match=rf"risk\.frail_resident would score persons: {key}"):
        job(reads=[population.resident], writes=scored)(lambda resident: resident)
    # A department's own table may say who it is about.
    counted = replace(scored, name="city.frail_resident")
    assert job(reads=[population.resident], writes=counted)(lambda resident: resident)


def test_what_patrols_found_is_nothing_to_learn_from() -> None:
    with pytest.raises(PlanError, match=r"police\.incident, which holds what was discovered"):
        replace(incident_surface, reads=(*incident_surface.reads, police.incident))


def test_who_called_is_nothing_to_learn_from() -> None:
    """The fire brigade's own table: a caller's name says who saw the fire, not what burns."""
    named = count("named", fire.incident, "address", "named callers", where="caller is not null")
    made = Derived("often_named", "share of callers named", "named / (1 + fires_here)")
    hidden = replace(named, learn=False)
    for features in ((named,), (hidden, made)):
        with pytest.raises(PlanError, match=r"building_fire would learn who looked, .*named") as e:
            replace(building_fire, features=(*building_fire.features, *features))
        assert "about_observer=False" in e.value.todo
    # What no candidate sees may be counted.
    replace(building_fire, features=(*building_fire.features, hidden))


def test_who_looked_is_no_lesson_where_history_carries_it_over() -> None:
    looked = Column("looked", "string", "Who went there last.", about_observer=True)
    carries = (*building_fire.carries, looked)
    share = Derived("his_share", "his share", "int(looked = '7')")
    with pytest.raises(PlanError, match=r"building_fire would learn who looked, .*his_share"):
        replace(building_fire, carries=carries, features=(*building_fire.features, share))
    # Carried alone, no feature is made of it; a candidate that looks at it is refused by the gate.
    assert replace(building_fire, carries=carries).barred.about_observer == ("looked",)


def test_what_changes_later_is_barred_where_history_carries_it_over() -> None:
    done = Column("last_action", "string", "What was done there.")
    acted = Derived("acted", "whether something was done", "int(last_action is not null)")
    asked = replace(
        building_fire,
        carries=(*building_fire.carries, done),
        features=(*building_fire.features, acted),
    )
    assert asked.barred.known_later == ("last_action", "acted")
    assert fire.building in asked.reads and building_fire.barred.known_later == ()


@pytest.mark.parametrize(
    ("name", "who"),
    [
        *((n, True) for n in ("inspector_no", "officer", "badge", "reported_by", "first_officer")),
        *((n, True) for n in ("inspectorid", "sanitarian", "employee_no", "agent_id", "crew")),
        *((n, True) for n in ("assigned_to", "technician", "checked_by", "closed_by", "seen_by")),
        *((n, True) for n in ("lead_agent_id", "team_code", "employeeid", "data_entered_by")),
        *((n, False) for n in ("inspected_on", "office", "caused_by", "reported_on", "owned_by")),
        *((n, False) for n in ("employees", "crew_size", "agency", "also_by_rank", "workers")),
        *((n, False) for n in ("essential_worker", "close_to", "floor_by", "need_by", "steam")),
    ],
)
def test_a_name_tells_of_who_looked_unless_declared_otherwise(name: str, who: bool) -> None:
    assert Column(name, "string", "What it says.").about_observer is who
    assert Column(name, "string", "What it says.", about_observer=not who).about_observer is not who
