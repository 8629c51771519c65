"""The police delivery: burglaries, placed on their block and not on their address."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.places import clustered_places, days_of_events
from lakehouse.sample.streams import stream

BLOCK_LAT, BLOCK_LON = 0.0012, 0.0020

BURGLARIES = Delivery(
    name="burglaries",
    department="police",
    file="burglaries_{year}.csv",
    delimiter="|",
    encoding="utf-8",
    date_style="%Y-%m-%d %H:%M",
    happened="occurred_at",
    interval=("occurred_at", "reported_at"),
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


def burglaries(city: City) -> pd.DataFrame:
    """One row per burglary reported by the last day, plus the undelivered `year`.

    They peak in winter and at night. Half are reported within hours and some only after days,
    so when it happened and when it became known differ.
    """
    rng = stream(city.seed, "police/burglary")
    count = round(p.BURGLARIES * city.scale)
    weight = city.neighbourhood["burglary_weight"].to_numpy()
    _, lat, lon = clustered_places(rng, city, weight, count, tight=0.0020)
    row, column = np.floor(lat / BLOCK_LAT), np.floor(lon / BLOCK_LON)
    day = days_of_events(rng, count, (1.0, 0.95, 0.95, 1.0, 1.2, 1.1, 0.9), 5, 0.25)
    hour = rng.choice(24, count, p=_hours())
    occurred = day + pd.to_timedelta(hour * 60 + rng.integers(0, 60, count), unit="min")
    lag = np.where(rng.random(count) < 0.5, rng.uniform(0, 12, count), rng.gamma(1, 40, count))
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
    known = found[found["reported_at"] < p.LAST_DAY + pd.Timedelta(days=1)]
    known = known.sort_values(["reported_at", "occurred_at"], kind="stable", ignore_index=True)
    number = [f"B{i:08d}" for i in 40_000_000 + np.arange(len(known)) * 3]
    return known.assign(incident_no=number, year=known["occurred_at"].dt.year)


def _hours() -> list[float]:
    weight = [1.5 if h < 5 or h >= 22 else 0.6 if h < 9 else 1.0 for h in range(24)]
    return [w / sum(weight) for w in weight]
