"""Detectors by quarter hour: the last two months of the hours, with what changes within them."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.streams import stream
from lakehouse.sample.transport.detectors import Runs, failing, sound_hours
from lakehouse.sample.transport.strengths import STRENGTHS

# The office by the road keeps them for two months.
FROM, A_HOUR = pd.Timestamp("2024-05-01"), 4

QUARTERS = Delivery(
    name="detector_quarter_hours",
    department="transport",
    file="detector_quarter_hours_{month}.parquet",
    format="parquet",
    date_style="%Y-%m-%d %H:%M:%S",
    happened="measured_at",
    sort=("measured_at", "detector_no"),
    columns=(
        Column("detector_no", "id", key=True),
        Column("measured_at", "date"),
        Column("vehicles", "number", low=0, high=3_000),
        Column("speed_kmh", "number", decimals=1, low=0, high=130),
    ),
)


def short_term(rng: np.random.Generator, steps: int) -> Floats:
    """A stationary first-order autoregression (Box and Jenkins 1970), km/h: `steps` of it."""
    memory = STRENGTHS.short_memory
    fresh = rng.normal(0, STRENGTHS.short_speed, steps)
    made = fresh.copy()
    for at in range(1, steps):
        made[at] = memory * made[at - 1] + np.sqrt(1 - memory**2) * fresh[at]
    return made


def detector_quarters(city: City, area: int) -> pd.DataFrame:
    """The quarter hours of the neighbourhood's detector since May 2024, if it has one.

    Each starts from the sound reading of its hour: the hour's vehicles are shared out, and around
    its speed swings the short-term part. It hangs and is silent in the same hours.
    """
    hours, stuck, gaps = sound_hours(city, area)
    first = int((hours["measured_at"] < FROM).sum())
    recent = hours.iloc[first:]
    rng = stream(city.seed, f"transport/detector_quarter/{area}")
    rows = recent.loc[recent.index.repeat(A_HOUR)].reset_index(drop=True)
    within = pd.to_timedelta(15 * np.tile(np.arange(A_HOUR), len(recent)), unit="min")
    rows["measured_at"] += within
    shares = np.full(A_HOUR, 1 / A_HOUR)
    rows["vehicles"] = rng.multinomial(recent["vehicles"].astype(int), shares).ravel().astype(float)
    rows["speed_kmh"] = (rows["speed_kmh"] + short_term(rng, len(rows))).round(1)
    arrives = rng.random(len(rows)) >= STRENGTHS.quarter_missing
    made = failing(rows, _quarters(stuck, first), _quarters(gaps, first))
    return made[arrives[made.index]]


def _quarters(hours: Runs, first: int) -> Runs:
    """The same runs counted in quarter hours from hour ``first`` on."""
    cut = [(max(since - first, 0), until - first) for since, until in hours if until > first]
    return [(A_HOUR * since, A_HOUR * until) for since, until in cut]
