"""A score of a person and a lesson from what patrols found are refused when they are declared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobs.risk.incident_surface import incident_surface
from lakehouse.declare import Column
from lakehouse.declare.errors import PlanError
from lakehouse.tables import police, population


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
