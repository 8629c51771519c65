"""Where in a neighbourhood something happens: anywhere, or close to one of its hot spots."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats, inside
from lakehouse.sample.streams import stream

METRES_PER_DEGREE = 111_320.0
# Meridians draw together: a degree of longitude at the city's middle latitude, in metres.
METRES_PER_LON = METRES_PER_DEGREE * float(np.cos(np.radians((p.SOUTH + p.NORTH) / 2)))
SPOTS_EACH = 3


def anywhere(rng: np.random.Generator, city: City, area: int, count: int) -> tuple[Floats, Floats]:
    """Latitude and longitude of `count` points, evenly over the neighbourhood's cell."""
    at = city.neighbourhood.loc[area]
    return inside(
        rng.uniform(at["south"], at["north"], count), rng.uniform(at["west"], at["east"], count)
    )


def moved(
    rng: np.random.Generator, lat: Floats, lon: Floats, metres: float
) -> tuple[Floats, Floats]:
    """The points moved by a Gaussian of `metres` standard deviation in each direction."""
    return inside(
        lat + rng.normal(0, metres / METRES_PER_DEGREE, len(lat)),
        lon + rng.normal(0, metres / METRES_PER_LON, len(lon)),
    )


def hot_spots(city: City, area: int, name: str) -> pd.DataFrame:
    """lat and lon of the neighbourhood's three hot spots for `name`, the same on every call."""
    lat, lon = anywhere(stream(city.seed, f"{name}/spots/{area}"), city, area, SPOTS_EACH)
    return pd.DataFrame({"lat": lat, "lon": lon})


def around_spots(
    rng: np.random.Generator, spots: pd.DataFrame, city: City, area: int, count: int, hot: float
) -> tuple[Floats, Floats]:
    """`count` points: a share `hot` within some 80 m of a hot spot, the others anywhere."""
    lat, lon = anywhere(rng, city, area, count)
    which = spots.iloc[rng.integers(0, len(spots), count)]
    near = moved(rng, which["lat"].to_numpy(), which["lon"].to_numpy(), 80.0)
    close = rng.random(count) < hot
    return np.where(close, near[0], lat), np.where(close, near[1], lon)
