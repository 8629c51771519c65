"""The fire department's deliveries: its register of buildings, and what it was called to."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.buildings import buildings, yearly_rate
from lakehouse.sample.callers import callers
from lakehouse.sample.city import City
from lakehouse.sample.empty_buildings import fell_empty
from lakehouse.sample.fire_strengths import CONDITIONS, KINDS, OWNERS, STRENGTHS
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import BY_NIGHT, in_order, later, moments
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import disguised, local_numbers
from lakehouse.sample.people import residents
from lakehouse.sample.person_names import addresses_as, struck
from lakehouse.sample.source import Source
from lakehouse.sample.spots import anywhere, moved
from lakehouse.sample.streams import stream

LAST_ACTIONS = ("NONE", "INSPECTED", "REPAIRED", "BOARDED_UP")
REGISTER = Delivery(
    name="fire_buildings",
    department="fire",
    file="buildings.parquet",
    format="parquet",
    columns=(
        Column("object_no", "id", key=True),
        Column("address", "text"),
        Column("kind", "code", codes=tuple(KINDS)),
        Column("year_built", "number", low=0),
        Column("floors", "number", low=0),
        Column("dwellings", "number", low=0),
        Column("owner", "code", codes=OWNERS),
        Column("condition", "code", codes=CONDITIONS),
        Column("sprinkler", "flag"),
        Column("registered_on", "date"),
        Column("last_action", "code", codes=LAST_ACTIONS),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
INCIDENTS = Delivery(
    name="fire_incidents",
    department="fire",
    file="incidents_{month}.jsonl",
    format="jsonl",
    date_style="%Y-%m-%dT%H:%M",
    happened="called_at",
    interval=("called_at", "arrived_at"),
    sort=("called_at", "incident_no"),
    columns=(
        Column("incident_no", "id", key=True),
        Column("called_at", "date"),
        Column("arrived_at", "date"),
        Column("kind", "code", codes=("BUILDING_FIRE", "OUTDOOR_FIRE", "ALARM")),
        Column("damage", "code", codes=("NONE", "ROOM", "BUILDING")),
        Column("injured", "number", low=0),
        Column("address", "text"),
        Column("caller", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def _places(rng: np.random.Generator, city: City, area: int, known: pd.DataFrame) -> pd.DataFrame:
    """The kind and place of every incident; `building` is the index of the one, -1 outdoors."""
    s = STRENGTHS
    fires = rng.poisson(yearly_rate(known["fire_logit"].to_numpy()) * p.YEARS)
    alarms = rng.poisson(s.alarms * p.YEARS * (1 + known["dwellings"] + 2 * known["floors"]))
    people = float(city.neighbourhood["people"].loc[area])
    outside = rng.poisson(s.small_fires * p.YEARS * people)
    at = np.concatenate([np.repeat(known.index, fires), np.repeat(known.index, alarms)])
    lat, lon = anywhere(rng, city, area, outside)
    indoors = moved(rng, known["lat"].to_numpy()[at], known["lon"].to_numpy()[at], 12.0)
    kinds = ("BUILDING_FIRE", "ALARM", "OUTDOOR_FIRE")
    return pd.DataFrame(
        {
            "kind": np.repeat(kinds, (fires.sum(), alarms.sum(), outside)),
            "building": np.concatenate([at, np.full(outside, -1)]).astype(int),
            "lat": np.concatenate([indoors[0], lat]),
            "lon": np.concatenate([indoors[1], lon]),
        }
    )


def _incidents(city: City, area: int, known: pd.DataFrame) -> pd.DataFrame:
    rng, s = stream(city.seed, f"fire/incident/{area}"), STRENGTHS
    found = _places(rng, city, area, known)
    n, burning = len(found), found["kind"].eq("BUILDING_FIRE").to_numpy()
    # More fires in winter and in the evening: heating and cooking.
    found["called_at"] = moments(rng, n, by_hour=BY_NIGHT, peak=5, swing=0.2)
    found["arrived_at"] = later(found["called_at"], 3 + rng.gamma(4, 1.1, n))
    worst = rng.choice(("NONE", "ROOM", "BUILDING"), n, p=(0.25, 0.55, 0.20))
    found["damage"] = np.where(burning, worst, "NONE")
    found["injured"] = np.where(burning, rng.poisson(0.12, n), 0)
    # Outdoors the building is -1: what stands last in this list.
    known_as = [*addresses_as("fire", known), ""]
    spelled = [known_as[b] for b in found["building"]]
    address, found["misspelt"] = struck(rng, pd.Series(spelled, dtype=object), s.misspelt)
    found["address"] = address.where(rng.random(n) >= s.without_address, "")
    found["incident_no"] = disguised(local_numbers(area, n), 7_368_787, "FI")
    return found


def _register(city: City, area: int, known: pd.DataFrame, burnt: set[int]) -> pd.DataFrame:
    """The register on the last day: `last_action` was filled in after the fires it tells of."""
    rng, n = stream(city.seed, f"fire/register/{area}"), len(known)
    chance = np.where(known.index.isin(list(burnt)), STRENGTHS.seen, STRENGTHS.visited)
    action = np.where(rng.random(n) < chance, rng.choice(LAST_ACTIONS[1:], n), "NONE")
    earliest = pd.to_datetime(known["year_built"].clip(lower=2005).astype(str), format="%Y")
    span = (p.FIRST_DAY - earliest).dt.days.to_numpy()
    on = earliest + pd.to_timedelta((rng.random(n) * span).astype(int), unit="D")
    # An empty building comes into the register when it falls empty.
    fell = fell_empty(city, area, known).reindex(known.index)
    return known.assign(
        object_no=disguised(known["building"], 6_700_417, "F"),
        address=addresses_as("fire", known),
        sprinkler=known["has_sprinkler"],
        registered_on=fell.fillna(on),
        last_action=action,
    )


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """Register and incidents of one neighbourhood, and which building and caller each was."""
    known = buildings(city, area)
    incident = _incidents(city, area, known)
    called = callers(city, area, "fire", incident["incident_no"], residents(city, area))
    incident = in_order(incident.assign(caller=called.said), "called_at")
    fires = incident.loc[incident["kind"] == "BUILDING_FIRE", "building"]
    register = _register(city, area, known, set(fires))
    counted = fires.value_counts().reindex(known.index, fill_value=0)
    number = pd.Series([*known["building"], -1])
    return {
        "fire_buildings": register,
        "fire_incidents": incident.assign(month=month_of(incident["called_at"])),
        "truth/fire_buildings": register.assign(neighbourhood=area, fires=counted)[
            ["object_no", "building", "neighbourhood", "fire_logit", "own_effect", "fires"]
        ],
        "truth/fire_incidents": pd.DataFrame(
            {
                "incident_no": incident["incident_no"],
                "building": number.iloc[incident["building"]].to_numpy(),
                "misspelt": incident["misspelt"].astype(int),
            }
        ),
        "truth/who_is_who_fire": called.truth,
    }


SOURCES = (Source("fire", (REGISTER, INCIDENTS), draw, strengths=STRENGTHS),)
