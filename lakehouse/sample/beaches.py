"""The water office's delivery: bacteria at the beaches of the lake, more of them after rain."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.sample.city import City, Floats
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import EAST, LAST_DAY, SOUTH, WEST, planted
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import on_days, rain_mm

# Beaches were sampled before the other departments began: a model needs seasons to learn from.
SAMPLED_FROM = pd.Timestamp("2019-05-15")


@dataclass(frozen=True)
class BeachStrengths:
    """Bacteria follow rain of the day before, as at the Great Lakes (Nevers and Whitman, Water
    Research 2005); the size of the tie is plainly chosen."""

    base: float = planted(1.35, "log10 of E. coli per 100 ml at a usual beach after a dry day")
    beach_sd: float = planted(0.25, "standard deviation of the beaches' own log10")
    per_rain: float = planted(0.42, "log10 per unit of ln(1 + mm of rain of the day before)")
    per_degree: float = planted(0.02, "log10 per deg C of the day before over 20")
    day_sd: float = planted(0.18, "standard deviation of the day's log10, common to all beaches")
    rest_sd: float = planted(0.35, "standard deviation of the rest, of every sample by itself")
    limit: float = planted(235.0, "E. coli per 100 ml above which swimmers are warned")
    sampled: float = planted(0.92, "share of the days of the season on which a beach is sampled")


STRENGTHS = BeachStrengths()
NAMES = (
    "Noorderstrand",
    "Zilverstrand",
    "Duinoord",
    "Havenhoofd",
    "Molenstrand",
    "De Plas",
    "Rietland",
    "Ankerbaai",
    "Zuiderstrand",
    "Beukenbaai",
    "Turfhaven",
    "Kloosterstrand",
)
SAMPLES = Delivery(
    name="beach_samples",
    department="environment",
    file="beach_samples_{month}.csv",
    delimiter="\t",
    date_style="%d/%m/%Y",
    happened="sampled_on",
    columns=(
        Column("beach", "id", key=True),
        Column("sampled_on", "date", key=True),
        Column("ecoli_cfu_100ml", "number", decimals=1, low=0, high=2_420),
    ),
    sort=("sampled_on", "beach"),
)
BEACH_NAMES = Delivery(
    name="beach_names",
    department="environment",
    file="beach_names.csv",
    delimiter="\t",
    columns=(
        Column("written_as", "id", key=True),
        Column("name", "text"),
        Column("short_name", "id"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def bathing_days() -> pd.DatetimeIndex:
    """Days from 15 May to 15 September of every year since `SAMPLED_FROM`."""
    every = pd.date_range(SAMPLED_FROM, LAST_DAY, freq="D")
    number = every.month * 100 + every.day
    return every[(number >= 515) & (number <= 915)]


def expected_log10(city: City) -> tuple[pd.DatetimeIndex, Floats]:
    """The bathing days, and the log10 to expect from what is known the evening before.

    Shape (days, beaches).
    """
    s, days = STRENGTHS, bathing_days()
    own = stream(city.seed, "beach/own").normal(0, s.beach_sd, len(NAMES))
    before = days - pd.Timedelta(days=1)
    warmest = on_days(city.weather, "temperature_max_c", before)
    day = s.per_rain * np.log1p(rain_mm(city.weather, before))
    day = day + s.per_degree * np.maximum(warmest - 20, 0)
    return days, np.asarray(s.base + own + day[:, None])


def beaches(city: City) -> dict[str, pd.DataFrame]:
    """One row per sample; the truth has its chance of exceeding, from what was known before."""
    rng, s = stream(city.seed, "beach/sample"), STRENGTHS
    days, mean = expected_log10(city)
    log10 = mean + rng.normal(0, s.day_sd, (days.size, 1)) + rng.normal(0, s.rest_sd, mean.shape)
    count = np.minimum(np.power(10.0, log10), 2_419.6).round(1)
    chance = norm.sf((np.log10(s.limit) - mean) / np.hypot(s.day_sd, s.rest_sd))
    taken = rng.random(mean.shape) < s.sampled
    day, beach = np.nonzero(taken)
    place = pd.DataFrame({"beach": np.array(NAMES)[beach], "sampled_on": days[day]})
    frame = place.assign(ecoli_cfu_100ml=count[day, beach], month=month_of(place["sampled_on"]))
    return {
        "beach_samples": frame,
        "beach_names": _names(city),
        "truth/beach_chances": place.assign(chance=chance[day, beach]),
    }


def _names(city: City) -> pd.DataFrame:
    """Three spellings of each beach; they lie in a row along the southern shore."""
    rng = stream(city.seed, "beach/place")
    lat = (SOUTH + rng.uniform(0.004, 0.014, len(NAMES))).round(5)
    lon = np.linspace(WEST + 0.02, EAST - 0.02, len(NAMES)).round(5)
    rows = [
        (spelling, name, name, lat[i], lon[i])
        for i, name in enumerate(NAMES)
        for spelling in (name, name.upper(), f"{name} (meer)")
    ]
    return pd.DataFrame(rows, columns=[c.name for c in BEACH_NAMES.columns])


SOURCES = (Source("beaches", (SAMPLES, BEACH_NAMES), beaches, once=True, strengths=STRENGTHS),)
