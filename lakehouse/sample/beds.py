"""The hospitals' other deliveries: beds in use at midnight, of each hospital and of the city."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.hospital import ADMITTED_FROM, stays
from lakehouse.sample.hospital import STRENGTHS as STAYS
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import BEDS_FROM, LAST_DAY
from lakehouse.sample.source import Source
from lakehouse.sample.wards import STRENGTHS, WARDS_CLOSED, chosen, hospitals, shared_out

DAYS = pd.date_range(BEDS_FROM, LAST_DAY, freq="D")
BEFORE = (BEDS_FROM - ADMITTED_FROM).days
THERE, USED = (
    ("beds", "icu_beds", "ventilators"),
    ("beds_in_use", "icu_in_use", "ventilators_in_use"),
)
NUMBERS = tuple(name for both in zip(THERE, USED, strict=True) for name in both)
COUNTED = tuple(Column(name, "number", low=0, high=100_000) for name in NUMBERS)
BEDS = Delivery(
    name="hospital_beds",
    department="health",
    file="hospital_beds_{month}.csv",
    date_style="%m/%d/%Y",
    byte_order_mark=True,
    happened="day",
    columns=(Column("day", "date", key=True), *COUNTED),
    sort=("day",),
)
BY_HOSPITAL = Delivery(
    name="hospital_census",
    department="health",
    file="hospital_census_{month}.csv",
    delimiter=";",
    date_style="%d.%m.%Y",
    happened="day",
    columns=(
        Column("hospital", "id", key=True),
        Column("name", "text"),
        Column("day", "date", key=True),
        *COUNTED,
    ),
    sort=("day", "hospital"),
)


def census(city: City) -> npt.NDArray[np.int64]:
    """Patients in any bed, in intensive care and on a ventilator each midnight, by hospital.

    Shape (hospitals, 3, days since `BEDS_FROM`). A patient is in a bed from the midnight after
    admission to the one before discharge. The neighbourhoods are counted one after the other.
    """
    length = (LAST_DAY - ADMITTED_FROM).days + 2
    change = np.zeros((len(hospitals(city)), 3, length), dtype=np.int64)
    for area in city.areas:
        every = stays(city, area)
        where = chosen(city, area, len(every))
        came = every["admitted"].to_numpy()
        gone = np.minimum(came + every["nights"].to_numpy(), length - 1)
        everybody = np.ones(len(every), dtype=bool)
        for row, of in enumerate((everybody, every["intensive"], every["ventilated"])):
            np.add.at(change, (where[of], row, came[of]), 1)
            np.add.at(change, (where[of], row, gone[of]), -1)
    return np.cumsum(change, axis=2)[:, :, BEFORE:-1]


def expected_beds(city: City) -> float:
    """Beds in use in an average year."""
    people = float(city.neighbourhood["people"].sum())
    return people * STAYS.admissions_a_year / 365.25 * STAYS.mean_nights


def capacity(city: City) -> npt.NDArray[np.int64]:
    """Staffed beds, beds in intensive care and ventilators, shape (hospitals, 3, days).

    The same on every day, but for the short hospital's beds from `WARDS_CLOSED` on.
    """
    beds = STAYS.spare * expected_beds(city)
    # Few beds scatter more: two standard deviations of a Poisson count come on top.
    needed = (beds, beds * STAYS.intensive, beds * STAYS.intensive * STAYS.ventilated)
    own = hospitals(city)
    whole = [shared_out(int(np.ceil(n + 2 * np.sqrt(n))), own["share"].to_numpy()) for n in needed]
    there = np.repeat(np.stack(whole, axis=1)[:, :, None], DAYS.size, axis=2)
    short = int(np.flatnonzero(own["short"])[0])
    left = max(1, int(STRENGTHS.tight * expected_beds(city) * own["share"].iloc[short]))
    there[short, 0, DAYS >= WARDS_CLOSED] = left
    return there


def beds(city: City) -> dict[str, pd.DataFrame]:
    """A row per hospital and day since `BEDS_FROM`, of the very stays that are delivered one by
    one, and a row per day that sums them up; the truth says which hospital is short from when."""
    there, used, own = capacity(city), census(city), hospitals(city)
    each = np.stack([there, used], axis=2)
    wide = each.reshape(len(own), len(NUMBERS), DAYS.size)
    whole = pd.DataFrame(wide.sum(axis=0).T, columns=list(NUMBERS)).assign(day=DAYS)
    by_hospital = pd.concat(
        [
            pd.DataFrame(rows.T, columns=list(NUMBERS)).assign(hospital=o.hospital, name=o.called)
            for rows, o in zip(
                wide, own.rename(columns={"name": "called"}).itertuples(), strict=True
            )
        ],
        ignore_index=True,
    ).assign(day=np.tile(DAYS.to_numpy(), len(own)))
    truth = own.assign(
        expected_in_use=(own["share"] * expected_beds(city)).round(2),
        staffed_at_first=there[:, 0, 0],
        staffed_at_last=there[:, 0, -1],
        closed_from=np.where(own["short"], WARDS_CLOSED.strftime("%Y-%m-%d"), ""),
    )
    return {
        "hospital_beds": whole.assign(month=month_of(whole["day"])),
        "hospital_census": by_hospital.assign(month=month_of(by_hospital["day"])),
        "truth/hospitals": truth.assign(
            short=own["short"].astype(int), share=own["share"].round(6)
        ),
    }


SOURCES = (Source("beds", (BEDS, BY_HOSPITAL), beds, once=True, strengths=STRENGTHS),)
