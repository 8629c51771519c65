"""Whole cities for tests of what is planted: every neighbourhood drawn, the frames put together."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from lakehouse.sample.city import City, build_city
from lakehouse.sample.source import Source


@cache
def planned(seed: int, scale: float = 1.0) -> City:
    return build_city(seed, scale)


def whole(source: Source, city: City) -> dict[str, pd.DataFrame]:
    """All that a source draws, by delivery or truth name."""
    return together(
        [source.draw(city)] if source.once else [source.draw(city, a) for a in city.areas]
    )


def together(drawn: Iterable[dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The frames of all neighbourhoods, one below the other."""
    parts = list(drawn)
    return {name: pd.concat([p[name] for p in parts], ignore_index=True) for name in parts[0]}
