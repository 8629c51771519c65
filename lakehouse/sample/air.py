"""The air stations' delivery: fine dust and ozone per day, with one gauge that drifts."""

import numpy as np
import pandas as pd

from lakehouse.sample.air_chance import chance_over
from lakehouse.sample.air_strengths import STRENGTHS
from lakehouse.sample.city import City
from lakehouse.sample.heat import mean_temperature
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import DAYS, season
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import EAST, FIRST_DAY, NORTH, SOUTH, WEST
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import on_days

STATIONS = 6
AIR = Delivery(
    name="air_daily",
    department="environment",
    file="air_{month}.csv",
    delimiter=";",
    date_style="%Y-%m-%d",
    happened="day",
    columns=(
        Column("station", "id", key=True),
        Column("day", "date", key=True),
        # Broken rows are in nanograms and in grams.
        Column("pm25", "number", decimals=1, low=0.5, high=500, wrong_unit=(1_000, 0)),
        Column("ozone", "number", decimals=1, low=0.5, high=600, wrong_unit=(1e-6, 0)),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
    sort=("day", "station"),
)


def air(city: City) -> dict[str, pd.DataFrame]:
    """One row per station and day; the truth names the gauge that drifts, and from which day.

    It also has each reading's chance of exceeding a limit, from what was known before the day.
    """
    rng, s = stream(city.seed, "air/day"), STRENGTHS
    lat = rng.uniform(SOUTH + 0.01, NORTH - 0.01, STATIONS)
    lon = rng.uniform(WEST + 0.02, EAST - 0.02, STATIONS)
    own = rng.normal(0, s.station_sd, STATIONS)
    wind = on_days(city.weather, "wind_speed_kmh", DAYS)
    usual = np.log(s.dust * season(DAYS, 15, s.winter))
    common = usual + s.still_air * (wind - 18)
    dust = common[:, None] + own + rng.normal(0, s.dust_day_sd, (DAYS.size, 1))
    dust = dust + rng.normal(0, s.dust_rest_sd, (DAYS.size, STATIONS))
    drifting = int(rng.integers(0, STATIONS))
    since = DAYS.size - int(s.drift_days)
    drift = np.zeros_like(dust)
    drift[since:, drifting] = s.drift * np.arange(1, int(s.drift_days) + 1)
    dust = dust + drift
    warm = np.maximum(mean_temperature(city, FIRST_DAY) - 10, 0)
    ozone = (
        s.ozone + s.ozone_per_degree * warm[:, None] + rng.normal(0, s.ozone_day_sd, (DAYS.size, 1))
    )
    ozone = ozone + rng.normal(0, s.ozone_rest_sd, (DAYS.size, STATIONS))
    day, station = (at.ravel() for at in np.indices(dust.shape))
    frame = pd.DataFrame(
        {
            "station": [f"L{n + 1:02d}" for n in station],
            "day": DAYS.to_numpy()[day],
            "pm25": np.clip(np.exp(dust.ravel()), 0.5, 300).round(1),
            "ozone": np.clip(ozone.ravel(), 1.0, 300).round(1),
            "lat": lat[station].round(5),
            "lon": lon[station].round(5),
        }
    )
    told = pd.DataFrame(
        {
            "station": [f"L{drifting + 1:02d}"],
            "since": [DAYS[since]],
            "log_per_day": [s.drift],
        }
    )
    chance = chance_over(city, DAYS, usual[:, None] + own + drift)
    return {
        "air_daily": frame.assign(month=month_of(frame["day"])),
        "truth/air_drift": told,
        "truth/air_chances": frame[["station", "day"]].assign(chance=chance[day, station]),
    }


SOURCES = (Source("air", (AIR,), air, once=True, strengths=STRENGTHS),)
