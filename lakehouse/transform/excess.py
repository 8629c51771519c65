"""Illness in small areas against what the ages of their people lead one to expect."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from pyspark.sql import DataFrame

from lakehouse.methods.count_table import with_margins
from lakehouse.methods.marshall import marshall_global, marshall_local
from lakehouse.methods.small_area import expected_cases, standardised_ratio
from lakehouse.methods.spatial_smoother import smoothed_risk
from lakehouse.methods.suppression import Rule, suppressed
from lakehouse.transform.areas import polygons

EXCESS = (
    "cause string, community_area string, cases int, expected double, ratio double, "
    "ratio_low double, ratio_high double, drawn_to_city double, drawn_to_neighbours double, "
    "relative_risk double, risk_low double, risk_high double, probability double, "
    "standardised string, is_reliable boolean, note string"
)
WITHHELD = "withheld: fewer than {} were counted here, or could be worked out from other areas"
BY_AGE, CRUDE = "by age", "crude: no ages of the people are known"


def outlines(area_boundary: DataFrame) -> DataFrame:
    """community_area and geometry of ``city.area_boundary``."""
    return area_boundary.where("area_kind = 'community_area'").selectExpr(
        "area as community_area", "geometry"
    )


def edges_between(areas: pd.DataFrame) -> pd.DataFrame:
    """i and j of every two areas whose outlines touch along a line, in both directions.

    ``areas``: community_area and geometry, a row per area.
    """
    codes = areas["community_area"].astype(str).tolist()
    shapes = polygons("community_area", codes, areas["geometry"].tolist())
    # Outlines drawn apart by a rounding still touch: about a metre.
    wide = shapely.buffer(shapes, 1e-5)
    one, other = shapely.STRtree(wide).query(wide, predicate="intersects")
    apart = one != other
    one, other = one[apart], other[apart]
    shared = shapely.length(shapely.intersection(wide[one], wide[other]))
    # Corners that meet share a spot, neighbours a line.
    along = shared > 2e-4
    named = np.array(codes, dtype=object)
    return pd.DataFrame({"i": named[one[along]], "j": named[other[along]]})


def excess(counts: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """``EXCESS`` of one cause.

    ``counts``: cause, community_area, age_band, cases and people, a row per area and band;
    ``areas`` as for :func:`edges_between`. Expected are the cases by the rates of all these areas
    together. ``relative_risk`` is that of the spatial smoother, ``probability`` the chance that it
    lies above 1.
    """
    counts = counts.rename(columns={"community_area": "area", "age_band": "stratum"})
    counts = counts[counts["area"].isin(areas["community_area"])]
    expected = expected_cases(counts)
    cases = counts.groupby("area")["cases"].sum().astype(float).reindex(expected.index)
    between = edges_between(areas)
    between = between[between["i"].isin(cases.index) & between["j"].isin(cases.index)]
    plain = standardised_ratio(cases, expected)
    smooth = smoothed_risk(cases, expected, between)
    ages = counts["stratum"].nunique() > 1
    made = pd.DataFrame(
        {
            "cause": str(counts["cause"].iloc[0]),
            "community_area": cases.index,
            "cases": cases.to_numpy(dtype=int),
            "expected": expected.to_numpy(),
            "ratio": plain["ratio"].to_numpy(),
            "ratio_low": plain["low"].to_numpy(),
            "ratio_high": plain["high"].to_numpy(),
            "drawn_to_city": marshall_global(cases, expected)["relative_risk"].to_numpy(),
            "drawn_to_neighbours": marshall_local(cases, expected, between)[
                "relative_risk"
            ].to_numpy(),
            "relative_risk": smooth["relative_risk"].to_numpy(),
            "risk_low": smooth["low"].to_numpy(),
            "risk_high": smooth["high"].to_numpy(),
            "probability": smooth["above"].to_numpy(),
            "standardised": BY_AGE if ages else CRUDE,
            "is_reliable": plain["shown"].to_numpy(),
            "note": np.where(plain["shown"], smooth["says"], plain["says"]),
        }
    )
    return made.replace([np.inf], np.nan)


def withheld(counts: pd.DataFrame, least: int) -> pd.DataFrame:
    """cause and community_area of the counts that may not be told, of every cause together.

    Those from 0 to below ``least``, and as many others as keep them from being worked out by
    somebody who knows the sums of causes and areas (:mod:`lakehouse.methods.suppression`).
    """
    cells = counts.groupby(["cause", "community_area"])["cases"].sum().astype(int)
    told = suppressed(with_margins(cells), Rule(least, zeros=True))["suppressed"]
    blank = told.reindex(cells.index)
    return cells.index[blank.to_numpy(dtype=bool)].to_frame(index=False)


def shown_excess(counts: pd.DataFrame, areas: pd.DataFrame, least: int) -> pd.DataFrame:
    """``EXCESS`` of every cause, made as if what is withheld had never been counted.

    Rates, expected cases and neighbours' risks come from shown areas alone, so that nothing
    published depends on a withheld number. Withheld areas keep their row, with the reason.
    """
    hidden = withheld(counts, least)
    parts = []
    for cause, mine in counts.groupby("cause", sort=True):
        away = hidden.loc[hidden["cause"] == cause, "community_area"]
        kept = mine[~mine["community_area"].isin(away)]
        note = {"cause": cause, "note": WITHHELD.format(least), "is_reliable": False}
        blank = pd.DataFrame({"community_area": away.to_numpy()}).assign(**note)
        parts += [blank] if len(blank) else []
        if kept["community_area"].nunique() > 1:
            parts.append(excess(kept, areas))
    columns = [column.split()[0] for column in EXCESS.split(", ")]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)
