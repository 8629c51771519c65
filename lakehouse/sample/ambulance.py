"""The ambulance service's delivery: its runs, how long they took, and whom they were for."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.buildings import buildings
from lakehouse.sample.callers import who_is_who
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import in_order, later, moments
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import disguised, local_numbers
from lakehouse.sample.parameters import planted
from lakehouse.sample.people import STRENGTHS as PEOPLE
from lakehouse.sample.people import as_written, residents
from lakehouse.sample.person_names import addresses_as, struck
from lakehouse.sample.source import Source
from lakehouse.sample.spots import anywhere, moved
from lakehouse.sample.streams import stream

# Runs per resident and year, the share that is urgent, and the domain whose hazard raises them;
# plainly chosen: two runs a year for every ten residents.
REASONS: dict[str, tuple[float, float, str]] = {
    "FALL": (0.045, 0.40, "health"),
    "HEART": (0.030, 0.85, "health"),
    "BREATHING": (0.028, 0.70, "health"),
    "STROKE": (0.010, 0.95, "health"),
    "TRAFFIC": (0.018, 0.80, "traffic"),
    "VIOLENCE": (0.012, 0.75, "safety"),
    "OVERDOSE": (0.007, 0.80, "safety"),
    "OTHER": (0.050, 0.35, "health"),
}


@dataclass(frozen=True)
class AmbulanceStrengths:
    """What is planted in the runs; plainly chosen, the standard of 8 minutes lies inside."""

    hazard: float = planted(0.40, "log runs for a reason per sd of its domain's hazard")
    median_minutes: float = planted(6.8, "median minutes to an urgent call in a usual district")
    district_sd: float = planted(0.18, "sd between districts of the log time to arrive")
    spread: float = planted(0.35, "sd of the log time to arrive within a district")
    not_urgent: float = planted(0.50, "log time more when it is not urgent")
    age: float = planted(0.03, "log chance of a run per year of age")


STRENGTHS = AmbulanceStrengths()
RUNS = Delivery(
    name="ambulance_runs",
    department="ambulance",
    file="runs_{month}.csv",
    delimiter=";",
    date_style="%d/%m/%Y %H:%M",
    happened="called_at",
    interval=("called_at", "arrived_at"),
    sort=("called_at", "run_no"),
    columns=(
        Column("run_no", "id", key=True),
        Column("called_at", "date"),
        Column("arrived_at", "date"),
        Column("reason", "code", codes=tuple(REASONS)),
        Column("urgency", "code", codes=("A1", "A2")),
        Column("patient_given", "text"),
        Column("patient_family", "text"),
        Column("patient_born", "date", date_style="%d/%m/%Y"),
        Column("place", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def district_delay(city: City, district: int) -> float:
    """What a district adds to the log time to arrive: its station is near or far."""
    rng = stream(city.seed, f"ambulance/district/{district}")
    return float(rng.normal(0, STRENGTHS.district_sd))


def _patients(rng: np.random.Generator, people: pd.DataFrame, count: int) -> pd.DataFrame:
    age = (p.FIRST_DAY - people["born_on"]).dt.days.to_numpy() / 365.25
    weight = np.exp(STRENGTHS.age * age)
    chosen = people.iloc[rng.choice(len(people), count, p=weight / weight.sum())]
    return chosen.reset_index(drop=True)


def _runs(city: City, area: int) -> pd.DataFrame:
    rng, s, at = stream(city.seed, f"ambulance/run/{area}"), STRENGTHS, city.neighbourhood.loc[area]
    # Mean 1 over the city, so that the strength changes where runs go, not how many there are.
    tie = {d: np.exp(s.hazard * at[d] - s.hazard**2 / 2) for d in ("traffic", "health", "safety")}
    counts = [rng.poisson(r * tie[d] * at["people"] * p.YEARS) for r, _, d in REASONS.values()]
    reason = pd.Series(np.repeat(list(REASONS), counts), dtype=object)
    n = len(reason)
    urgent = rng.random(n) < reason.map({k: v[1] for k, v in REASONS.items()}).to_numpy()
    called = moments(rng, n, peak=15, swing=0.12)
    usual = np.log(s.median_minutes) + district_delay(city, int(at["district"]))
    minutes = np.exp(usual + s.not_urgent * ~urgent + rng.normal(0, s.spread, n))
    return pd.DataFrame(
        {
            "run_no": disguised(local_numbers(area, n), 5_915_587, "R"),
            "called_at": called,
            "arrived_at": later(called, minutes),
            "minutes": minutes,
            "reason": reason,
            "urgency": np.where(urgent, "A1", "A2"),
        }
    )


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The runs of one neighbourhood; most at the patient's home, crashes anywhere."""
    run, rng = _runs(city, area), stream(city.seed, f"ambulance/patient/{area}")
    n, known = len(run), buildings(city, area)
    who = _patients(rng, residents(city, area), n)
    written = as_written(rng, who)
    resident = rng.random(n) < PEOPLE.in_person
    home = known.iloc[who["building"]].reset_index(drop=True)
    lat, lon = anywhere(rng, city, area, n)
    indoors = (run["reason"] != "TRAFFIC") & (rng.random(n) < 0.8)
    near = moved(rng, home["lat"].to_numpy(), home["lon"].to_numpy(), 10.0)
    address = pd.Series(addresses_as("ambulance", home), dtype=object)
    place, _ = struck(rng, address, PEOPLE.misspelt)
    run = run.assign(
        patient_given=written["given_name"].where(resident, ""),
        patient_family=written["family_name"].where(resident, ""),
        patient_born=written["born_on"].where(resident),
        place=place.where(indoors, ""),
        lat=np.where(indoors, near[0], lat),
        lon=np.where(indoors, near[1], lon),
        person=np.where(resident, who["person"], -1),
        errors=written["errors"],
    )
    run = in_order(run, "called_at")
    one = run[run["person"] >= 0]
    return {
        "ambulance_runs": run.assign(month=month_of(run["called_at"])),
        "truth/who_is_who_ambulance": who_is_who(
            "ambulance", one["run_no"], one["person"], one["errors"]
        ),
    }


def response_truth(city: City) -> pd.DataFrame:
    """The true median minutes to an urgent call per district."""
    district = sorted(city.neighbourhood["district"].unique())
    median = [STRENGTHS.median_minutes * np.exp(district_delay(city, int(d))) for d in district]
    return pd.DataFrame({"district": district, "median_minutes": median})


SOURCES = (
    Source("ambulance", (RUNS,), draw, strengths=STRENGTHS),
    Source(
        "ambulance_city", (), lambda city: {"truth/response_time": response_truth(city)}, once=True
    ),
)
