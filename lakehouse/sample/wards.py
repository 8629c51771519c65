"""The city's hospitals: how large they are, who goes where, and which one runs short of beds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats, Ints
from lakehouse.sample.parameters import planted
from lakehouse.sample.streams import stream


@dataclass(frozen=True)
class WardStrengths:
    """Plainly chosen: a hospital for about 17,000 residents and fewer, larger ones in large
    cities. With 0.9 beds per patient expected a hospital has too few on more days than not."""

    hospitals: float = planted(3.0, "hospitals at scale 1, more with the square root of the scale")
    size_falls: float = planted(0.60, "log size per log place of a hospital among all by size")
    tight: float = planted(0.90, "staffed beds left at the short one per bed in use expected")


STRENGTHS = WardStrengths()
# From this day on the short one has fewer beds staffed: nurses left and wards were closed.
WARDS_CLOSED = pd.Timestamp("2024-04-01")
NAMES = (
    *("City Hospital", "Harbour Hospital", "St Anne Hospital", "North Park Hospital"),
    *("Eastgate Hospital", "Hospital on the Hill", "Riverside Hospital", "Mill Lane Hospital"),
)


def hospitals(city: City) -> pd.DataFrame:
    """One row per hospital, the largest first: hospital, name, share of patients, short."""
    s = STRENGTHS
    count = max(3, round(s.hospitals * city.scale**0.5))
    size = np.arange(1, count + 1) ** -s.size_falls
    place = np.arange(count)
    again = [f" {1 + i // len(NAMES)}" if i >= len(NAMES) else "" for i in place]
    # The largest is never the short one: its closed wards would show in the whole city.
    short = int(stream(city.seed, "hospital/short").integers(1, min(count, 4)))
    return pd.DataFrame(
        {
            "hospital": [f"H{i + 1:02d}" for i in place],
            "name": [NAMES[i % len(NAMES)] + more for i, more in zip(place, again, strict=True)],
            "share": size / size.sum(),
            "short": place == short,
        }
    )


def chosen(city: City, area: int, patients: int, kind: str = "hospital") -> Ints:
    """The number of the hospital that each of the neighbourhood's patients goes to, from 0.

    ``kind`` tells those who lie in one from those who come to its emergency department.
    """
    edges = np.cumsum(hospitals(city)["share"].to_numpy())[:-1]
    drawn = stream(city.seed, f"{kind}/which/{area}").random(patients)
    return np.asarray(np.searchsorted(edges, drawn, side="right"), dtype=np.int64)


def shared_out(whole: int, share: Floats) -> Ints:
    """A whole number of beds by the hospitals' shares, the rest to the largest remainders."""
    exact = whole * share
    given = np.floor(exact).astype(np.int64)
    rest = np.argsort(given - exact, kind="stable")[: whole - int(given.sum())]
    given[rest] += 1
    return given
