"""The outlines of the city's areas, drawn for its pages."""

from __future__ import annotations

from lakehouse.store.lake import Lake
from lakehouse.tables import city
from lakehouse.transform.simplify import outlines

Outline = tuple[str, str, str, int, int]


def city_map(lake: Lake, area_kind: str = "community_area") -> tuple[Outline, ...]:
    """Code, name, SVG path and place of the label of each area of a kind, by code.

    A thousand units wide, north up, neighbours sharing their borders. Empty for a city that was
    delivered no outlines of the kind.
    """
    if not lake.exists(city.area_boundary):
        return ()
    found = lake.frame(city.area_boundary).query("area_kind == @area_kind")
    if found.empty:
        return ()
    found = found.assign(order=found["area"].str.rjust(9)).sort_values("order")
    drawn = outlines(area_kind, found["area"].tolist(), found["geometry"].tolist())
    return tuple(
        (code, name, drawn.paths[code], *drawn.labels[code])
        for code, name in zip(found["area"], found["name"], strict=True)
    )
