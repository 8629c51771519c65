"""The register's delivery: deaths per day in the whole city, and why they died."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import counted
from lakehouse.sample.heat import DAYS, STRENGTHS, heat_effect, mean_temperature, waves
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import season
from lakehouse.sample.months import month_of
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

DEATHS = Delivery(
    name="deaths_daily",
    department="health",
    file="deaths_{month}.csv",
    delimiter=";",
    date_style="%d-%m-%Y",
    happened="day",
    columns=(
        Column("day", "date", key=True),
        Column("deaths", "number", low=0, high=5_000),
        Column("heart", "number", low=0, high=5_000),
        Column("lungs", "number", low=0, high=5_000),
        Column("temperature_c", "number", decimals=1, high=50, wrong_unit=(1, 273.15)),
    ),
    sort=("day",),
)
OF_THE_HEART, OF_THE_LUNGS = 0.27, 0.11  # shares of deaths, plainly chosen


def usual_deaths(city: City) -> Floats:
    """Expected deaths per day without heat; the peak on 25 January is plainly chosen."""
    people = float(city.neighbourhood["people"].sum())
    rate = STRENGTHS.deaths_a_year * people / 365.25
    return np.asarray(rate * season(DAYS, 25, STRENGTHS.winter))


def deaths(city: City) -> dict[str, pd.DataFrame]:
    """One row per day since `DEATHS_FROM`; the truth has what to expect with and without heat."""
    rng, usual = stream(city.seed, "deaths/day"), usual_deaths(city)
    expected = usual * np.exp(heat_effect(city))
    count = counted(rng, expected, STRENGTHS.dispersion)
    heart = rng.binomial(count, OF_THE_HEART)
    frame = pd.DataFrame(
        {
            "day": DAYS,
            "deaths": count,
            "heart": heart,
            "lungs": rng.binomial(count - heart, OF_THE_LUNGS / (1 - OF_THE_HEART)),
            "temperature_c": mean_temperature(city).round(1),
            "month": month_of(pd.Series(DAYS)),
        }
    )
    truth = pd.DataFrame({"day": DAYS, "usual": usual, "expected": expected})
    wave = waves(city)
    excess = expected - usual
    found = pd.DataFrame(
        {
            "first_day": DAYS[wave["first"]],
            "last_day": DAYS[wave["last"]],
            "warmest_mean_c": wave["warmest"],
            "expected_excess": [
                excess[a : b + 1].sum() for a, b in zip(wave["first"], wave["last"], strict=True)
            ],
        }
    )
    return {"deaths_daily": frame, "truth/deaths_expected": truth, "truth/heat_waves": found}


SOURCES = (Source("deaths", (DEATHS,), deaths, once=True, strengths=STRENGTHS),)
