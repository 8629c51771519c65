"""The food inspectors' deliveries: inspections, and the items violated at them."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.licensing import LICENCES, food_licences
from lakehouse.sample.months import month_of
from lakehouse.sample.names import latin
from lakehouse.sample.parameters import KINDS, Strengths
from lakehouse.sample.premises import premises
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream
from lakehouse.sample.visits import visits

ITEMS = 44
CRITICAL, SERIOUS, MINOR = slice(0, 14), slice(14, 29), slice(29, 44)
RISK_CLASSES = ("HIGH", "MEDIUM", "LOW")

INSPECTIONS = Delivery(
    name="food_inspections",
    department="health",
    file="food_inspections_{month}.csv",
    delimiter=";",
    encoding="iso-8859-1",
    date_style="%d.%m.%Y",
    happened="visited_on",
    sort=("visit_no",),
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
    file="food_violations_{month}.csv",
    delimiter=";",
    encoding="iso-8859-1",
    sort=("visit_no", "item"),
    columns=(
        Column("visit_no", "id", key=True),
        Column("item", "number", key=True, low=1, high=ITEMS),
        Column("severity", "code", codes=("CRITICAL", "SERIOUS", "MINOR")),
    ),
)


def risk_class(city: City, area: int, kind: pd.Series) -> pd.Series:
    """The official class per premises: that of its kind, but one in ten is filed otherwise."""
    rng = stream(city.seed, f"food/class/{area}")
    usual = kind.map({k.name: k.risk_class for k in KINDS})
    other = pd.Series(rng.choice(RISK_CLASSES, len(usual)), index=usual.index)
    return usual.where(rng.random(len(usual)) >= 0.10, other)


def food_inspections(
    city: City, area: int, known: pd.DataFrame, visit: pd.DataFrame
) -> pd.DataFrame:
    """One row per visit as the department knows it, plus the undelivered `month`."""
    risk = risk_class(city, area, known["kind"])
    at = known.assign(risk=risk).iloc[visit["premises"]].reset_index(drop=True)
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
            "month": month_of(visit["visited_on"]),
        }
    )


def food_violations(city: City, area: int, visit: pd.DataFrame) -> pd.DataFrame:
    """One row per visit and violated item (1 to 44), plus the undelivered `month`.

    Items differ in how common they are. Which ones are violated is drawn without replacement
    by exponential races (Efraimidis and Spirakis 2006): the smallest of the weighted keys win.
    """
    common = stream(city.seed, "food/item").gamma(0.8, 1.0, ITEMS) + 0.05
    race = stream(city.seed, f"food/items/{area}").exponential(size=(len(visit), ITEMS)) / common
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
            "month": month_of(visit["visited_on"]).to_numpy()[row],
        }
    )


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """Inspections, violations and licences of one neighbourhood, and the truth about them."""
    known = premises(city, area)
    visit = visits(city, area, known)
    return {
        INSPECTIONS.name: food_inspections(city, area, known, visit),
        VIOLATIONS.name: food_violations(city, area, visit),
        LICENCES.name: food_licences(city, area, known),
        "truth/premises_truth": premises_truth(known),
        "truth/visits_truth": visits_truth(city, visit),
    }


def premises_truth(known: pd.DataFrame) -> pd.DataFrame:
    """Per licence the true logit at rest and the effects that it is the sum of."""
    kept = ["licence_no", "neighbourhood", "kind", "risk_logit", "premises_effect"]
    kept += ["kind_effect", "neighbourhood_effect"]
    return known[kept].rename(columns={"risk_logit": "true_logit"}).sort_values("licence_no")


def visits_truth(city: City, visit: pd.DataFrame) -> pd.DataFrame:
    """Per visit who came, the true logit, and whether something critical was found."""
    number = city.inspector["inspector_no"].to_numpy()[visit["inspector"]]
    return pd.DataFrame(
        {
            "visit_no": visit["visit_no"],
            "inspector_no": number,
            "true_logit": visit["logit"],
            "critical": visit["critical"].astype(int),
        }
    )


SOURCES = (Source("food", (INSPECTIONS, VIOLATIONS, LICENCES), draw, strengths=Strengths()),)
