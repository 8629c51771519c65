"""The hospitals' delivery: admissions with their stay, sent when a patient has left."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import counted, one_by_one, usual_rate
from lakehouse.sample.emergency.patients import (
    neighbourhood_code,
    patients,
    pseudonyms,
    who_they_are,
)
from lakehouse.sample.emergency.strengths import AGE_BANDS, CODES
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import season
from lakehouse.sample.months import ARCHIVE, month_of
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.outbreaks import added
from lakehouse.sample.parameters import BEDS_FROM, FIRST_DAY, LAST_DAY, planted
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.wards import chosen, hospitals

# Beds are counted from BEDS_FROM on, so patients must have come before.
ADMITTED_FROM = BEDS_FROM - pd.Timedelta(days=120)
DAYS = pd.date_range(ADMITTED_FROM, LAST_DAY, freq="D")


@dataclass(frozen=True)
class HospitalStrengths:
    """Plainly chosen; about one admission per ten residents and a stay of five nights are usual
    in Europe (OECD, Health at a Glance 2023, hospital activity)."""

    admissions_a_year: float = planted(0.10, "admissions per resident and year")
    health_tie: float = planted(0.20, "log admissions per sd of the neighbourhood's hazard")
    dispersion: float = planted(0.05, "variance of the factor of group, day and place")
    outbreak_share: float = planted(0.12, "admissions per visit of an outbreak")
    mean_nights: float = planted(4.8, "mean nights of a stay")
    nights_spread: float = planted(0.8, "standard deviation of the log nights")
    intensive: float = planted(0.08, "share of stays in intensive care")
    ventilated: float = planted(0.45, "share of those with a ventilator")
    spare: float = planted(1.30, "beds there are, per bed in use in an average year")


@dataclass(frozen=True)
class Group:
    """A group of diagnoses: its share of admissions, season, and who is ill as in a syndrome."""

    code: str
    share: float
    peak: int
    swing: float
    like: str


STRENGTHS = HospitalStrengths()
GROUPS = (
    Group("RESP", 0.16, 20, 0.40, "RESP"),
    Group("CIRC", 0.18, 20, 0.10, "OTH"),
    Group("GI", 0.12, 40, 0.10, "GI"),
    Group("INJ", 0.14, 190, 0.10, "INJ"),
    Group("OTH", 0.40, 20, 0.05, "OTH"),
)
# Planned operations wait for Monday.
WEEK = np.array((1.16, 1.14, 1.10, 1.06, 0.98, 0.76, 0.80))
ADMISSIONS = Delivery(
    name="hospital_admissions",
    department="health",
    file="hospital_admissions_{month}.csv",
    delimiter="|",
    date_style="%Y%m%d",
    happened="discharged",
    interval=("admitted", "discharged"),
    columns=(
        Column("admission_no", "id", key=True),
        Column("patient_no", "id"),
        Column("hospital", "id"),
        Column("age_band", "code", codes=AGE_BANDS),
        Column("diagnosis_group", "code", codes=tuple(g.code for g in GROUPS)),
        Column("ward", "code", codes=("ACUTE", "ICU")),
        Column("ventilated", "flag"),
        Column("admitted", "date"),
        Column("discharged", "date"),
        Column("neighbourhood", "id"),
    ),
    sort=("discharged", "admission_no"),
)


def expected(city: City, area: int) -> Floats:
    """Expected admissions by day from `ADMITTED_FROM` with outbreaks, shape (groups, days)."""
    s = STRENGTHS
    place = usual_rate(city, area, s.admissions_a_year, s.health_tie) * WEEK[DAYS.dayofweek]
    made = np.array([place * g.share * season(DAYS, g.peak, g.swing) for g in GROUPS])
    for _, syndrome, _, visits in added(city, area):
        made[[g.code for g in GROUPS].index(syndrome), -visits.size :] += s.outbreak_share * visits
    return made


def stays(city: City, area: int) -> pd.DataFrame:
    """Every admission of the neighbourhood's residents: group, ward and day numbers.

    Columns: group, admitted (number of the day since `ADMITTED_FROM`), nights (1 or more),
    intensive and ventilated.
    """
    rng, s = stream(city.seed, f"hospital/stay/{area}"), STRENGTHS
    group, day = one_by_one(counted(rng, expected(city, area), s.dispersion))
    # Nights are 1 + a whole number, whose log-normal part has the mean that is left.
    middle = np.log(s.mean_nights - 0.5) - s.nights_spread**2 / 2
    nights = 1 + np.floor(np.exp(rng.normal(middle, s.nights_spread, day.size))).astype(np.int64)
    intensive = rng.random(day.size) < s.intensive
    return pd.DataFrame(
        {
            "group": group,
            "admitted": day,
            "nights": np.minimum(nights, 90),
            "intensive": intensive,
            "ventilated": intensive & (rng.random(day.size) < s.ventilated),
        }
    )


def hospital(city: City, area: int) -> dict[str, pd.DataFrame]:
    """One row per stay that ended by the last day; who is still in hospital is not delivered."""
    every = stays(city, area)
    like = np.array([CODES.index(g.like) for g in GROUPS])[every["group"]]
    who, band = patients(city, stream(city.seed, f"hospital/who/{area}"), area, like)
    names = pseudonyms(city, who)
    admitted = pd.Series(DAYS.to_numpy()[every["admitted"]])
    discharged = admitted + pd.to_timedelta(every["nights"], unit="D")
    frame = pd.DataFrame(
        {
            "admission_no": dated_numbers(city, area, admitted, ADMITTED_FROM),
            "patient_no": names,
            "hospital": hospitals(city)["hospital"].to_numpy()[chosen(city, area, len(every))],
            "age_band": np.array(AGE_BANDS)[band],
            "diagnosis_group": np.array([g.code for g in GROUPS])[every["group"]],
            "ward": np.where(every["intensive"], "ICU", "ACUTE"),
            "ventilated": every["ventilated"],
            "admitted": admitted,
            "discharged": discharged,
            "neighbourhood": neighbourhood_code(city, area),
            "month": month_of(discharged),
        }
    )
    told = frame["month"].notna() & (frame["month"] != ARCHIVE) & (admitted >= FIRST_DAY)
    return {
        "hospital_admissions": frame[told],
        "truth/who_is_who_hospital": who_they_are("hospital", names[told], who[told]),
    }


SOURCES = (Source("hospital", (ADMISSIONS,), hospital, strengths=STRENGTHS),)
