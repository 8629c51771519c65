"""The health department's delivery: inspections, and the items violated at them."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.names import latin
from lakehouse.sample.parameters import KINDS
from lakehouse.sample.streams import stream

ITEMS = 44
CRITICAL, SERIOUS, MINOR = slice(0, 14), slice(14, 29), slice(29, 44)
RISK_CLASSES = ("HIGH", "MEDIUM", "LOW")

INSPECTIONS = Delivery(
    name="food_inspections",
    department="health",
    file="food_inspections_{year}.csv",
    delimiter=";",
    encoding="iso-8859-1",
    date_style="%d.%m.%Y",
    happened="visited_on",
    columns=(
        Column("visit_no", "id", key=True),
        Column("licence_no", "id"),
        Column("trading_as", "text"),
        Column("kind", "code", codes=tuple(k.name for k in KINDS)),
        Column("risk", "code", codes=RISK_CLASSES),
        Column("street_address", "text"),
        Column("visited_on", "date"),
        Column("reason", "code", codes=("ROUTINE", "COMPLAINT", "REINSPECTION", "LICENCE")),
        Column("outcome", "code", codes=("PASS", "PASS_COND", "FAIL", "CLOSED")),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
VIOLATIONS = Delivery(
    name="food_violations",
    department="health",
    file="food_violations_{year}.csv",
    delimiter=";",
    encoding="iso-8859-1",
    date_style="%d.%m.%Y",
    columns=(
        Column("visit_no", "id", key=True),
        Column("item", "number", key=True, low=1, high=ITEMS),
        Column("severity", "code", codes=("CRITICAL", "SERIOUS", "MINOR")),
    ),
)


def risk_class(city: City) -> pd.Series:
    """The official class per premises: that of its kind, but one in ten is filed otherwise."""
    rng = stream(city.seed, "health/class")
    usual = city.premises["kind"].map({k.name: k.risk_class for k in KINDS})
    other = pd.Series(rng.choice(RISK_CLASSES, len(usual)), index=usual.index)
    return usual.where(rng.random(len(usual)) >= 0.10, other)


def food_inspections(city: City, visit: pd.DataFrame) -> pd.DataFrame:
    """One row per visit as the department knows it, plus the undelivered `year`."""
    at = city.premises.assign(risk=risk_class(city)).iloc[visit["premises"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "visit_no": visit["visit_no"],
            "licence_no": at["licence_no"],
            "trading_as": at["trading_as"].map(latin),
            "kind": at["kind"],
            "risk": at["risk"],
            "street_address": at["address"],
            "visited_on": visit["visited_on"],
            "reason": visit["reason"],
            "outcome": visit["outcome"],
            "lat": at["lat"],
            "lon": at["lon"],
            "year": visit["visited_on"].dt.year,
        }
    )


def food_violations(city: City, visit: pd.DataFrame) -> pd.DataFrame:
    """One row per visit and violated item (1 to 44), plus the undelivered `year`.

    Items differ in how common they are. Which ones are violated is drawn without replacement
    by exponential races (Efraimidis and Spirakis 2006): the smallest of the weighted keys win.
    """
    rng = stream(city.seed, "health/items")
    common = rng.gamma(0.8, 1.0, ITEMS) + 0.05
    race = rng.exponential(size=(len(visit), ITEMS)) / common
    found = np.zeros(race.shape, dtype=bool)
    for part, column in ((CRITICAL, "worst"), (SERIOUS, "serious"), (MINOR, "minor")):
        place = race[:, part].argsort(axis=1).argsort(axis=1)
        found[:, part] = place < visit[column].to_numpy()[:, None]
    row, item = found.nonzero()
    return pd.DataFrame(
        {
            "visit_no": visit["visit_no"].to_numpy()[row],
            "item": item + 1,
            "severity": np.select([item < 14, item < 29], ["CRITICAL", "SERIOUS"], "MINOR"),
            "year": visit["visited_on"].dt.year.to_numpy()[row],
        }
    )
