"""The outlines of the city's areas, drawn for its pages."""

from __future__ import annotations

import pandas as pd
import shapely

from lakehouse.store.lake import Lake
from lakehouse.tables import city
from lakehouse.transform.simplify import borders, outlines

Outline = tuple[str, str, str, int, int]


def city_map(lake: Lake, area_kind: str = "community_area") -> tuple[Outline, ...]:
    """Code, name, SVG path and place of the label of each area of a kind, by code.

    A thousand units wide, north up, neighbours sharing their borders. Empty for a city that was
    delivered no outlines of the kind.
    """
    found = _boundaries(lake, area_kind)
    if found.empty:
        return ()
    drawn = outlines(area_kind, found["area"].tolist(), found["geometry"].tolist())
    return tuple(
        (code, name, drawn.paths[code], *drawn.labels[code])
        for code, name in zip(found["area"], found["name"], strict=True)
    )


def city_borders(lake: Lake, area_kind: str = "community_area") -> dict[str, shapely.Geometry]:
    """The outlines of the areas of a kind by code, in degrees; none where none were delivered."""
    found = _boundaries(lake, area_kind)
    if found.empty:
        return {}
    return borders(area_kind, found["area"].tolist(), found["geometry"].tolist())


def _boundaries(lake: Lake, area_kind: str) -> pd.DataFrame:
    """Rows of the areas of a kind, by code; none where there is no table."""
    if not lake.exists(city.area_boundary):
        return pd.DataFrame()
    found = lake.frame(city.area_boundary).query("area_kind == @area_kind")
    return found.assign(order=found["area"].str.rjust(9)).sort_values("order")
