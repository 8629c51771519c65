"""What the 311 line ought to hear of: needs, surges of them, and how long each takes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.moments import BY_DAY, moments
from lakehouse.sample.parameters import planted
from lakehouse.sample.spots import around_spots, hot_spots
from lakehouse.sample.streams import stream

# Share of the needs, and median days until it is dealt with.
CATEGORIES: dict[str, tuple[float, float]] = {
    "POTHOLE": (0.20, 12.0),
    "STREET_LIGHT": (0.16, 6.0),
    "GRAFFITI": (0.14, 9.0),
    "NOISE": (0.16, 2.0),
    "PARKING": (0.18, 1.5),
    "TREE": (0.10, 20.0),
    "WATER": (0.06, 1.0),
}


@dataclass(frozen=True)
class ServiceStrengths:
    """What is planted in the requests; plainly chosen."""

    needs: float = planted(0.355, "needs per resident and year")
    need_sd: float = planted(0.40, "sd between neighbourhoods of the log needs")
    hot: float = planted(0.30, "share of needs within some 80 m of a hot spot")
    district_sd: float = planted(0.25, "sd between districts of the log days until it is done")
    surge: float = planted(4.0, "needs in a surge: this often the usual number")
    told_within: float = planted(9.0, "mean days after the first report of those that follow it")


STRENGTHS = ServiceStrengths()


@dataclass(frozen=True)
class Surge:
    """A category of which a district has unusually much on `days` days from `first` on."""

    category: str
    first: pd.Timestamp
    days: int


def surge_of(city: City, district: int) -> Surge:
    """The one surge of a district, in the second year, so that there is a past to compare."""
    rng = stream(city.seed, f"services/surge/{district}")
    first = p.LAST_YEAR + pd.Timedelta(days=int(rng.integers(20, 330)))
    return Surge(str(rng.choice(list(CATEGORIES))), first, int(rng.integers(7, 15)))


def service_delay(city: City, district: int) -> float:
    """What a district adds to the log days until a request is done."""
    rng = stream(city.seed, f"services/district/{district}")
    return float(rng.normal(0, STRENGTHS.district_sd))


def yearly_needs(city: City, area: int) -> float:
    """The true number of needs a year in one neighbourhood, surges apart."""
    sd = STRENGTHS.need_sd
    often = np.exp(stream(city.seed, f"services/often/{area}").normal(0, sd) - sd**2 / 2)
    return float(STRENGTHS.needs * often * city.neighbourhood["people"].loc[area])


def needs(city: City, area: int) -> pd.DataFrame:
    """All needs of one neighbourhood, told or not: category, began, lat, lon, in_surge."""
    rng, yearly = stream(city.seed, f"services/need/{area}"), yearly_needs(city, area)
    share = np.array([c[0] for c in CATEGORIES.values()])
    count = rng.poisson(yearly * p.YEARS)
    kind = rng.choice(list(CATEGORIES), count, p=share / share.sum())
    began = moments(rng, count, (1.3, 1.15, 1.1, 1.1, 1.05, 0.7, 0.6), BY_DAY, 196, 0.15)
    surge = surge_of(city, int(city.neighbourhood["district"].loc[area]))
    often = yearly * CATEGORIES[surge.category][0] * surge.days / 365.25
    extra = rng.poisson((STRENGTHS.surge - 1) * often)
    minutes = rng.integers(0, surge.days * 1440, extra)
    more = pd.Series(surge.first + pd.to_timedelta(minutes, unit="min"))
    spots = hot_spots(city, area, "services")
    lat, lon = around_spots(rng, spots, city, area, count + extra, STRENGTHS.hot)
    return pd.DataFrame(
        {
            "category": np.concatenate([kind, np.full(extra, surge.category)]),
            "began": pd.concat([began, more], ignore_index=True),
            "lat": lat,
            "lon": lon,
            "in_surge": np.arange(count + extra) >= count,
        }
    )
