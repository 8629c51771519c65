"""Areas where more people fell ill lately than their own past and the other areas lead to."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lakehouse.declare.natural_order import natural_order
from lakehouse.methods.space_time_scan import space_time_permutation_scan
from lakehouse.transform.areas import polygons

CLUSTER = (
    "syndrome string, place int, areas string, radius double, first_day date, last_day date, "
    "cases int, usual double, ratio double, statistic double, p double, recurrence int, "
    "why_none string"
)
# Twelve weeks are compared with the last days; a cluster lasts a fortnight at most, and no more
# than a quarter of the cases are in it, or it would be the rest of the city that is unusual.
STUDY, LONGEST, SHARE, SHUFFLES = 84, 14, 0.25, 999
METRES = 111_320.0


def middles(areas: pd.DataFrame) -> pd.DataFrame:
    """x and y of each area's middle in metres, by community_area; ``areas`` has its geometry."""
    import shapely

    codes = areas["community_area"].astype(str).tolist()
    if not codes:
        return pd.DataFrame({"x": [], "y": []}, index=pd.Index([], dtype=object))
    spots = shapely.centroid(polygons("community_area", codes, areas["geometry"].tolist()))
    x, y = shapely.get_x(spots), shapely.get_y(spots)
    flat = METRES * np.cos(np.radians(y.mean()))
    return pd.DataFrame({"x": x * flat, "y": y * METRES}, index=pd.Index(codes))


def clusters(
    syndrome: str, through: date, cases: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """``CLUSTER`` of one syndrome, likeliest first; one row with the reason where there is none.

    ``through`` is the last day that is whole; ``cases``: community_area, day and number, none where
    nobody came; ``areas``: community_area and geometry. Cases in areas without an outline are left
    out.
    """
    places = middles(areas)
    cases = cases[cases["community_area"].isin(places.index)]
    last = pd.Timestamp(through)
    day = (pd.to_datetime(cases["day"]) - last).dt.days
    given = pd.DataFrame({"place": cases["community_area"], "day": day, "number": cases["number"]})[
        (day > -STUDY) & (day <= 0)
    ]
    found = space_time_permutation_scan(
        given,
        places,
        first=1 - STUDY,
        last=0,
        longest=LONGEST,
        share=SHARE,
        shuffles=SHUFFLES,
    )
    none = found["says"] != ""
    return pd.DataFrame(
        {
            "syndrome": syndrome,
            "place": np.arange(1, len(found) + 1),
            "areas": [", ".join(sorted(one, key=natural_order)) or None for one in found["places"]],
            "radius": found["radius"].where(~none),
            "first_day": [(last + pd.Timedelta(days=int(d))).date() for d in found["first"]],
            "last_day": last.date(),
            "cases": found["cases"].astype(int),
            "usual": found["expected"].where(~none),
            "ratio": found["ratio"].where(~none),
            "statistic": found["statistic"],
            "p": found["p"],
            "recurrence": found["recurrence"].round().astype(int),
            "why_none": found["says"].where(none, None),
        }
    )
