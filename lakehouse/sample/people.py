"""The people of the sample city, and how departments write down who somebody is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.buildings import attributes
from lakehouse.sample.city import City
from lakehouse.sample.numbering import local_numbers
from lakehouse.sample.parameters import planted
from lakehouse.sample.person_names import family_names, given_names, struck
from lakehouse.sample.streams import stream


@dataclass(frozen=True)
class PeopleStrengths:
    """How often a person is written down otherwise than in the register.

    Plainly chosen; of the size that linkage studies of health records report (Christen 2012,
    "Data Matching", chapter 3).
    """

    misspelt: float = planted(0.10, "share of given and of family names with a typing error each")
    swapped: float = planted(0.03, "share of records with given and family name exchanged")
    born_missing: float = planted(0.15, "share of records without the day of birth")
    born_wrong: float = planted(0.03, "share of days of birth that are a few days or a year off")
    in_person: float = planted(0.85, "share of ambulance runs for a resident of the city")
    named_caller: float = planted(0.60, "share of callers whose name was written down")


STRENGTHS = PeopleStrengths()
SIZES = {1: 0.42, 2: 0.32, 3: 0.12, 4: 0.10, 5: 0.04}


def _households(rng: np.random.Generator, people: int) -> pd.Series:
    """The household of each person: households of 1 to 5, the last one cut to fit."""
    size = rng.choice(list(SIZES), people, p=list(SIZES.values()))
    return pd.Series(np.repeat(np.arange(people), size)[:people])


def _born(rng: np.random.Generator, place: pd.Series) -> pd.Series:
    """Day of birth by place in the household: the first two are grown up, the others children."""
    adult = np.clip(rng.normal(48, 19, len(place)), 18, 101)
    age = np.where(place < 2, adult, rng.uniform(0, 20, len(place)))
    return pd.Series(p.FIRST_DAY - pd.to_timedelta((age * 365.25).astype(int), unit="D"))


def residents(city: City, area: int) -> pd.DataFrame:
    """The people who live in one neighbourhood, by their 0-based index.

    Columns: person (a number no department uses), given_name, family_name, sex, born_on,
    moved_in, household and building (index into `buildings(city, area)`). Most of a household
    share a family name and all of them a building.
    """
    rng = stream(city.seed, f"people/{area}")
    count = int(city.neighbourhood["people"].loc[area])
    household = _households(rng, count)
    place = household.groupby(household).cumcount()
    homes = attributes(city, area)["dwellings"].to_numpy()
    number = household.iloc[-1] + 1
    building = rng.choice(len(homes), number, p=homes / homes.sum())
    family = family_names(rng, number)[household]
    own = rng.random(count) < np.where(place == 1, 0.35, 0.05)
    sex = np.where(rng.random(count) < 0.505, "F", "M").astype(object)
    born = _born(rng, place)
    lived = pd.to_timedelta(rng.exponential(9 * 365.25, number)[household].astype(int), unit="D")
    return pd.DataFrame(
        {
            "person": local_numbers(area, count),
            "given_name": given_names(rng, sex),
            "family_name": np.where(own, family_names(rng, count), family),
            "sex": sex,
            "born_on": born,
            # Nobody moved in before birth or after the first day: the register stands still.
            "moved_in": np.maximum(p.FIRST_DAY - pd.Series(lived), born),
            "household": area * 100_000 + household.to_numpy(),
            "building": building[household],
        }
    )


def as_written(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """given_name, family_name and born_on as a busy department writes them, and the `errors`.

    `errors` names what went wrong, joined by a plus sign; empty where nothing did.
    """
    s, n = STRENGTHS, len(people)
    given, slip = struck(rng, people["given_name"], s.misspelt)
    family, blur = struck(rng, people["family_name"], s.misspelt)
    swapped = rng.random(n) < s.swapped
    missing = rng.random(n) < s.born_missing
    wrong = (rng.random(n) < s.born_wrong) & ~missing
    off = rng.choice((-366, -365, -10, -9, -1, 1, 9, 10, 365, 366), n)
    born = people["born_on"] + pd.to_timedelta(np.where(wrong, off, 0), unit="D")
    flags = {
        "given": slip,
        "family": blur,
        "swapped": swapped,
        "born_missing": missing,
        "born_wrong": wrong,
    }
    said = pd.DataFrame(flags, index=people.index)
    errors = ["+".join(said.columns[row]) for row in said.to_numpy(dtype=bool)]
    return pd.DataFrame(
        {
            "given_name": given.where(~swapped, family),
            "family_name": family.where(~swapped, given),
            "born_on": born.where(~missing),
            "errors": pd.Series(errors, index=people.index, dtype=object),
        }
    )


def one_line(rng: np.random.Generator, written: pd.DataFrame) -> pd.Series:
    """Names as one text, in one of three orders: "Jan Smit", "Smit, Jan" or "J. Smit"."""
    given, family = written["given_name"].astype(str), written["family_name"].astype(str)
    way = rng.random(len(written))
    return (given + " " + family).where(
        way < 0.6, (family + ", " + given).where(way < 0.8, given.str[:1] + ". " + family)
    )
