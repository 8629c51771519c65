"""The police's incidents and calls: where they cluster, what follows what, and who told."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.moments import BY_NIGHT, in_order, later, moments
from lakehouse.sample.numbering import disguised, local_numbers
from lakehouse.sample.parameters import YEARS, planted
from lakehouse.sample.reporting import reported_share
from lakehouse.sample.spots import anywhere, around_spots, hot_spots, moved
from lakehouse.sample.streams import stream


@dataclass(frozen=True)
class PoliceStrengths:
    """What is planted in incidents and calls.

    Half of the crime on a twentieth of the places is Weisburd's law of crime concentration (2015,
    Criminology 53); near repeats within 200 m and 14 days are those of Johnson and others (2007,
    Journal of Quantitative Criminology 23). That some hot spots last and others flare up for weeks
    or months, widely scattered, is what Gorr and Lee find (2015, same journal 31), and that crime
    rises around a building once it stands empty Cui and Walsh (2015, Journal of Urban Economics
    87), though by a fifth. The sizes are plain choices.
    """

    hazard: float = planted(0.50, "log incidents per sd of the neighbourhood's safety hazard")
    told: float = planted(0.175, "incidents per resident and year that somebody could report")
    found: float = planted(0.024, "incidents per resident and year that patrols discover")
    patrol_sd: float = planted(0.50, "sd of the log patrol time per neighbourhood: no hazard")
    hot: float = planted(0.50, "share of other incidents within some 80 m of a lasting hot spot")
    flare: float = planted(0.60, "share of all told but vandalism as near to the last empty house")
    break_ins: float = planted(0.18, "share of reported incidents that are break-ins")
    near_repeat: float = planted(0.20, "chance that a break-in is followed by one close by")
    repeat_days: float = planted(5.0, "days until then: mean of an exponential, cut at 14")
    repeat_metres: float = planted(50.0, "sd of its distance in each direction")
    calls: float = planted(0.53, "calls per resident and year where all that is seen is told")


STRENGTHS = PoliceStrengths()
TOLD = {"THEFT": 0.34, "VANDALISM": 0.24, "ASSAULT": 0.16, "ROBBERY": 0.06, "VEHICLE_THEFT": 0.20}
# What gathers where a building stands empty, and what is where it always was.
FLARING = {kind: share for kind, share in TOLD.items() if kind != "VANDALISM"}
LASTING = {"VANDALISM": TOLD["VANDALISM"]}
FOUND = {"DRUGS": 0.55, "WEAPON": 0.10, "DISORDER": 0.35}
BREAK_IN = "BREAK_IN"


def patrol(city: City, area: int) -> float:
    """Patrol time in a neighbourhood, 1 is usual; it follows habit and not hazard."""
    rng, sd = stream(city.seed, f"police/patrol/{area}"), STRENGTHS.patrol_sd
    return float(np.exp(rng.normal(0, sd) - sd**2 / 2))


def hazard(city: City, area: int) -> float:
    """What the neighbourhood's safety hazard multiplies incidents by; mean 1 over the city."""
    tie = STRENGTHS.hazard
    return float(np.exp(tie * city.neighbourhood["safety"].loc[area] - tie**2 / 2))


