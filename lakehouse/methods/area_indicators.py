"""What goes into the one view of the city's risk: each indicator with its domain and weight."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lakehouse.methods.composite import Frame, Part

TRAFFIC, MEDICAL, SAFETY = "traffic", "medical", "safety"
DOMAINS = (TRAFFIC, MEDICAL, SAFETY)
HAZARD, EXPOSURE, VULNERABILITY, RISK = "hazard", "exposure", "vulnerability", "risk"
# The three domains and the people who live there count alike, and how frail they are half as much.
WEIGHTS = {HAZARD: 3.0, EXPOSURE: 1.0, VULNERABILITY: 0.5}


@dataclass(frozen=True)
class Indicator:
    """One indicator: more of it is more risk. ``of_people`` is made of counts of patients.

    Hygiene of food, beaches and mosquitoes are left out: who is harmed by them lives elsewhere.
    """

    name: str
    into: str
    meaning: str
    weight: float = 1
    of_people: bool = False


YEARLY = "per 1,000 residents and year"
INDICATORS = (
    Indicator("injury_crashes", TRAFFIC, f"road crashes with somebody hurt, {YEARLY}"),
    Indicator(
        "walkers_and_cyclists_hurt",
        TRAFFIC,
        f"crashes expected at intersections with somebody hurt walking or cycling, {YEARLY}",
    ),
    Indicator(
        "traffic_runs", TRAFFIC, f"ambulance runs to people hurt in traffic, {YEARLY}", 1, True
    ),
    Indicator(
        "illness_runs",
        MEDICAL,
        f"ambulance runs for the heart, breathing, strokes and falls, {YEARLY}",
        1,
        True,
    ),
    Indicator("diabetes_deaths", MEDICAL, "deaths with diabetes per 100,000 people, by age"),
    Indicator("stroke_deaths", MEDICAL, "deaths by stroke per 100,000 people, by age"),
    Indicator("infant_mortality", MEDICAL, "deaths of infants per 1,000 births"),
    Indicator("building_fires", SAFETY, f"buildings expected to burn, {YEARLY}"),
    Indicator("violent_incidents", SAFETY, f"assaults and robberies that were reported, {YEARLY}"),
    Indicator("violence_runs", SAFETY, f"ambulance runs to victims of violence, {YEARLY}", 1, True),
    # Nobody need be hurt.
    Indicator("burglaries", SAFETY, f"burglaries that were reported, {YEARLY}", 0.5),
    Indicator("residents", EXPOSURE, "people who live there"),
    Indicator("frail_share", VULNERABILITY, "residents under 5 or over 64, of 1,000", 1, True),
)
MEANINGS = {one.name: one.meaning for one in INDICATORS}


def frame_of(known: Collection[str]) -> Frame:
    """The tree of those indicators that are ``known``: indicators, domains, hazard, risk."""
    parts = [Part(one.name, one.into, one.weight) for one in INDICATORS if one.name in known]
    groups = {part.into for part in parts}
    parts += [Part(name, HAZARD) for name in DOMAINS if name in groups]
    if groups & set(DOMAINS):
        groups.add(HAZARD)
    parts += [Part(name, RISK, weight) for name, weight in WEIGHTS.items() if name in groups]
    return Frame((*parts, Part(RISK, None)))
