"""Addresses along the streets of a neighbourhood, for every department that needs places."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.streets import nodes_each, segments

METRES_FROM_ROAD = 12.0


def addresses(city: City, area: int, rng: np.random.Generator, count: int) -> pd.DataFrame:
    """`count` addresses drawn along the segments that lie inside the neighbourhood.

    `street`, `number`, `lat`, `lon`, `segment`; longer segments have more of them, and several
    may fall on one number (flats). Odd numbers lie on one side of the street, even on the other.
    """
    road = segments(city, area)
    road = road[(road["to_node"] - 1) // nodes_each(city) == area]
    at = road.iloc[rng.choice(len(road), count, p=road["length"] / road["length"].sum())]
    houses = (at["last_number"] - at["first_number"] + 1).to_numpy()
    step = rng.integers(0, houses)
    number = at["first_number"].to_numpy() + step
    share = (step + 0.5) / houses
    north = (at["to_lat"] - at["from_lat"]).to_numpy()
    east = (at["to_lon"] - at["from_lon"]).to_numpy()
    # Off the road at a right angle, to the side of the number's parity.
    shrink = np.cos(np.radians(at["from_lat"].to_numpy()))
    across = np.where(number % 2, 1, -1) * METRES_FROM_ROAD / at["length"].to_numpy()
    return pd.DataFrame(
        {
            "street": at["street"].to_numpy(),
            "number": number,
            "lat": (at["from_lat"] + share * north - across * east * shrink).round(5).to_numpy(),
            "lon": (at["from_lon"] + share * east + across * north / shrink).round(5).to_numpy(),
            "segment": at["segment"].to_numpy(),
        }
    )
