"""The weather office's delivery: one row per day in metric units."""

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.source import Source

DAILY = Delivery(
    name="weather_daily",
    department="weather",
    file="daily_{month}.csv",
    date_style="%Y%m%d",
    happened="day",
    sort=("day",),
    columns=(
        Column("day", "date", key=True),
        Column("precipitation_intensity_mm_h", "number", decimals=3, low=0),
        # Tens of degrees Fahrenheit in summer are hotter than any day was in Celsius.
        Column("temperature_max_c", "number", decimals=1, low=-30, high=45, wrong_unit=(1.8, 32)),
        Column("wind_speed_kmh", "number", decimals=1, low=0),
        Column("humidity_pct", "number", decimals=0, low=0, high=100),
    ),
)


def draw(city: City) -> dict[str, pd.DataFrame]:
    """The weather as delivered: one station for the whole city."""
    return {DAILY.name: city.weather.assign(month=month_of(city.weather["day"]))}


SOURCES = (Source("weather", (DAILY,), draw, once=True),)
