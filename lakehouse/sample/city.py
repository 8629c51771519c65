"""The hidden truth of the sample city: its neighbourhoods, premises and their risk."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.names import street_names, trading_names
from lakehouse.sample.streams import stream

Floats = npt.NDArray[np.float64]
STREETS_EACH = 8


@dataclass(frozen=True)
class City:
    """What only the generator knows; `neighbourhood` and `premises` have a 0-based index."""

    seed: int
    scale: float
    strengths: p.Strengths
    neighbourhood: pd.DataFrame
    premises: pd.DataFrame
    inspector: pd.DataFrame


def standard(values: Floats) -> Floats:
    """Values shifted and stretched to mean 0 and standard deviation 1 exactly.

    A few dozen draws scatter; fixing their spread keeps the plant equal from seed to seed.
    """
    return np.asarray((values - values.mean()) / values.std())


def inside(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Coordinates in degrees, clipped into the city and rounded to 5 decimals."""
    return np.clip(lat, p.SOUTH, p.NORTH).round(5), np.clip(lon, p.WEST, p.EAST).round(5)


def _neighbourhoods(seed: int, strengths: p.Strengths) -> pd.DataFrame:
    rng = stream(seed, "city/neighbourhood")
    row, column = np.divmod(np.arange(p.NEIGHBOURHOODS), 6)
    z = standard(rng.normal(size=p.NEIGHBOURHOODS))
    # The jitter keeps every centre inside its own cell of a 4 x 6 grid.
    lat = p.SOUTH + (row + rng.uniform(0.3, 0.7, row.size)) * (p.NORTH - p.SOUTH) / 4
    lon = p.WEST + (column + rng.uniform(0.3, 0.7, row.size)) * (p.EAST - p.WEST) / 6
    people = np.exp(rng.normal(0, 0.35, row.size))
    trade = np.exp(rng.normal(0, 0.45, row.size))
    return pd.DataFrame(
        {
            "neighbourhood": np.arange(p.NEIGHBOURHOODS),
            "lat": lat.round(5),
            "lon": lon.round(5),
            "effect": z * strengths.neighbourhood_sd,
            "trade_share": trade / trade.sum(),
            "complaint_weight": people * np.exp(strengths.complaint_tie * z),
            "burglary_weight": people * np.exp(strengths.burglary_tie * z),
        }
    )


def _opening(rng: np.random.Generator, count: int) -> tuple[pd.Series, pd.Series]:
    """First and last day of business; no last day (NaT) for those still open."""
    span = (p.LAST_DAY - p.FIRST_DAY).days
    new = rng.random(count) < 0.22
    start = np.where(new, rng.integers(0, span, count), -rng.integers(180, 4_400, count))
    end = np.maximum(start + 200, rng.integers(0, span, count))
    gone = (rng.random(count) < 0.15) & (end < span)
    opened = p.FIRST_DAY + pd.to_timedelta(start, unit="D")
    closed = (p.FIRST_DAY + pd.to_timedelta(end, unit="D")).where(gone)
    return pd.Series(opened), pd.Series(closed)


def _premises(seed: int, count: int, areas: pd.DataFrame, strengths: p.Strengths) -> pd.DataFrame:
    rng = stream(seed, "city/premises")
    names, shares = [k.name for k in p.KINDS], np.array([k.share for k in p.KINDS])
    # Fixed shares in random order: a small city has the same mix as a large one.
    cut = np.searchsorted(np.cumsum(shares), (np.arange(count) + 0.5) / count)
    kind = pd.Series(names).iloc[rng.permutation(np.minimum(cut, len(names) - 1))]
    kind = kind.reset_index(drop=True)
    area = rng.choice(p.NEIGHBOURHOODS, count, p=areas["trade_share"].to_numpy())
    lat, lon = inside(
        areas["lat"].to_numpy()[area] + rng.normal(0, 0.006, count),
        areas["lon"].to_numpy()[area] + rng.normal(0, 0.010, count),
    )
    streets = street_names(stream(seed, "city/street"), p.NEIGHBOURHOODS * STREETS_EACH)
    street = area * STREETS_EACH + rng.integers(0, STREETS_EACH, count)
    opened, closed = _opening(stream(seed, "city/opening"), count)
    effects = pd.DataFrame(
        {
            "premises_effect": standard(rng.normal(size=count)) * strengths.premises_sd,
            "kind_effect": kind.map({k.name: k.effect for k in p.KINDS}),
            "neighbourhood_effect": areas["effect"].to_numpy()[area],
        }
    )
    return pd.DataFrame(
        {
            "licence_no": 2_100_000 + rng.permutation(count * 3)[:count],
            "account_no": 50_000 + rng.integers(0, max(1, int(count * 0.85)), count),
            "trading_as": trading_names(stream(seed, "city/name"), kind),
            "kind": kind,
            "neighbourhood": area,
            "lat": lat,
            "lon": lon,
            "address": [
                f"{streets[s]} {n}"
                for s, n in zip(street, rng.integers(1, 240, count), strict=True)
            ],
            "opened": opened,
            "closed": closed,
            **effects,
            "risk_logit": strengths.base + effects.sum(axis=1),
        }
    )


def build_city(seed: int, scale: float, strengths: p.Strengths) -> City:
    """The city of `seed` with about 4,000 x `scale` premises.

    Raises ValueError when `scale` is not a positive number or leaves fewer than 40 premises.
    """
    count = round(p.PREMISES * scale) if scale > 0 else 0
    if count < 40:
        raise ValueError(f"The sample city wants a scale of 0.01 or more, got {scale}.")
    areas = _neighbourhoods(seed, strengths)
    rng = stream(seed, "city/inspector")
    inspector = pd.DataFrame(
        {
            "inspector_no": np.arange(1, p.INSPECTORS + 1),
            "leniency": standard(rng.normal(size=p.INSPECTORS)) * strengths.leniency_sd,
            "interval_habit": np.exp(standard(rng.normal(size=p.INSPECTORS)) * strengths.habit_sd),
        }
    )
    return City(seed, scale, strengths, areas, _premises(seed, count, areas, strengths), inspector)
