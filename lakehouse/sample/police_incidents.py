"""The police's deliveries of incidents and calls, and their truth."""

import numpy as np
import pandas as pd

from lakehouse.sample.buildings import buildings
from lakehouse.sample.city import City, Floats
from lakehouse.sample.empty_buildings import stays
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import BY_NIGHT, in_order, later, moments
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import disguised, local_numbers
from lakehouse.sample.parameters import YEARS
from lakehouse.sample.police_places import (
    BREAK_IN,
    FOUND,
    STRENGTHS,
    TOLD,
    hazard,
    patrol,
    true_incidents,
)
from lakehouse.sample.reporting import hours_until_told, reported_share
from lakehouse.sample.source import Source
from lakehouse.sample.spots import around_spots, hot_spots
from lakehouse.sample.streams import stream

CALLS_FOR = {"NOISE": 0.30, "FIGHT": 0.16, "SUSPICIOUS": 0.22, "TRAFFIC": 0.18, "ALARM": 0.14}
INCIDENTS = Delivery(
    name="police_incidents",
    department="police",
    file="incidents_{month}.csv",
    delimiter="|",
    encoding="iso-8859-1",
    date_style="%d-%m-%Y %H:%M",
    happened="happened_at",
    interval=("happened_at", "reported_at"),
    sort=("reported_at", "incident_no"),
    columns=(
        Column("incident_no", "id", key=True),
        Column("happened_at", "date"),
        Column("reported_at", "date"),
        Column("kind", "code", codes=(*TOLD, *FOUND, BREAK_IN)),
        Column("how", "code", codes=("REPORTED", "DISCOVERED")),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
CALLS = Delivery(
    name="police_calls",
    department="police",
    file="calls_{month}.csv.gz",
    gzip=True,
    delimiter="\t",
    date_style="%Y-%m-%d %H:%M",
    happened="called_at",
    interval=("called_at", "on_scene_at"),
    sort=("called_at", "call_no"),
    columns=(
        Column("call_no", "id", key=True),
        Column("called_at", "date"),
        Column("on_scene_at", "date"),
        Column("kind", "code", codes=tuple(CALLS_FOR)),
        Column("priority", "number", low=1, high=3),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def _lag(rng: np.random.Generator, found: pd.Series) -> Floats:
    """Minutes until it is known: a patrol knows at once, people tell within hours or days."""
    hours = hours_until_told(rng, len(found), 0.6, soon=10, late=36)
    return np.where(found, 0.0, hours * 60)


def _incidents(city: City, area: int, every: pd.DataFrame) -> pd.DataFrame:
    rng = stream(city.seed, f"police/told/{area}")
    known = every[every["is_known"]].reset_index(drop=True)
    told = later(known["moment"], _lag(rng, known["how"] == "DISCOVERED"))
    return in_order(
        pd.DataFrame(
            {
                "incident_no": known["incident"],
                "happened_at": known["moment"],
                "reported_at": told,
                "kind": known["kind"],
                "how": known["how"],
                "lat": known["lat"],
                "lon": known["lon"],
                "after": known["after"],
                "month": month_of(told),
            }
        ),
        "reported_at",
    )


def _calls(city: City, area: int) -> pd.DataFrame:
    rng, people = stream(city.seed, f"police/call/{area}"), city.neighbourhood["people"].loc[area]
    need = STRENGTHS.calls * YEARS * people * hazard(city, area)
    n, spots = rng.poisson(need * reported_share(city, area)), hot_spots(city, area, "police")
    lat, lon = around_spots(rng, spots, city, area, n, STRENGTHS.hot)
    # Friday and Saturday nights, and the summer, are the busiest.
    week = (0.85, 0.85, 0.9, 0.95, 1.25, 1.3, 0.9)
    called = moments(rng, n, week, BY_NIGHT, peak=196, swing=0.2)
    priority = rng.choice((1, 2, 3), n, p=(0.2, 0.45, 0.35))
    minutes = np.exp(np.log(9.0) + 0.5 * (priority - 1) + rng.normal(0, 0.4, n))
    calls = pd.DataFrame(
        {
            "call_no": disguised(local_numbers(area, n), 2_750_159, "C"),
            "called_at": called,
            # Nobody is sent to one call in twelve.
            "on_scene_at": later(called, minutes).where(rng.random(n) >= 1 / 12),
            "kind": rng.choice(list(CALLS_FOR), n, p=list(CALLS_FOR.values())),
            "priority": priority,
            "lat": lat,
            "lon": lon,
            "month": month_of(called),
        }
    )
    return in_order(calls, "called_at")


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """Incidents and calls of one neighbourhood; what patrols find, true needs and hot spots."""
    known = buildings(city, area)
    stay = stays(city, area, known)
    every = true_incidents(city, area, known, stay)
    incident = _incidents(city, area, every)
    people = float(city.neighbourhood["people"].loc[area])
    need = STRENGTHS.told * YEARS * people * hazard(city, area)
    followed = incident[incident["after"].isin(incident["incident_no"])]
    spots = hot_spots(city, area, "police")
    truth = {
        "neighbourhood": area,
        "true_incidents": need,
        "true_calls": STRENGTHS.calls * YEARS * people * hazard(city, area),
        "reported_share": reported_share(city, area),
        "patrol": patrol(city, area),
    }
    return {
        "police_incidents": incident,
        "police_calls": _calls(city, area),
        "truth/police_need": pd.DataFrame([truth]),
        "truth/near_repeats": followed[["incident_no", "after"]],
        "truth/hot_spots": spots.assign(neighbourhood=area),
        "truth/temporary_hot_spots": stay.assign(neighbourhood=area),
    }


SOURCES = (Source("police_incidents", (INCIDENTS, CALLS), draw, strengths=STRENGTHS),)
