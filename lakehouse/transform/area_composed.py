"""Indicators of the areas of one kind, long, to one row per area; combined where days allow."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lakehouse.methods.area_composite import PARTS, area_composite, lacking
from lakehouse.methods.area_indicators import DOMAINS, EXPOSURE, INDICATORS, MEANINGS

YEAR = 365
SCORES = ("score", *PARTS, *(f"adds_{part}" for part in PARTS))
COMPOSED = (
    "area_kind string, area string, score double, rank int, rank_p05 int, rank_p95 int, "
    "chance_of_top double, is_firm boolean, top int, of int, "
    + ", ".join(f"{name} double" for name in SCORES[1:])
    + ", driver_1 string, driver_2 string, withheld string, why_no_score string, "
    "period_from date, data_through date"
)
COLUMNS = [word.split()[0] for word in COMPOSED.split(", ")]
INTO = {one.name: one.into for one in INDICATORS}
RANKED = ("rank", "rank_p05", "rank_p95", "top", "of")
DECIMALS = 6  # the last bits of a double go with the order of sums


def composed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per area of one kind, columns as ``COMPOSED``.

    ``rows``: area_kind, area, indicator, value, value_low, value_high, withheld, period_from and
    data_through, each indicator with one last day. A domain is made of the indicators that end
    within a year of its newest; the domains are combined only when all are there and the days of
    what they are made of lie within a year. Else each domain keeps its score and
    ``why_no_score`` says what stands against it; so it is with a single area of which a domain, or
    who lives there, is not known.
    """
    used = _of_one_time(rows)
    value, low, high = (
        used.pivot(index="area", columns="indicator", values=name).sort_index().astype(float)
        for name in ("value", "value_low", "value_high")
    )
    made = area_composite(value, low, high)
    why = why_apart(used)
    if why:
        blank = [name for name in made if name not in (*DOMAINS, EXPOSURE)]
        made[blank] = None
    made["why_no_score"] = why or _why_alone(made)
    told = made["drivers"].map(lambda names: [MEANINGS[n] for n in names] if names else [])
    # As objects: where no area has a driver they would be numbers, which no text can be made of.
    made["driver_1"] = told.str.get(0).astype(object)
    made["driver_2"] = told.str.get(1).astype(object)
    made["withheld"] = used[used["withheld"]].groupby("area")["indicator"].agg(_listed)
    made["period_from"] = used["period_from"].dropna().min()
    made["data_through"] = used.loc[used["data_through"].notna(), "data_through"].min()
    made["area_kind"] = rows["area_kind"].iloc[0]
    made[list(SCORES)] = made[list(SCORES)].astype(float).round(DECIMALS)
    made["chance_of_top"] = made["chance_of_top"].astype(float).round(DECIMALS)
    made[list(RANKED)] = made[list(RANKED)].astype(float).astype("Int32")
    return made.rename_axis("area").reset_index()[COLUMNS]


def _why_alone(made: pd.DataFrame) -> pd.Series:
    """Why single areas have no score; None for those that have one."""
    gone = lacking(made)
    said = ("nothing is known here of " + gone).where(gone != "", "too little is known")
    return said.where(made["score"].isna(), None)


def why_apart(used: pd.DataFrame) -> str | None:
    """Why the domains are not made into one number; None where they can be."""
    into = used["indicator"].map(INTO)
    known = used[used["value"].notna()]
    missing = [name for name in DOMAINS if name not in set(known["indicator"].map(INTO))]
    if missing:
        return f"nothing is known of {' and '.join(missing)}, so the domains are not combined"
    if EXPOSURE not in set(known["indicator"].map(INTO)):
        return "nobody counted who lives there, so the domains are not combined"
    ends = used[into.isin(DOMAINS)].groupby(into)["data_through"].max()
    first, last = ends.min(), ends.max()
    if (last - first).days <= YEAR:
        return None
    said = ", ".join(f"{name} to {_day(ends[name])}" for name in DOMAINS)
    return (
        f"the domains' data end more than a year apart ({said}), so they stand side by side and "
        "are not combined"
    )


def _of_one_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the indicators that end more than a year before the newest of their domain."""
    into = rows["indicator"].map(INTO)
    through = pd.to_datetime(rows["data_through"])
    newest = through.groupby(into).transform("max")
    behind = (newest - through).dt.days > YEAR
    return rows[~behind]


def _listed(names: pd.Series) -> str:
    return ", ".join(sorted(names))


def _day(day: date) -> str:
    return str(day)[:10]
