"""The indicators of the city's risk as the departments' frames of a drawn city give them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.methods.area_composite import area_composite
from lakehouse.methods.area_indicators import INDICATORS
from lakehouse.methods.area_rate import area_rate
from lakehouse.sample import ambulance, fire, harm, police, police_incidents, population
from lakehouse.sample.city import City, build_city
from lakehouse.sample.parameters import FIRST_DAY, YEARS
from lakehouse.sample.transport.events import happened
from lakehouse.sample.transport.registers import numbered, police_register, safety_register
from lakehouse.tables.risk.area import FEW

OF_PEOPLE = {one.name for one in INDICATORS if one.of_people}
ILL = ("HEART", "BREATHING", "STROKE", "FALL")


@dataclass(frozen=True)
class DrawnRisk:
    """One city: who lives where, the composite of its areas, and the harm that was planted.

    ``expected`` is the true yearly harm of each area, ``harmed`` that of the last year.
    """

    made: pd.DataFrame
    events: pd.Series
    people: pd.Series
    expected: pd.Series
    harmed: pd.Series


def drawn_risk(seed: int, draws: int = 200) -> DrawnRisk:
    """The composite of a drawn city, made of what departments deliver and of nothing else."""
    city = build_city(seed)
    areas = pd.DataFrame([counted(city, area) for area in city.areas])
    people = areas.pop("people").astype(float)
    frail = 1000 * areas.pop("frail") / people
    rates = {name: rate_of(areas[name], people) for name in areas}
    value, low, high = (
        pd.DataFrame({name: rate[end] for name, rate in rates.items()}).assign(
            residents=people, frail_share=frail
        )
        for end in ("value", "value_low", "value_high")
    )
    truth = harm.draw(city)
    last = truth["serious_harm"].groupby("neighbourhood")["serious_harm"].last()
    return DrawnRisk(
        made=area_composite(value, low, high, draws=draws),
        events=areas.sum(axis=1),
        people=people,
        expected=truth["truth/harm"]["true_rate"] * people,
        harmed=last.reset_index(drop=True),
    )


def rate_of(counts: pd.Series, people: pd.Series) -> pd.DataFrame:
    """The rates of one indicator, with small counts of patients withheld as in the lake."""
    return area_rate(counts, people, YEARS, few=FEW if counts.name in OF_PEOPLE else 0)


def counted(city: City, area: int) -> dict[str, float]:
    """What the departments count in one neighbourhood in the two years that all deliver."""
    runs = ambulance.draw(city, area)["ambulance_runs"]["reason"].value_counts()
    crash = numbered(city, area, happened(city, area)[0])
    crashes, walked = police_register(city, area, crash), safety_register(crash)
    hurt = crashes[(crashes["worst"] != "O") & (crashes["crashed_at"] >= FIRST_DAY)]
    fires = fire.draw(city, area)["fire_incidents"]
    told = police_incidents.draw(city, area)["police_incidents"]
    told = told[told["how"] != "DISCOVERED"]
    burgled = police.draw(city, area)["burglaries"]
    homes = population.draw(city, area)["residents"]
    age = np.asarray((FIRST_DAY - homes["born_on"]).dt.days) / 365.25
    return {
        "injury_crashes": len(hurt),
        "walkers_and_cyclists_hurt": (walked["crashed_at"] >= FIRST_DAY).sum(),
        "traffic_runs": runs.get("TRAFFIC", 0),
        "illness_runs": sum(runs.get(reason, 0) for reason in ILL),
        "building_fires": (fires["kind"] == "BUILDING_FIRE").sum(),
        "violent_incidents": told["kind"].isin(["ASSAULT", "ROBBERY"]).sum(),
        "violence_runs": runs.get("VIOLENCE", 0),
        "burglaries": len(burgled),
        "people": len(homes),
        "frail": ((age < 5) | (age >= 65)).sum(),
    }
