"""The population register's delivery: who lives where, as it stood on the first day."""

import pandas as pd

from lakehouse.sample.buildings import buildings
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.numbering import disguised
from lakehouse.sample.people import STRENGTHS, residents
from lakehouse.sample.person_names import addresses_as
from lakehouse.sample.source import Source

RESIDENTS = Delivery(
    name="residents",
    department="population",
    file="residents.csv.gz",
    gzip=True,
    delimiter=";",
    date_style="%Y%m%d",
    interval=("born_on", "moved_in"),
    columns=(
        Column("person_no", "id", key=True),
        Column("given_name", "text"),
        Column("family_name", "text"),
        Column("born_on", "date"),
        Column("sex", "code", codes=("F", "M")),
        Column("household_no", "id"),
        Column("address", "text"),
        Column("moved_in", "date"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The register of one neighbourhood, and which number stands for which person."""
    people, known = residents(city, area), buildings(city, area)
    home = known.iloc[people["building"]].reset_index(drop=True)
    register = people.assign(
        person_no=disguised(people["person"], 3_267_000_013, "N"),
        household_no=disguised(people["household"], 2_860_486_313, "H"),
        address=addresses_as("population", home),
        lat=home["lat"],
        lon=home["lon"],
    )
    truth = {
        "person_no": register["person_no"],
        "person": people["person"],
        "building": home["building"],
        "neighbourhood": area,
    }
    return {"residents": register, "truth/residents": pd.DataFrame(truth)}


SOURCES = (Source("population", (RESIDENTS,), draw, strengths=STRENGTHS),)
