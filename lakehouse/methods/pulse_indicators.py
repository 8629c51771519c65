"""The operating indicators of the city's pulse: what each is, whose, its target and direction."""

from __future__ import annotations

from dataclasses import dataclass

MORE, LESS = "more", "less"


@dataclass(frozen=True)
class Operating:
    """One indicator, a value a week.

    ``counted`` says that it is a count, whose zeros are values. ``worse`` is the side on which the
    city is worse off. A value is late once its last day lies ``late_after`` days back, and a week
    is complete ``settles`` days after its end. ``target`` is in ``unit``, None where nobody set
    one; a value that is ``worse`` than it misses it. ``of_people``: a few are not told.
    """

    name: str
    title: str
    domain: str
    owner: str
    unit: str
    worse: str = MORE
    target: float | None = None
    counted: bool = True
    settles: int = 0
    late_after: int = 21
    of_people: bool = False


TRAFFIC, MEDICAL, SAFETY = "traffic", "medical", "safety"
SERVICES, OUTDOORS = "city services", "environment"
HEALTH, POLICE, LINE, AIR = "Health", "Police", "311 services", "Environment"
WEEK, DOSE = "a week", "µg/m³"
ON_TIME = "Urgent ambulance runs that arrive within 8 minutes"
VISITS = "Visits to emergency departments, as reported two days after the week"
PULSE = (
    Operating("injury_crashes", "Road crashes with somebody hurt", TRAFFIC, "Transport", WEEK),
    Operating("emergency_visits_reported", VISITS, MEDICAL, HEALTH, WEEK, settles=2,
              of_people=True),
    Operating("deaths", "Deaths of all causes but accidents", MEDICAL, HEALTH, WEEK,
              of_people=True),
    Operating("ambulance_in_time", ON_TIME, MEDICAL, "Ambulance", "% of runs", LESS, 75, False),
    Operating("fires", "Fires with damage or somebody hurt", SAFETY, "Fire", WEEK),
    Operating("police_incidents", "Incidents that the police recorded", SAFETY, POLICE, WEEK),
    Operating("burglaries", "Burglaries reported", SAFETY, POLICE, WEEK),
    Operating("food_visits", "Visits of food premises", SAFETY, HEALTH, WEEK, LESS),
    Operating("requests", "Requests of residents", SERVICES, LINE, WEEK),
    Operating("closing_days", "Days until a request is closed, the middle one", SERVICES, LINE,
              "days", MORE, 7, False),
    Operating("sanitation_complaints", "Sanitation complaints", SERVICES, LINE, WEEK),
    # World Health Organization, Global air quality guidelines 2021: means of 24 and of 8 hours.
    Operating("fine_dust", "Fine dust (PM2.5), mean of the stations", OUTDOORS, AIR, DOSE, MORE,
              15, False),
    Operating("ozone", "Ozone, mean of the stations' highest 8 hours", OUTDOORS, AIR, DOSE, MORE,
              100, False),
    Operating("beach_samples_over", "Beach samples over the limit", OUTDOORS, "Parks",
              "% of samples", MORE, 10, False),
)  # fmt: skip
BY_NAME = {one.name: one for one in PULSE}
