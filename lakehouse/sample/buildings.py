"""The buildings of the sample city and how likely each is to burn."""

import numpy as np
import pandas as pd

from lakehouse.sample.addresses import addresses
from lakehouse.sample.city import City, Floats
from lakehouse.sample.fire_strengths import CONDITIONS, KINDS, OWNERS, STRENGTHS
from lakehouse.sample.names import street_names
from lakehouse.sample.streams import stream

PEOPLE_PER_BUILDING = 50_000 / 12_000


def _kinds(rng: np.random.Generator, count: int) -> pd.Series:
    """Fixed shares in random order, so that every neighbourhood has the same mix."""
    share = np.array([k[0] for k in KINDS.values()])
    cut = np.searchsorted(np.cumsum(share / share.sum()), (np.arange(count) + 0.5) / count)
    return pd.Series(np.array(list(KINDS), dtype=object)[rng.permutation(cut)])


def attributes(city: City, area: int) -> pd.DataFrame:
    """What the buildings of one neighbourhood are, without where they stand: quick to draw.

    Columns: kind, year_built, floors, dwellings, owner, condition, has_sprinkler.
    """
    rng, people = stream(city.seed, f"buildings/{area}"), city.neighbourhood["people"].loc[area]
    count = max(12, round(people / PEOPLE_PER_BUILDING))
    kind = _kinds(rng, count)
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


def _addresses(rng: np.random.Generator, city: City, area: int, count: int) -> pd.DataFrame:
    """Different addresses on the neighbourhood's own streets: arterials have shops and no homes.

    Where numbers run out, a second building gets a letter: 12, then 12a.
    """
    found = addresses(city, area, rng, 6 * count)
    found = found[found["street"].isin(street_names(city.seed, area))].reset_index(drop=True)
    again = found.groupby(["street", "number"]).cumcount()
    found = found.iloc[np.argsort(again, kind="stable")[:count]]
    letter = again[found.index].map(lambda n: chr(96 + n) if n else "")
    return found.assign(house_number=found["number"].astype(str) + letter).reset_index(drop=True)


def buildings(city: City, area: int) -> pd.DataFrame:
    """The buildings of one neighbourhood by their 0-based index.

    Columns: building (its number, of no department), street, house_number (text), segment (of
    the street), lat, lon, kind, year_built, floors, dwellings, owner, condition, has_sprinkler,
    own_effect, fire_logit.
    """
    made, safety = attributes(city, area), city.neighbourhood["safety"].loc[area]
    count = len(made)
    own = stream(city.seed, f"buildings/own/{area}").normal(0, STRENGTHS.own_sd, count)
    place = _addresses(stream(city.seed, f"buildings/address/{area}"), city, area, count)
    return made.assign(
        building=area * 10_000 + np.arange(count),
        **{name: place[name] for name in ("street", "house_number", "segment", "lat", "lon")},
        own_effect=own,
        fire_logit=fire_logit(made, own, float(safety)),
    )
