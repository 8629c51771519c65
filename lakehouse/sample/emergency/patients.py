"""Who comes to a hospital: residents of the register, under a pseudonym."""

import hashlib

import numpy as np
import pandas as pd

from lakehouse.sample.callers import who_is_who
from lakehouse.sample.city import City, Ints
from lakehouse.sample.emergency.strengths import AGE_FROM, SYNDROMES
from lakehouse.sample.parameters import FIRST_DAY
from lakehouse.sample.people import residents
from lakehouse.sample.streams import stream


def neighbourhood_code(city: City, area: int) -> str:
    """A neighbourhood as hospitals write it: three digits of the district, two within it."""
    district = city.neighbourhood["district"].to_numpy()
    return f"{int(district[area]):03d}{int((district[:area] == district[area]).sum()) + 1:02d}"


def patients(
    city: City, rng: np.random.Generator, area: int, syndrome: Ints
) -> tuple[pd.Series, Ints]:
    """Who came: the register's number of the person, and the number of the age band.

    Some people are frail and come often; children and the old come with other complaints.
    """
    people = residents(city, area)
    years = (FIRST_DAY - people["born_on"]).dt.days.to_numpy() / 365.25
    band = np.searchsorted(AGE_FROM, years, side="right") - 1
    frail = stream(city.seed, f"patient/{area}").gamma(0.8, 1.0, len(people)) + 0.05
    who = np.zeros(syndrome.size, dtype=np.int64)
    for i, kind in enumerate(SYNDROMES):
        weight = frail * np.array(kind.ages)[band]
        chosen = syndrome == i
        who[chosen] = rng.choice(len(people), int(chosen.sum()), p=weight / weight.sum())
    return people["person"].iloc[who].reset_index(drop=True), band[who].astype(np.int64)


def pseudonyms(city: City, person: pd.Series) -> pd.Series:
    """The numbers that the health department knows people by: the same in all its sources.

    Nobody can count back from them: they are cut from a hash that the seed is part of.
    """
    names = {
        one: "p" + hashlib.sha256(f"{city.seed}/patient/{one}".encode()).hexdigest()[:12]
        for one in person.unique().tolist()
    }
    return person.map(names)


def who_they_are(department: str, patient: pd.Series, person: pd.Series) -> pd.DataFrame:
    """One row per patient of a department, with the person of the register that it is."""
    known = pd.DataFrame({"patient": patient, "person": person}).drop_duplicates("patient")
    none = pd.Series("", known.index)
    return who_is_who(department, known["patient"], known["person"], none)
