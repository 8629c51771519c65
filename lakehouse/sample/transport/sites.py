"""The true crash rates of street segments and intersections, and what exposure explains."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import factors
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import lines, nodes, segments, side
from lakehouse.sample.transport.strengths import STRENGTHS

# The share of black spots, by the class of the site's most important street.
SPOTS = {
    "arterial": STRENGTHS.arterial_spots,
    "collector": STRENGTHS.collector_spots,
    "local": STRENGTHS.local_spots,
}
# Metres per degree of latitude and of longitude at 52 degrees north.
HIGH, WIDE = 111_195, 68_460


def usual_length(city: City) -> float:
    """Metres of a mean block: the rates are calibrated to it, so that scale changes only size."""
    cell = city.neighbourhood.iloc[0]
    area = (cell["north"] - cell["south"]) * HIGH * (cell["east"] - cell["west"]) * WIDE
    return float(np.sqrt(area)) / side(city)


def _here(city: City, area: int) -> float:
    """What the neighbourhood multiplies crashes with; 1 in the middle neighbourhood."""
    return float(np.exp(STRENGTHS.neighbourhood * city.neighbourhood["traffic"].iloc[area]))


def _black(city: City, name: str, kind: pd.Series) -> npt.NDArray[np.bool_]:
    """Which sites are black spots: drawn by lot, with a chance by the class of the street."""
    return np.asarray(stream(city.seed, name).random(len(kind)) < kind.map(SPOTS).to_numpy())


def _more(explained: Floats, black: npt.NDArray[np.bool_], floor: float) -> Floats:
    """Crashes a year that a black spot has on top of its own: a multiple and a number."""
    return np.where(black, STRENGTHS.spot_multiple * explained + floor, 0.0)


def segment_sites(city: City, area: int) -> pd.DataFrame:
    """The segments with `explained` (by traffic and length) and `true_rate`, crashes a year.

    `excess` is the difference: the site's own effect, the neighbourhood's and, at the few with
    `is_black_spot`, what is wrong there.
    """
    road, s = segments(city, area), STRENGTHS
    own = factors(stream(city.seed, f"transport/segment/{area}"), s.segment_dispersion, len(road))
    volume = (road["aadt"] / 5_000) ** s.volume_exponent
    length = (road["length"] / usual_length(city)) ** s.length_exponent
    explained = s.segment_rate * volume * length
    black = _black(city, f"transport/segment/spot/{area}", road["kind"])
    true = explained * own * _here(city, area) + _more(explained, black, s.spot_segment)
    return road.assign(
        area=area,
        site_effect=own,
        is_black_spot=black,
        explained=explained,
        true_rate=true,
        excess=true - explained,
    )


def _entering(city: City, area: int) -> tuple[Floats, Floats]:
    """Vehicles a day on the busier and on the quieter street of each intersection."""
    road, at = segments(city, area), nodes(city, area)
    both = [road[["street", "aadt"]].assign(node=road[end]) for end in ("from_node", "to_node")]
    each = pd.concat(both).groupby(["node", "street"], sort=False)["aadt"].mean()
    legs = each.groupby(level="node").agg(["max", "min"]).reindex(at["node"])
    return legs["max"].to_numpy(), legs["min"].to_numpy()


def node_kinds(city: City, area: int) -> pd.Series:
    """The class of the more important street of each intersection."""
    rank = lines(city, area)["kind"].map(list(SPOTS).index).to_numpy()
    row, column = np.divmod(np.arange(side(city) ** 2), side(city))
    return pd.Series(np.minimum(rank[row], rank[side(city) + column])).map(list(SPOTS).__getitem__)


def node_sites(city: City, area: int) -> pd.DataFrame:
    """The intersections with rates of crashes a year, of motor vehicles and of people beside them.

    `major` and `minor` are the streets' vehicles a day; `explained`, `true_rate` and `excess`
    are of motor vehicles alone, `walker_...` of crashes with somebody walking or cycling. What is
    wrong with one that `is_black_spot` is so for all.
    """
    at, s = nodes(city, area), STRENGTHS
    major, minor = _entering(city, area)
    rng = stream(city.seed, f"transport/node/{area}")
    own = factors(rng, s.node_dispersion, len(at))
    walkers = factors(rng, s.walker_dispersion, len(at))
    explained = (
        s.node_rate * (major / 5_000) ** s.major_exponent * (minor / 5_000) ** s.minor_exponent
    )
    walked = s.walker_rate * (np.sqrt(major * minor) / 5_000) ** (2 * s.walker_exponent)
    black = _black(city, f"transport/node/spot/{area}", node_kinds(city, area))
    true, walker_true = (
        x * e * _here(city, area) + _more(x, black, floor)
        for x, e, floor in ((explained, own, s.spot_node), (walked, walkers, s.spot_walkers))
    )
    return at.assign(
        area=area,
        major=major,
        minor=minor,
        site_effect=own,
        is_black_spot=black,
        explained=explained,
        true_rate=true,
        excess=true - explained,
        walker_effect=walkers,
        walker_explained=walked,
        walker_rate=walker_true,
        walker_excess=walker_true - walked,
    )
