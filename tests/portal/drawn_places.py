"""Where and when a made-up city is: its areas, their outlines, the days its data end."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

AREAS = tuple(str(n) for n in range(1, 13))
NAMES = dict(zip(AREAS, (
    "Northgate", "East Harbour", "Old Mill", "Riverside", "Fairview", "Stonebridge",
    "West Meadow", "Kings Park", "Lakeside", "Southfield", "Ashton", "Brook Hill",
), strict=True))  # fmt: skip
CRASHES, HEALTH, WATER = date(2019, 12, 31), date(2022, 3, 1), date(2016, 9, 1)


def outlines() -> tuple[tuple[str, str, str, float, float], ...]:
    """Twelve rectangles, three rows of four, on a side of 1000 units."""
    found = []
    for n, code in enumerate(AREAS):
        x, y = 250 * (n % 4), 250 * (n // 4)
        path = f"M{x},{y}l250,0 0,250 -250,0z"
        found.append((code, NAMES[code], path, float(x + 125), float(y + 125)))
    return tuple(found)


def stamped(frame: pd.DataFrame, day: date, model: str) -> pd.DataFrame:
    """With the columns of the stamp."""
    return frame.assign(
        as_of=day, data_through=day - timedelta(days=1), model_name=model, model_version="1"
    )
