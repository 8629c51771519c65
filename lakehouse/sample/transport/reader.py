"""What the best of readers without the truth thinks of streets and intersections."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import gammaln, logsumexp

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats
from lakehouse.sample.streets import SEGMENT_SPREAD, STREET_SPREAD, USUAL_VOLUME, segments
from lakehouse.sample.transport.events import EFFECTS
from lakehouse.sample.transport.network import traffic_counts
from lakehouse.sample.transport.sites import SPOTS, node_kinds, usual_length
from lakehouse.sample.transport.strengths import STRENGTHS as S

# Errors of the logarithm of traffic, with their weights, and the sizes of `traffic` looked at.
ERRORS, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
SIZES = np.linspace(-3.0, 3.0, 21)
YEARS = (p.AFTER - p.CRASHES_FROM).days / 365.25


def reader(city: City, crash: pd.DataFrame, measure: pd.DataFrame) -> dict[str, pd.Series]:
    """The chance that a site is a black spot, by its number: `segment`, `intersection`, `walkers`.

    It knows every strength and at which site each `crash` was (`segment` or `node`,
    `hits_walker`), and where and when each `measure` was taken (`node`, `kind`, `completed_on`);
    traffic it knows from the counts delivered, a neighbourhood's part from all its crashes, both
    by Bayes' rule. `walkers` are intersections by the crashes of walkers and cyclists alone. No
    model of delivered files can find more black spots but by luck.
    """
    road = _streets(city)
    node = _crossings(city, road)
    block = (road["length"] / usual_length(city)) ** S.length_exponent
    along = S.segment_rate * block * np.exp(S.volume_exponent * road["log"])
    both = S.major_exponent * node["major"] + S.minor_exponent * node["minor"]
    off = np.hypot(S.major_exponent * node["major_sd"], S.minor_exponent * node["minor_sd"])
    walked = S.walker_rate * np.exp(S.walker_exponent * (node["major"] + node["minor"]))
    off_walked = S.walker_exponent * np.hypot(node["major_sd"], node["minor_sd"])
    years = YEARS - node.index.map(_spared(measure)).fillna(0.0).to_numpy()
    motor, walks = (crash.loc[crash["hits_walker"] == hit, "node"] for hit in (False, True))
    of_road = _told(
        *(_seen(crash["segment"], road), YEARS, along, S.volume_exponent * road["sd"]),
        *(S.segment_dispersion, S.spot_segment),
    )
    of_walkers = _told(
        _seen(walks, node), years, walked, off_walked, S.walker_dispersion, S.spot_walkers
    )
    of_node = of_walkers + _told(
        _seen(motor, node), years, S.node_rate * np.exp(both), off, S.node_dispersion, S.spot_node
    )
    thought = np.tile(-(SIZES**2) / 2, (len(city.areas), 1))
    for sites, told in ((road, of_road), (node, of_node)):
        np.add.at(thought, sites["area"].to_numpy(), logsumexp(_weighed(sites, told), axis=2))
    thought = np.exp(thought - logsumexp(thought, axis=1, keepdims=True))
    each = {"segment": (road, of_road), "intersection": (node, of_node)}
    return {
        name: _chance(sites, told, thought)
        for name, (sites, told) in (each | {"walkers": (node, of_walkers)}).items()
    }


def _seen(crashed_at: pd.Series, sites: pd.DataFrame) -> Floats:
    many = crashed_at.value_counts().reindex(sites.index, fill_value=0)
    return np.asarray(many, dtype=float)


def _spared(measure: pd.DataFrame) -> pd.Series:
    """By intersection the years' worth of crashes that a measure kept from happening."""
    after = (p.AFTER - measure["completed_on"]).dt.days / 365.25
    return pd.Series((after * (1 - measure["kind"].map(EFFECTS))).to_numpy(), measure["node"])


