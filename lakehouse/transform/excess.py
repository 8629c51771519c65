"""Illness in small areas against what the ages of their people lead one to expect."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd
import shapely
from pyspark.sql import DataFrame

from lakehouse.methods.count_table import TOTAL, with_margins
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
TINY = 1e-9
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


def excess(
    counts: pd.DataFrame,
    areas: pd.DataFrame,
    rates: pd.Series | None = None,
    away: Collection[str] = (),
) -> pd.DataFrame:
    """``EXCESS`` of one cause.

    ``counts``: cause, community_area, age_band, cases and people, a row per area and band;
    ``areas`` as for :func:`edges_between`. Expected are the cases by the ``rates`` of age bands,
    else by those of all these areas together. ``relative_risk`` is that of the spatial smoother,
    ``probability`` the chance that it lies above 1. Areas that are ``away`` count only together:
    each stands there with its share, as expected, of the cases of all of them.
    """
    counts = counts.rename(columns={"community_area": "area", "age_band": "stratum"})
    counts = counts[counts["area"].isin(areas["community_area"])]
    expected = expected_cases(counts, rates)
    cases = counts.groupby("area")["cases"].sum().astype(float).reindex(expected.index)
    gone = cases.index.isin(away)
    if gone.any():
        share = expected[gone] / max(float(expected[gone].sum()), TINY)
        cases[gone] = share * cases[gone].sum()
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
    somebody who knows the sums of causes and areas (:mod:`lakehouse.methods.suppression`). Of a
    cause whose own sum would tell too much, all.
    """
    cells = counts.groupby(["cause", "community_area"])["cases"].sum().astype(int)
    told = suppressed(with_margins(cells), Rule(least, zeros=True))["suppressed"]
    causes = cells.index.get_level_values("cause")
    whole = told.reindex([(cause, TOTAL) for cause in causes]).to_numpy(dtype=bool)
    blank = told.reindex(cells.index).to_numpy(dtype=bool) | whole
    return cells.index[blank].to_frame(index=False)


def city_rates(counts: pd.DataFrame, least: int) -> pd.Series:
    """Cases per person of the whole city by age band; of bands of few cases, those together.

    Bands are joined to the next older one until fewer than ``least`` cases stand alone nowhere:
    who knows the people of each band could work these out.
    """
    sums = counts.groupby("age_band")[["cases", "people"]].sum()
    # Bands begin with their youngest age; where no ages are known there is one band alone.
    sums = sums.loc[sorted(sums.index, key=lambda band: int((re.findall(r"\d+", band) or [0])[0]))]
    groups: list[list[str]] = [[]]
    for band in sums.index:
        if groups[-1] and sums.loc[groups[-1], "cases"].sum() >= least:
            groups.append([])
        groups[-1].append(band)
    if len(groups) > 1 and sums.loc[groups[-1], "cases"].sum() < least:
        rest = groups.pop()
        groups[-1] += rest
    rates = pd.Series(0.0, sums.index)
    for group in groups:
        cases, people = sums.loc[group].sum()
        rates[group] = cases / max(people, 1)
    return rates


def shown_excess(counts: pd.DataFrame, areas: pd.DataFrame, least: int) -> pd.DataFrame:
    """``EXCESS`` of every cause, made as if of what is withheld the city's sums alone were known.

    Rates are the whole city's: those of shown areas alone, which are shown because many fell ill
    there, would make all of them look usual. Nothing published depends on a withheld number but
    by the sums of its cause, which tell nothing of it. Withheld areas keep their row, with the
    reason.
    """
    counts = counts[counts["community_area"].isin(areas["community_area"])]
    hidden = withheld(counts, least)
    parts = []
    for cause, mine in counts.groupby("cause", sort=True):
        away = hidden.loc[hidden["cause"] == cause, "community_area"]
        note = {"cause": cause, "note": WITHHELD.format(least), "is_reliable": False}
        blank = pd.DataFrame({"community_area": away.to_numpy()}).assign(**note)
        parts += [blank] if len(blank) else []
        if mine["community_area"].nunique() - len(away) > 1:
            made = excess(mine, areas, city_rates(mine, least), set(away))
            parts.append(made[~made["community_area"].isin(away)])
    columns = [column.split()[0] for column in EXCESS.split(", ")]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)
