"""The streets of the sample city: the intersections and segments of one neighbourhood at a time."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.names import STEMS, street_names
from lakehouse.sample.streams import stream

# Metres per degree of latitude; of longitude it shrinks with the cosine of the latitude.
DEGREE = 111_195
# Vehicles a day on the typical street of each class, and its limit in km/h.
USUAL_VOLUME = {"arterial": 14_000, "collector": 5_000, "local": 1_000}
SPEED_LIMIT = {"arterial": 50, "collector": 50, "local": 30}
STREET_SPREAD, SEGMENT_SPREAD = 0.40, 0.25
METRES_PER_NUMBER = 12
WIDE_ENDS = ("boulevard", "allee", "ring", "promenade")


def side(city: City) -> int:
    """Intersections along one side of a neighbourhood's grid: 5, and at least 3 in small cities."""
    return max(3, round(5 * math.sqrt(min(city.scale, 1.0))))


def nodes_each(city: City) -> int:
    """Intersections of each neighbourhood; the number of one = area * nodes_each + place + 1."""
    return side(city) ** 2


def segments_each(city: City) -> int:
    """Numbers set aside for the segments of each neighbourhood; the last two lead out of it."""
    return 2 * side(city) * (side(city) - 1) + 2


def grid(city: City) -> npt.NDArray[np.int64]:
    """Row (0 is the south) and column (0 is the west) of every neighbourhood's cell."""
    south, west = (city.neighbourhood[c].to_numpy() for c in ("south", "west"))
    ranks = (np.unique(edge, return_inverse=True)[1] for edge in (south, west))
    return np.stack(list(ranks), axis=1)


def lines(city: City, area: int) -> pd.DataFrame:
    """The streets of a neighbourhood: first those from west to east, then from south to north.

    `street`, `kind` and `volume` (vehicles a day). Arterials keep their name and their volume
    through all neighbourhoods that they cross.
    """
    many, places = side(city), grid(city)
    row, column = places[area]
    spread = stream(city.seed, f"streets/volume/{area}").normal(size=2 * many)
    kinds = {many // 2: "arterial", (many // 2 + 2) % many: "collector"}
    found, own = [], iter(street_names(city.seed, area))
    for i in range(2 * many):
        kind, z = kinds.get(i % many, "local"), spread[i]
        if kind == "arterial":
            number = int(row if i < many else places[:, 0].max() + 1 + column)
            name = _arterial(city, number)
            z = stream(city.seed, f"streets/arterial/{number}").normal()
        else:
            name = next(own)
        found.append((name, kind, USUAL_VOLUME[kind] * math.exp(STREET_SPREAD * z)))
    return pd.DataFrame(found, columns=["street", "kind", "volume"])


def _arterial(city: City, number: int) -> str:
    """The name of an arterial; when all names are used, they come again as "2e "."""
    every = [stem + end for stem in STEMS for end in WIDE_ENDS]
    again, at = divmod(number, len(every))
    name = every[int(stream(city.seed, "streets/arterial").permutation(len(every))[at])]
    return f"{again + 1}e {name}" if again else name


def nodes(city: City, area: int) -> pd.DataFrame:
    """Intersections in order: `node`, `name` ("A / B"), `lat`, `lon`, all inside the cell.

    They are numbered over the whole city without gaps, from 1.
    """
    many, cell = side(city), city.neighbourhood.iloc[area]
    place = np.arange(many * many)
    row, column = np.divmod(place, many)
    jitter = stream(city.seed, f"streets/node/{area}").uniform(-0.2, 0.2, (2, many * many))
    street = lines(city, area)["street"].to_numpy()
    high, wide = cell["north"] - cell["south"], cell["east"] - cell["west"]
    return pd.DataFrame(
        {
            "node": area * many * many + place + 1,
            "name": street[row] + " / " + street[many + column],
            "lat": (cell["south"] + (row + 0.5 + jitter[0]) / many * high).round(6),
            "lon": (cell["west"] + (column + 0.5 + jitter[1]) / many * wide).round(6),
        }
    )


def _ends(city: City, area: int) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """The nodes that segments touch, and per segment its number's place, line and two nodes."""
    many, places = side(city), grid(city)
    inside = [
        (line, a * many + i, a * many + i + 1)
        if line < many
        else (line, i * many + a, i * many + many + a)
        for line in range(2 * many)
        for a in (line % many,)
        for i in range(many - 1)
    ]
    at, middle = [nodes(city, area)], many // 2
    found = [(place, *which) for place, which in enumerate(inside)]
    # The arterials go on to the first intersection of the next neighbourhood east and north.
    onward = (
        ((0, 1), middle, middle * many + many - 1, middle * many),
        ((1, 0), many + middle, many * (many - 1) + middle, middle),
    )
    for place, (step, line, here, there) in enumerate(onward, len(inside)):
        beyond = np.flatnonzero((places == places[area] + step).all(axis=1))
        if beyond.size:
            at.append(nodes(city, int(beyond[0])).iloc[[there]])
            found.append((place, line, here, many * many + len(at) - 2))
    return pd.concat(at, ignore_index=True), np.array(found)


def segments(city: City, area: int) -> pd.DataFrame:
    """Street segments, each between two intersections; arterials lead on to the next cells.

    `segment` (number), `street`, `kind` (arterial, collector or local), `from_node`, `to_node`,
    `from_lat` ... `to_lon` of its ends, `length` in metres, `aadt` (true vehicles a day,
    log-normal within a class), `speed_limit` in km/h, `first_number` and `last_number` of its
    houses.
    """
    street, (at, found) = lines(city, area), _ends(city, area)
    place, line, one, two = found.T
    noise = stream(city.seed, f"streets/segment/{area}").normal(size=segments_each(city))
    lat, lon, node = (at[c].to_numpy() for c in ("lat", "lon", "node"))
    east = (lon[two] - lon[one]) * np.cos(np.radians(lat[one]))
    length = DEGREE * np.hypot(lat[two] - lat[one], east)
    before = pd.Series(length).groupby(line).cumsum().to_numpy() - length
    kind = street["kind"].to_numpy()[line]
    # House numbers of an arterial go on from one neighbourhood to the next.
    steps = np.where(kind == "arterial", np.where(line < side(city), *grid(city)[area][::-1]), 0)
    onward = steps * 1.5 * side(city) * length.mean()
    first = 1 + ((before + onward) / METRES_PER_NUMBER).astype(int)
    return pd.DataFrame(
        {
            "segment": area * segments_each(city) + place + 1,
            "street": street["street"].to_numpy()[line],
            "kind": kind,
            "from_node": node[one],
            "to_node": node[two],
            "from_lat": lat[one],
            "from_lon": lon[one],
            "to_lat": lat[two],
            "to_lon": lon[two],
            "length": length.round(1),
            "aadt": street["volume"].to_numpy()[line] * np.exp(SEGMENT_SPREAD * noise[place]),
            "speed_limit": [SPEED_LIMIT[k] for k in kind],
            "first_number": first,
            "last_number": first + np.maximum((length / METRES_PER_NUMBER).astype(int) - 1, 1),
        }
    )
