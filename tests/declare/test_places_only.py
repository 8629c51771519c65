"""A score of a person and a lesson from who looked are refused when they are declared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobs.risk.building_fire import building_fire
from jobs.risk.incident_surface import incident_surface
from lakehouse.declare import Column, Derived, count
from lakehouse.declare.errors import PlanError
from lakehouse.tables import fire, police, population


def test_a_score_of_residents_is_refused() -> None:
    key = population.resident.key[0]
    with pytest.raises(PlanError, match=f"would rank persons: {key} is personal"):
        replace(
            incident_surface,
            about=key,
            reads=(*incident_surface.reads, population.resident),
            carries=(*incident_surface.carries, Column(key, "string", "Who it is.")),
        )


def test_a_person_carried_beside_the_place_is_refused() -> None:
    caller = Column("caller", "string", "Who called.", grade="personal")
    with pytest.raises(PlanError, match="would rank persons: caller is personal"):
        replace(incident_surface, carries=(*incident_surface.carries, caller))


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


@pytest.mark.parametrize(
    ("name", "who"),
    [
        *((n, True) for n in ("inspector_no", "officer", "badge", "reported_by", "first_officer")),
        *((n, False) for n in ("inspected_on", "office", "caused_by", "reported_on", "owned_by")),
    ],
)
def test_a_name_tells_of_who_looked_unless_declared_otherwise(name: str, who: bool) -> None:
    assert Column(name, "string", "What it says.").about_observer is who
    assert Column(name, "string", "What it says.", about_observer=not who).about_observer is not who