def _break_ins(rng: np.random.Generator, known: pd.DataFrame, count: int) -> pd.DataFrame:
    """Break-ins at buildings, and those that follow: `after` is the row of the one before, or -1.

    A follower can have a follower of its own, as in a self-exciting point process.
    """
    s = STRENGTHS
    at = rng.integers(0, len(known), count)
    lat, lon = known["lat"].to_numpy()[at], known["lon"].to_numpy()[at]
    young = pd.DataFrame({"moment": moments(rng, count, by_hour=BY_NIGHT, peak=5, swing=0.2)})
    young = young.assign(lat=lat, lon=lon, after=-1)
    every, first = [young], 0
    while len(young):
        again = np.flatnonzero(rng.random(len(young)) < s.near_repeat)
        # An exponential cut off at 14 days, drawn by the inverse of its distribution.
        within = -np.expm1(-14.0 / s.repeat_days)
        days = -s.repeat_days * np.log1p(-rng.random(again.size) * within)
        old = young.iloc[again].reset_index(drop=True)
        close = moved(rng, old["lat"].to_numpy(), old["lon"].to_numpy(), s.repeat_metres)
        young = pd.DataFrame(
            {
                "moment": later(old["moment"], days * 1440),
                "lat": close[0],
                "lon": close[1],
                "after": first + again,
            }
        )
        first += len(every[-1])
        every.append(young)
    return pd.concat(every, ignore_index=True).assign(kind=BREAK_IN, how="REPORTED")


def _others(
    rng: np.random.Generator, city: City, area: int, kinds: dict[str, float], mean: float, how: str
) -> pd.DataFrame:
    """Incidents around the lasting hot spots and anywhere; ``mean`` is for shares that make 1."""
    count, spots = rng.poisson(mean * sum(kinds.values())), hot_spots(city, area, "police")
    lat, lon = around_spots(rng, spots, city, area, count, STRENGTHS.hot)
    when = moments(rng, count, by_hour=BY_NIGHT, peak=200, swing=0.1)
    share = np.array(list(kinds.values()))
    kind = rng.choice(list(kinds), count, p=share / share.sum())
    rows = {"moment": when, "lat": lat, "lon": lon, "after": -1, "kind": kind, "how": how}
    return pd.DataFrame(rows)


def _flared(
    rng: np.random.Generator, city: City, area: int, every: pd.DataFrame, stay: pd.DataFrame
) -> pd.DataFrame:
    """The incidents laid anew: around where the hot spot was at the moment, and anywhere."""
    at = stay.iloc[np.searchsorted(stay["starts"], every["moment"], side="right") - 1]
    near = moved(rng, at["lat"].to_numpy(), at["lon"].to_numpy(), 80.0)
    far = anywhere(rng, city, area, len(every))
    close = rng.random(len(every)) < STRENGTHS.flare
    return every.assign(lat=np.where(close, near[0], far[0]), lon=np.where(close, near[1], far[1]))


def true_incidents(city: City, area: int, known: pd.DataFrame, stay: pd.DataFrame) -> pd.DataFrame:
    """All that happened in one neighbourhood, told or not, in order of the moment.

    ``known`` are its ``buildings``, ``stay`` the ``stays`` of its temporary hot spot.
    Columns: incident (its identifier), kind, how (REPORTED or DISCOVERED), moment, lat, lon, after
    (incident it is a near repeat of, "" otherwise), is_known (somebody told, or a patrol saw it).
    """
    rng, s = stream(city.seed, f"police/incident/{area}"), STRENGTHS
    people = float(city.neighbourhood["people"].loc[area])
    told = s.told * YEARS * people * hazard(city, area)
    # Followers come on top: a break-in has 1 / (1 - near_repeat) of them, itself included.
    first = rng.poisson(told * s.break_ins * (1 - s.near_repeat))
    found = s.found * YEARS * people * patrol(city, area)
    others = told * (1 - s.break_ins)
    every = pd.concat(
        [
            _break_ins(rng, known, first),
            _flared(rng, city, area, _others(rng, city, area, FLARING, others, "REPORTED"), stay),
            _others(rng, city, area, LASTING, others, "REPORTED"),
            _others(rng, city, area, FOUND, found, "DISCOVERED"),
        ],
        ignore_index=True,
    )
    number = disguised(local_numbers(area, len(every)), 4_256_233, "P")
    before = number.reindex(every["after"]).fillna("").to_numpy()
    known = rng.random(len(every)) < reported_share(city, area)
    every = every.assign(incident=number, after=before)
    every["is_known"] = known | (every["how"] == "DISCOVERED")
    return in_order(every, "moment")
