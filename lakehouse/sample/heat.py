"""Heat waves and how many more people die of them, days later too."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.parameters import DEATHS_FROM, LAST_DAY, planted
from lakehouse.sample.weather import on_days


@dataclass(frozen=True)
class DeathStrengths:
    """About nine deaths per 1,000 residents and year, more in winter.

    Heat: 3.1 % more deaths per degree of apparent temperature above a threshold were found in
    Mediterranean and 1.8 % in northern cities (Baccini et al., Epidemiology 2008), and 8 % to
    34 % more on the days of heat waves (D'Ippoliti et al., Environmental Health 2010). The lags
    and the threshold are plainly chosen.
    """

    deaths_a_year: float = planted(0.0092, "deaths per resident and year, accidents left out")
    winter: float = planted(0.12, "relative height of the yearly wave, its top on 25 January")
    dispersion: float = planted(0.004, "variance of the factor of the day")
    heat_from: float = planted(20.0, "mean temperature in deg C above which more people die")
    per_degree: float = planted(0.030, "log deaths per deg C above it, summed over the lags")
    lag_decay: float = planted(0.55, "effect of a day's heat a day later still, as a ratio")
    lags: int = planted(8, "days over which a day's heat is felt, its own included")
    wave_from: float = planted(22.5, "mean temperature in deg C of the days of a heat wave")
    wave_days: int = planted(3, "days in a row that make a heat wave")
    in_wave: float = planted(0.25, "log deaths added from the second day of a heat wave on")
    reported_after: int = planted(2, "days after which a day's deaths are known")


STRENGTHS = DeathStrengths()
DAYS = pd.date_range(DEATHS_FROM, LAST_DAY, freq="D")
# The weather office gives the highest temperature; the mean of a day lies below it.
BELOW_MAXIMUM = 4.0


def mean_temperature(city: City, since: pd.Timestamp = DEATHS_FROM) -> Floats:
    """Mean temperature in deg C of every day from `since` to the last day."""
    days = pd.date_range(since, LAST_DAY, freq="D")
    return np.asarray(on_days(city.weather, "temperature_max_c", days) - BELOW_MAXIMUM)


def by_lag() -> Floats:
    """Share of a day's effect that is felt 0, 1, ... days later."""
    weight = STRENGTHS.lag_decay ** np.arange(STRENGTHS.lags)
    return np.asarray(weight / weight.sum())


def waves(city: City) -> pd.DataFrame:
    """One row per heat wave since `DEATHS_FROM`: first and last day number, warmest mean."""
    temperature = mean_temperature(city)
    hot = np.concatenate([[False], temperature >= STRENGTHS.wave_from, [False]])
    begin, end = np.flatnonzero(hot[1:] & ~hot[:-1]), np.flatnonzero(~hot[1:] & hot[:-1]) - 1
    long = end - begin + 1 >= STRENGTHS.wave_days
    rows = [
        (int(b), int(e), float(temperature[b : e + 1].max()))
        for b, e in zip(begin[long], end[long], strict=True)
    ]
    return pd.DataFrame(rows, columns=["first", "last", "warmest"])


def in_heat_wave(city: City) -> npt.NDArray[np.bool_]:
    """Whether a day since `DEATHS_FROM` is the second or a later one of a heat wave."""
    inside = np.zeros(DAYS.size, dtype=bool)
    for wave in waves(city).itertuples():
        inside[wave.first + 1 : wave.last + 1] = True
    return inside


def heat_effect(city: City) -> Floats:
    """Log deaths added by heat on every day since `DEATHS_FROM`, by a distributed lag."""
    start = DEATHS_FROM - pd.Timedelta(days=STRENGTHS.lags - 1)
    over = np.maximum(mean_temperature(city, start) - STRENGTHS.heat_from, 0)
    felt = np.convolve(over, STRENGTHS.per_degree * by_lag(), mode="valid")
    return np.asarray(felt + STRENGTHS.in_wave * in_heat_wave(city))
