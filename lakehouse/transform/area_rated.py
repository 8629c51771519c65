"""Rates of one indicator in all areas of a kind, and points as rows per kind of area."""

from __future__ import annotations

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.methods.area_indicators import INDICATORS
from lakehouse.methods.area_rate import area_rate
from lakehouse.tables.risk.area import FEW
from lakehouse.transform.place import located

KINDS = ("community_area", "police_district")
A_YEAR = 365.25
OF_PEOPLE = frozenset(one.name for one in INDICATORS if one.of_people)
RATED = (
    "area_kind string, area string, indicator string, value double, value_low double, "
    "value_high double, withheld boolean, period_from date, data_through date"
)
COLUMNS = [word.split()[0] for word in RATED.split(", ")]


def rated(rows: pd.DataFrame) -> pd.DataFrame:
    """The rates of one indicator in the areas of one kind; columns as ``RATED``.

    ``rows``, one per area: area_kind, area, indicator, events, residents, period_from and
    data_through.
    """
    rows = rows.sort_values("area").set_index("area")
    first, last = (pd.Timestamp(rows[name].iloc[0]) for name in ("period_from", "data_through"))
    few = FEW if rows["indicator"].iloc[0] in OF_PEOPLE else 0
    years = ((last - first).days + 1) / A_YEAR
    made = area_rate(rows["events"], rows["residents"], years, few=few)
    kept = rows[["area_kind", "indicator", "period_from", "data_through"]]
    return kept.join(made).reset_index()[COLUMNS]


def place(points: DataFrame, boundary: DataFrame) -> DataFrame:
    """``points`` with their area of each kind; ``boundary`` as ``city.area_boundary``."""
    outlines = boundary.selectExpr("area_kind as kind", "area as code", "geometry")
    return located(points, outlines, KINDS)


def by_kind(placed: DataFrame) -> DataFrame:
    """A row per kind of area that a point lies in, with area_kind and area, for two columns."""
    each = ", ".join(f"named_struct('area_kind', '{kind}', 'area', {kind})" for kind in KINDS)
    spread = placed.select(*placed.columns, F.expr(f"inline(array({each}))"))
    return spread.where("area is not null").drop(*KINDS, *(f"{kind}_reason" for kind in KINDS))
