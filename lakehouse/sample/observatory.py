"""The weather office's other deliveries: the airport's hours, two stations' days, the lake."""

import numpy as np
import pandas as pd

from lakehouse.sample.beaches import SAMPLED_FROM
from lakehouse.sample.city import City
from lakehouse.sample.heat import mean_temperature
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import LAST_DAY
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import on_days, rain_mm

# What lived in water and air five weeks before the first sample counts too.
SINCE = SAMPLED_FROM - pd.Timedelta(days=44)
DAYS = pd.date_range(SINCE, LAST_DAY, freq="D")
# The main hours of synoptic observation (WMO, Manual on Codes), in UTC.
HOURS = np.arange(0, 24, 3)
AIRPORT = Delivery(
    name="airport_observations",
    department="weather",
    file="airport_{month}.csv",
    date_style="%Y-%m-%d %H:%M:%S",
    happened="observed_at",
    columns=(
        Column("observed_at", "date", key=True),
        Column("temperature_c", "number", decimals=1, high=50, wrong_unit=(1, 273.15)),
        Column("wind_speed_kmh", "number", decimals=1, low=0, high=200),
        Column("rain_mm", "number", decimals=2, low=0, high=300),
    ),
    sort=("observed_at",),
)
STATIONS = Delivery(
    name="station_days",
    department="weather",
    file="stations_{month}.csv",
    delimiter=";",
    date_style="%d.%m.%Y",
    happened="day",
    columns=(
        Column("station", "number", key=True, low=1, high=2),
        Column("day", "date", key=True),
        Column("max_c", "number", decimals=1, high=50, wrong_unit=(1, 273.15)),
        Column("min_c", "number", decimals=1, high=45, wrong_unit=(1, 273.15)),
        Column("mean_c", "number", decimals=1, high=45, wrong_unit=(1, 273.15)),
        Column("rain_mm", "number", decimals=1, low=0, high=300),
    ),
    sort=("day", "station"),
)
LAKE = Delivery(
    name="lake_level",
    department="environment",
    file="lake_level_{month}.csv",
    date_style="%Y-%m-%d",
    happened="day",
    columns=(
        Column("day", "date", key=True),
        Column("level_cm", "number", decimals=1, low=0, high=500, wrong_unit=(10, 0)),
    ),
    sort=("day",),
)


def airport(city: City) -> pd.DataFrame:
    """Eight observations a day: the warmest hour is that of the day, the rain adds up to it."""
    rng, shape = stream(city.seed, "observatory/airport"), (DAYS.size, HOURS.size)
    below = 4.0 - 4.0 * np.cos(2 * np.pi * (HOURS - 14) / 24)
    warmest = on_days(city.weather, "temperature_max_c", DAYS)
    temperature = warmest[:, None] - below + rng.normal(0, 0.4, shape)
    share = rng.gamma(0.6, 1.0, shape) + 1e-9
    rain = rain_mm(city.weather, DAYS)[:, None] * share / share.sum(axis=1, keepdims=True)
    wind = on_days(city.weather, "wind_speed_kmh", DAYS)[:, None] * rng.uniform(0.7, 1.3, shape)
    day, hour = (at.ravel() for at in np.indices(shape))
    observed = DAYS.to_numpy()[day] + HOURS[hour].astype("timedelta64[h]")
    frame = pd.DataFrame(
        {
            "observed_at": observed,
            "temperature_c": temperature.ravel().round(1),
            "wind_speed_kmh": wind.ravel().round(1),
            "rain_mm": rain.ravel().round(2),
        }
    )
    return frame.assign(month=month_of(frame["observed_at"]))


def stations(city: City) -> pd.DataFrame:
    """Two stations that measure the same days, the second a little warmer and drier."""
    rng, shape = stream(city.seed, "observatory/station"), (DAYS.size, 2)
    other = np.array([0.0, 0.4])
    mean = mean_temperature(city, SINCE)[:, None] + other + rng.normal(0, 0.3, shape)
    half = 4 + np.abs(rng.normal(0, 0.5, shape))
    rain = (
        rain_mm(city.weather, DAYS)[:, None] * np.array([1.0, 0.9]) * rng.uniform(0.85, 1.15, shape)
    )
    day, station = (at.ravel() for at in np.indices(shape))
    frame = pd.DataFrame(
        {
            "station": station + 1,
            "day": DAYS.to_numpy()[day],
            "max_c": (mean + half).ravel().round(1),
            "min_c": (mean - half).ravel().round(1),
            "mean_c": mean.ravel().round(1),
            "rain_mm": rain.ravel().round(1),
        }
    )
    return frame.assign(month=month_of(frame["day"]))


def lake(city: City) -> pd.DataFrame:
    """The lake rises with rain and sinks back within weeks."""
    rng, rain = stream(city.seed, "observatory/lake"), rain_mm(city.weather, DAYS)
    level, held = np.zeros(DAYS.size), 0.0
    for i in range(DAYS.size):
        held = 0.97 * held + 0.35 * (rain[i] - 2.0)
        level[i] = 120 + held
    frame = pd.DataFrame({"day": DAYS, "level_cm": (level + rng.normal(0, 0.8, level.size))})
    return frame.assign(level_cm=frame["level_cm"].round(1), month=month_of(frame["day"]))


def observatory(city: City) -> dict[str, pd.DataFrame]:
    """What is measured of weather and water beside the daily weather of the city's station."""
    return {
        "airport_observations": airport(city),
        "station_days": stations(city),
        "lake_level": lake(city),
    }


SOURCES = (Source("observatory", (AIRPORT, STATIONS, LAKE), observatory, once=True),)