def _streets(city: City) -> pd.DataFrame:
    """Segments by number: area, street, kind, length, ends; `log` of traffic (to 5,000) and sd."""
    parts = [segments(city, a).assign(area=a) for a in city.areas]
    road = pd.concat(parts, ignore_index=True).set_index("segment")
    counts = pd.concat([traffic_counts(city, a) for a in city.areas], ignore_index=True)
    usual = np.log(road["kind"].map(USUAL_VOLUME) / 5_000)
    seen = np.log(counts.set_index("segment_no")["vehicles_per_day"] / 5_000).reindex(road.index)
    # Arterials have one level through the whole city, other streets in their neighbourhood.
    level = road["street"] + road["area"].where(road["kind"] != "arterial", -1).astype(str)
    noise, own = S.count_error**2, SEGMENT_SPREAD**2
    many = seen.groupby(level).transform("count")
    surplus = (seen - usual).groupby(level).transform("mean").fillna(0.0)
    trust = many * STREET_SPREAD**2 / (many * STREET_SPREAD**2 + own + noise)
    middle, variance = usual + trust * surplus, STREET_SPREAD**2 * (1 - trust) + own
    counted = variance / (variance + noise)
    told = middle + counted * (seen - middle)
    road["log"] = told.fillna(middle)
    road["sd"] = np.sqrt(variance.where(seen.isna(), variance * (1 - counted)))
    return road


def _crossings(city: City, road: pd.DataFrame) -> pd.DataFrame:
    """Intersections by number: area, kind, `major` and `minor` (logs of traffic) and their sd."""
    legs = [road[["street", "log", "sd"]].assign(node=road[e]) for e in ("from_node", "to_node")]
    each = pd.concat(legs).groupby(["node", "street"])[["log", "sd"]].mean().reset_index()
    each = each.sort_values(["node", "log"], ascending=[True, False])
    first, last = (getattr(each.groupby("node"), end)() for end in ("first", "last"))
    kinds = [node_kinds(city, a) for a in city.areas]
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(len(kinds)), [len(kind) for kind in kinds]),
            "kind": pd.concat(kinds).to_numpy(),
            "major": first["log"],
            "major_sd": first["sd"],
            "minor": last["log"],
            "minor_sd": last["sd"],
        }
    )


def _told(seen: Floats, years: Any, explained: Any, sd: Any, k: float, floor: float) -> Floats:
    """Log likelihood, (sites, sizes, 2), of the crashes at an ordinary site and at a black spot."""
    log = np.log(np.asarray(explained))[:, None] + np.asarray(sd)[:, None] * ERRORS
    usual = np.exp(log)[:, None, :]
    own = usual * np.exp(S.neighbourhood * SIZES)[:, None]
    n, found = seen[:, None, None], []
    for more in (0.0, S.spot_multiple * usual + floor):
        # Counts are negative binomial; what is on top at a black spot does not scatter.
        shape = (1 + more / own) ** 2 / k
        mean = (own + more) * np.broadcast_to(years, seen.shape)[:, None, None]
        log_chance = gammaln(n + shape) - gammaln(shape) - gammaln(n + 1)
        log_chance += shape * np.log(shape / (shape + mean)) + n * np.log(mean / (shape + mean))
        found.append(logsumexp(log_chance, axis=2, b=WEIGHTS / WEIGHTS.sum()))
    return np.stack(found, axis=2)


def _weighed(sites: pd.DataFrame, told: Floats) -> Floats:
    """The same with the chance of a black spot before anything is seen."""
    share = sites["kind"].map(SPOTS).to_numpy()[:, None]
    return np.asarray(told + np.log(np.stack([1 - share, share], axis=2)))


def _chance(sites: pd.DataFrame, told: Floats, thought: Floats) -> pd.Series:
    both = _weighed(sites, told)
    black = np.exp(both[:, :, 1] - logsumexp(both, axis=2))
    return pd.Series((black * thought[sites["area"]]).sum(axis=1), sites.index)
