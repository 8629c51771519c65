"""The food premises of a neighbourhood: what they are, where they lie, and how risky they are."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.addresses import addresses
from lakehouse.sample.city import City, Floats
from lakehouse.sample.names import trading_names
from lakehouse.sample.streams import stream


def _firsts(city: City) -> Floats:
    """Premises of all neighbourhoods before each: the whole numbers nearest to the shares."""
    shares = np.cumsum(city.neighbourhood["trade_share"].to_numpy())
    return np.concatenate([[0], np.rint(shares * p.PREMISES * city.scale)])


def _opening(rng: np.random.Generator, count: int) -> tuple[pd.Series, pd.Series]:
    """First and last day of business; no last day (NaT) for those still open."""
    span = (p.LAST_DAY - p.FOOD_FROM).days
    new = rng.random(count) < 0.22
    start = np.where(new, rng.integers(0, span, count), -rng.integers(180, 4_400, count))
    end = np.maximum(start + 200, rng.integers(0, span, count))
    gone = (rng.random(count) < 0.15) & (end < span)
    opened = p.FOOD_FROM + pd.to_timedelta(start, unit="D")
    closed = (p.FOOD_FROM + pd.to_timedelta(end, unit="D")).where(gone)
    return pd.Series(opened), pd.Series(closed)


def _kinds(rng: np.random.Generator, count: int) -> pd.Series:
    # One draw for all, then evenly spaced: a small neighbourhood has nearly the same mix.
    place = (np.arange(count) + rng.random()) / max(count, 1)
    cut = np.searchsorted(np.cumsum([k.share for k in p.KINDS]), place)
    names = np.array([k.name for k in p.KINDS])[np.minimum(cut, len(p.KINDS) - 1)]
    return pd.Series(rng.permutation(names), dtype=object)


def premises(city: City, area: int) -> pd.DataFrame:
    """One row per food premises of the neighbourhood, with its risk.

    `licence_no` and `account_no` (of the owner, who may have several premises), `trading_as`,
    `kind`, `neighbourhood`, `lat lon`, `address`, `opened`, `closed` (NaT while open), and the
    logit of a critical finding `risk_logit`, which is the base and the three effects beside it.
    """
    firsts, rng = _firsts(city), stream(city.seed, f"food/premises/{area}")
    before, count = int(firsts[area]), int(firsts[area + 1] - firsts[area])
    kind = _kinds(rng, count)
    at = addresses(city, area, rng, count)
    opened, closed = _opening(stream(city.seed, f"food/opening/{area}"), count)
    effects = pd.DataFrame(
        {
            "premises_effect": rng.normal(0, city.strengths.premises_sd, count),
            "kind_effect": kind.map({k.name: k.effect for k in p.KINDS}).astype(float),
            "neighbourhood_effect": float(city.neighbourhood["effect"].iloc[area]),
        }
    )
    return pd.DataFrame(
        {
            "licence_no": 2_100_000 + 3 * before + rng.permutation(count * 3)[:count],
            "account_no": 50_000 + before + rng.integers(0, max(1, int(count * 0.85)), count),
            "trading_as": trading_names(stream(city.seed, f"food/name/{area}"), kind),
            "kind": kind,
            "neighbourhood": area,
            "lat": at["lat"],
            "lon": at["lon"],
            "address": at["street"] + " " + at["number"].astype(str),
            "opened": opened,
            "closed": closed,
            **effects,
            "risk_logit": city.strengths.base + effects.sum(axis=1),
        }
    )
