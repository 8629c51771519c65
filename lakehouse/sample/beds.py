"""The hospitals' other delivery: beds and ventilators in use at midnight, day by day."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.hospital import ADMITTED_FROM, STRENGTHS, stays
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import BEDS_FROM, LAST_DAY
from lakehouse.sample.source import Source

DAYS = pd.date_range(BEDS_FROM, LAST_DAY, freq="D")
BEFORE = (BEDS_FROM - ADMITTED_FROM).days
BEDS = Delivery(
    name="hospital_beds",
    department="health",
    file="hospital_beds_{month}.csv",
    date_style="%m/%d/%Y",
    byte_order_mark=True,
    happened="day",
    columns=(
        Column("day", "date", key=True),
        Column("beds", "number", low=0, high=100_000),
        Column("beds_in_use", "number", low=0, high=100_000),
        Column("icu_beds", "number", low=0, high=100_000),
        Column("icu_in_use", "number", low=0, high=100_000),
        Column("ventilators", "number", low=0, high=100_000),
        Column("ventilators_in_use", "number", low=0, high=100_000),
    ),
    sort=("day",),
)


def census(city: City) -> npt.NDArray[np.int64]:
    """Patients in any bed, in intensive care and on a ventilator each midnight.

    Shape (3, days since `BEDS_FROM`). A patient is in a bed from the midnight after admission to
    the one before discharge. The neighbourhoods are counted one after the other.
    """
    length = (LAST_DAY - ADMITTED_FROM).days + 2
    change = np.zeros((3, length), dtype=np.int64)
    for area in city.areas:
        every = stays(city, area)
        gone = np.minimum(every["admitted"] + every["nights"], length - 1)
        for row, chosen in enumerate((slice(None), every["intensive"], every["ventilated"])):
            np.add.at(change[row], every["admitted"][chosen].to_numpy(), 1)
            np.add.at(change[row], gone[chosen].to_numpy(), -1)
    return np.cumsum(change, axis=1)[:, BEFORE:-1]


def capacity(city: City) -> tuple[int, int, int]:
    """Beds, beds in intensive care and ventilators that there are, the same on every day."""
    s = STRENGTHS
    people = float(city.neighbourhood["people"].sum())
    beds = s.spare * people * s.admissions_a_year / 365.25 * s.mean_nights
    # Few beds scatter more: two standard deviations of a Poisson count come on top.
    needed = (beds, beds * s.intensive, beds * s.intensive * s.ventilated)
    whole = [int(np.ceil(n + 2 * np.sqrt(n))) for n in needed]
    return whole[0], whole[1], whole[2]


def beds(city: City) -> dict[str, pd.DataFrame]:
    """One row per day since `BEDS_FROM`, made of the very stays that are delivered one by one."""
    there, used = capacity(city), census(city)
    frame = pd.DataFrame({"day": DAYS})
    for row, name in enumerate(("beds", "icu", "ventilators")):
        all_of_them = "icu_beds" if name == "icu" else name
        frame[all_of_them], frame[f"{name}_in_use"] = there[row], used[row]
    return {"hospital_beds": frame.assign(month=month_of(frame["day"]))}


SOURCES = (Source("beds", (BEDS,), beds, once=True),)
