"""The police delivery: burglaries, placed on their block and not on their address."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.places import clustered, days_of_events
from lakehouse.sample.reporting import hours_until_told
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

BLOCK_LAT, BLOCK_LON = 0.0012, 0.0020

BURGLARIES = Delivery(
    name="burglaries",
    department="police",
    file="burglaries_{month}.csv",
    delimiter="|",
    date_style="%Y-%m-%d %H:%M",
    happened="occurred_at",
    interval=("occurred_at", "reported_at"),
    sort=("reported_at", "incident_no"),
    columns=(
        Column("incident_no", "id", key=True),
        Column("occurred_at", "date"),
        Column("reported_at", "date"),
        Column("entry", "code", codes=("FORCED", "UNFORCED", "ATTEMPT")),
        Column("target", "code", codes=("DWELLING", "SHOP", "OFFICE", "STORAGE", "OTHER")),
        Column("block", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def burglaries(city: City, area: int) -> pd.DataFrame:
    """One row per burglary reported by the last day, plus the undelivered `month`.

    They peak in winter and at night. Half are reported within hours and some only after days,
    so when it happened and when it became known differ: they stand in the file of the month in
    which they were reported. How many, when, and how late they are told is plainly chosen, as is
    the block of some 130 m.
    """
    rng = stream(city.seed, f"police/burglary/{area}")
    mean = p.BURGLARIES * city.scale * city.neighbourhood["burglary_share"].iloc[area]
    by_weekday = (1.0, 0.95, 0.95, 1.0, 1.2, 1.1, 0.9)
    day = days_of_events(rng, mean, by_weekday, 5, 0.25, p.FOOD_FROM)
    count = len(day)
    lat, lon = clustered(rng, city, area, count, "burglary", tight=0.0020)
    row, column = np.floor(lat / BLOCK_LAT), np.floor(lon / BLOCK_LON)
    hour = rng.choice(24, count, p=_hours())
    occurred = day + pd.to_timedelta(hour * 60 + rng.integers(0, 60, count), unit="min")
    lag = hours_until_told(rng, count, 0.5, soon=12, late=40)
    found = pd.DataFrame(
        {
            "occurred_at": occurred,
            "reported_at": (occurred + pd.to_timedelta(lag, unit="h")).dt.floor("min"),
            "entry": rng.choice(("FORCED", "UNFORCED", "ATTEMPT"), count, p=(0.66, 0.27, 0.07)),
            "target": rng.choice(
                ("DWELLING", "SHOP", "OFFICE", "STORAGE", "OTHER"),
                count,
                p=(0.6, 0.15, 0.1, 0.1, 0.05),
            ),
            "block": [f"{r:.0f}-{c:.0f}" for r, c in zip(row, column, strict=True)],
            # The middle of the block: never the address itself.
            "lat": ((row + 0.5) * BLOCK_LAT).round(5).clip(p.SOUTH, p.NORTH),
            "lon": ((column + 0.5) * BLOCK_LON).round(5).clip(p.WEST, p.EAST),
        }
    )
    known = found[found["reported_at"] < p.AFTER]
    known = known.sort_values(["reported_at", "occurred_at"], kind="stable", ignore_index=True)
    numbers = 40_000_000 + dated_numbers(city, area, known["reported_at"], p.FOOD_FROM)
    number = [f"B{i:010d}" for i in numbers]
    return known.assign(incident_no=number, month=month_of(known["reported_at"]))


def _hours() -> list[float]:
    weight = [1.5 if h < 5 or h >= 22 else 0.6 if h < 9 else 1.0 for h in range(24)]
    return [w / sum(weight) for w in weight]


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The burglaries of one neighbourhood."""
    return {BURGLARIES.name: burglaries(city, area)}


SOURCES = (Source("burglary", (BURGLARIES,), draw),)
