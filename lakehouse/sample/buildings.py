"""The buildings of the sample city and how likely each is to burn."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.fire_strengths import CONDITIONS, KINDS, OWNERS, STRENGTHS
from lakehouse.sample.names import street_names
from lakehouse.sample.streams import stream

PEOPLE_PER_BUILDING = 50_000 / 12_000
PLACES_PER_STREET = 400


def _kinds(rng: np.random.Generator, count: int) -> pd.Series:
    """Fixed shares in random order, so that every neighbourhood has the same mix."""
    share = np.array([k[0] for k in KINDS.values()])
    cut = np.searchsorted(np.cumsum(share / share.sum()), (np.arange(count) + 0.5) / count)
    return pd.Series(np.array(list(KINDS), dtype=object)[rng.permutation(cut)])


def _attributes(rng: np.random.Generator, kind: pd.Series) -> pd.DataFrame:
    count = len(kind)
    usual = kind.map({k: v[2] for k, v in KINDS.items()}).to_numpy()
    tall = kind.map({k: v[3] for k, v in KINDS.items()}).to_numpy()
    many = np.maximum(2, np.round(usual * np.exp(rng.normal(-0.3, 0.5, count))))
    built = np.where(
        rng.random(count) < 0.4, rng.integers(1880, 1946, count), rng.integers(1946, 2021, count)
    )
    floors = rng.integers(1, tall + 1)
    # What is old is more often in a poor state, so that one stands for part of the other.
    worse = rng.normal(0, 1, count) + (1975 - built) / 60
    let = kind.isin(("FLATS", "SHOP", "RESTAURANT", "WORKSHOP", "WAREHOUSE", "OFFICE", "VACANT"))
    owner = np.where(
        let,
        rng.choice(OWNERS, count, p=(0.10, 0.60, 0.25, 0.05)),
        rng.choice(OWNERS, count, p=(0.62, 0.12, 0.22, 0.04)),
    )
    chance = np.where(kind.isin(("CARE_HOME", "SCHOOL", "OFFICE")), 0.55, 0.08)
    return pd.DataFrame(
        {
            "kind": kind,
            "year_built": built,
            "floors": np.where((kind == "FLATS") & (floors < 2), 2, floors),
            "dwellings": np.where(usual > 1, many, usual).astype(int),
            "owner": owner,
            "condition": np.array(CONDITIONS, dtype=object)[np.digitize(worse, (-0.6, 1.1))],
            "has_sprinkler": (rng.random(count) < chance) & (built > 1900),
        }
    )


def fire_logit(building: pd.DataFrame, own: Floats, safety: float) -> Floats:
    """True logit of at least one fire in each building within a year.

    `own` is what no register holds, `safety` the neighbourhood's hazard (mean 0, sd 1).
    """
    s = STRENGTHS
    decades = np.clip((1990 - building["year_built"]) / 10, 0, 9)
    condition = {"GOOD": s.good, "FAIR": 0.0, "POOR": s.poor}
    logit = (
        s.base
        + building["kind"].map({k: v[1] for k, v in KINDS.items()})
        + s.per_doubling * np.log2(np.maximum(building["dwellings"], 1))
        + s.per_floor * np.clip(building["floors"] - 1, 0, 12)
        + s.per_decade * decades
        + building["condition"].map(condition)
        + s.sprinkler * building["has_sprinkler"]
        + s.company * (building["owner"] == "COMPANY")
        + s.safety * safety
        + own
    )
    return np.asarray(logit, dtype=float)


def yearly_rate(logit: Floats) -> Floats:
    """Fires a year, so that at least one in a year has just the chance the logit says."""
    return np.asarray(np.log1p(np.exp(logit)))


def buildings(city: City, area: int) -> pd.DataFrame:
    """The buildings of one neighbourhood by their 0-based index.

    Columns: building (its number, of no department), street, house_number, lat, lon, kind,
    year_built, floors, dwellings, owner, condition, has_sprinkler, own_effect, fire_logit. A
    street of the neighbourhood is a line across it, and house numbers follow along that line.
    """
    rng, at = stream(city.seed, f"buildings/{area}"), city.neighbourhood.loc[area]
    count = max(12, round(at["people"] / PEOPLE_PER_BUILDING))
    made = _attributes(rng, _kinds(rng, count))
    names = street_names(city.seed, area)
    # Each place on a street is taken once, so that an address is one building.
    place = rng.permutation(len(names) * PLACES_PER_STREET)[:count]
    street, number = np.divmod(place, PLACES_PER_STREET)
    along = (number + 0.5) / PLACES_PER_STREET
    across = (street // 2 + 0.5) / ((len(names) + 1) // 2)
    up, right = np.where(street % 2, along, across), np.where(street % 2, across, along)
    own = rng.normal(0, STRENGTHS.own_sd, count)
    return made.assign(
        building=area * 10_000 + np.arange(count),
        street=np.array(names, dtype=object)[street],
        house_number=number + 1,
        lat=(at["south"] + up * (at["north"] - at["south"])).round(5),
        lon=(at["west"] + right * (at["east"] - at["west"])).round(5),
        own_effect=own,
        fire_logit=fire_logit(made, own, float(at["safety"])),
    )
