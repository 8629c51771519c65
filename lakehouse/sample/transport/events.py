"""The true crashes of one neighbourhood, and the measures that follow from them."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import nodes
from lakehouse.sample.transport.days import crash_days, moments, years_of
from lakehouse.sample.transport.sites import node_sites, segment_sites
from lakehouse.sample.transport.strengths import STRENGTHS

# Sites were chosen by the crashes between these days, and built in the winter after.
CHOSEN_FROM, CHOSEN_ON = pd.Timestamp("2019-07-01"), pd.Timestamp("2022-07-01")
BUILT_FROM, BUILD_DAYS = pd.Timestamp("2022-10-01"), 180
NODES_PER_MEASURE = 12
EFFECTS = {
    "RAISED_JUNCTION": STRENGTHS.measure_effect,
    "REPAINTING": STRENGTHS.placebo_effect,
}


def marked(rng: np.random.Generator, lat: pd.Series, lon: pd.Series) -> dict[str, pd.Series]:
    """The places with the few metres by which a police officer's marks are off."""
    off = rng.normal(0, 6e-5, (2, len(lat)))
    return {"lat": (lat + off[0]).round(5), "lon": (lon + 1.6 * off[1]).round(5)}


def _along_segments(city: City, area: int, days: pd.DataFrame) -> pd.DataFrame:
    road, rng = segment_sites(city, area), stream(city.seed, f"transport/crash/segment/{area}")
    many = rng.poisson(road["true_rate"] * years_of(days))
    at = road.loc[road.index.repeat(many)].reset_index(drop=True)
    share = rng.uniform(0.06, 0.94, len(at))
    lat = at["from_lat"] + share * (at["to_lat"] - at["from_lat"])
    lon = at["from_lon"] + share * (at["to_lon"] - at["from_lon"])
    return pd.DataFrame(
        {
            "segment": at["segment"],
            "node": 0,
            "street": at["street"],
            "name": "",
            "speed_limit": at["speed_limit"],
            "hits_walker": rng.random(len(at)) < STRENGTHS.between_share,
            **marked(rng, lat, lon),
            **moments(rng, days, len(at)),
        }
    )


def _at_nodes(
    city: City, area: int, days: pd.DataFrame, site: pd.DataFrame, walkers: bool
) -> pd.DataFrame:
    kind, rate = ("walker", "walker_rate") if walkers else ("node", "true_rate")
    rng = stream(city.seed, f"transport/crash/{kind}/{area}")
    many = rng.poisson(site[rate] * years_of(days))
    at = site.loc[site.index.repeat(many)].reset_index(drop=True)
    street = at["name"].str.split(" / ")
    return pd.DataFrame(
        {
            "segment": 0,
            "node": at["node"],
            "street": street.str[0].where(rng.random(len(at)) < 0.5, street.str[1]),
            "name": at["name"],
            "speed_limit": np.where(at["major"] > 3_000, 50, 30),
            "hits_walker": walkers,
            **marked(rng, at["lat"], at["lon"]),
            **moments(rng, days, len(at)),
        }
    )


def untreated(city: City, area: int) -> pd.DataFrame:
    """The crashes since July 2016 as if no measure had been taken, in order of time.

    Counts of sites are negative binomial: Poisson numbers over gamma site effects.
    """
    days, site = crash_days(city), node_sites(city, area)
    found = [
        _along_segments(city, area, days),
        _at_nodes(city, area, days, site, walkers=False),
        _at_nodes(city, area, days, site, walkers=True),
    ]
    every = pd.concat(found, ignore_index=True)
    return every.sort_values(["crashed_at", "lat", "lon"], kind="stable", ignore_index=True)


def measures(city: City, area: int, crash: pd.DataFrame) -> pd.DataFrame:
    """The measures at intersections: `node`, `kind`, `decided_on`, `completed_on`, `before`.

    Junctions are raised where the three years before had most crashes (`before`), so these had
    partly been bad luck and fewer follow in any case (regression to the mean). Repainting, which
    changes nothing, goes to intersections drawn from the others.
    """
    site, rng = nodes(city, area), stream(city.seed, f"transport/measure/{area}")
    recent = crash[crash["crashed_at"].between(CHOSEN_FROM, CHOSEN_ON, inclusive="left")]
    before = recent["node"].value_counts().reindex(site["node"], fill_value=0)
    order = before.sort_values(ascending=False, kind="stable").index
    many = max(1, len(site) // NODES_PER_MEASURE)
    painted = rng.choice(order[many:], many, replace=False)
    node = np.concatenate([order[:many], painted])
    decided = CHOSEN_ON + pd.to_timedelta(rng.integers(1, 80, 2 * many), unit="D")
    built = BUILT_FROM + pd.to_timedelta(rng.integers(0, BUILD_DAYS, 2 * many), unit="D")
    return pd.DataFrame(
        {
            "node": node,
            "kind": ["RAISED_JUNCTION"] * many + ["REPAINTING"] * many,
            "decided_on": decided,
            "completed_on": built,
            "before": before.loc[node].to_numpy(),
        }
    ).merge(site[["node", "name", "lat", "lon"]], on="node")


def happened(city: City, area: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The crashes that happened in a neighbourhood, and its measures.

    A measure keeps each later crash at its site from happening with one chance: a thinned
    Poisson process is one again, so the effect is exactly that of the strengths.
    """
    crash = untreated(city, area)
    built = measures(city, area, crash)
    done = crash["node"].map(built.set_index("node")["completed_on"])
    keeps = crash["node"].map(built.set_index("node")["kind"]).map(EFFECTS).fillna(1.0)
    after = (crash["crashed_at"] >= done).to_numpy()
    luck = stream(city.seed, f"transport/effect/{area}").random(len(crash))
    return crash[~after | (luck < keeps.to_numpy())].reset_index(drop=True), built
