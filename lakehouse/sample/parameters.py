"""The span, the sizes and the planted strengths of the sample city."""

from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

# All departments cover these 24 months; some kept an archive of earlier days.
FIRST_DAY = pd.Timestamp("2022-07-01")
LAST_DAY = pd.Timestamp("2024-06-30")
# The first moment that no delivery knows of, and how many years the months make.
AFTER, YEARS = LAST_DAY + pd.Timedelta(days=1), 2.0
LAST_YEAR = pd.Timestamp("2023-07-01")
FOOD_FROM = pd.Timestamp("2021-07-01")
CRASHES_FROM = pd.Timestamp("2016-07-01")
DEATHS_FROM = pd.Timestamp("2017-07-01")
BEDS_FROM = pd.Timestamp("2021-07-01")
# What happens on a day may follow the weather of days before, so the weather starts earlier.
WEATHER_FROM = pd.Timestamp("2016-06-01")
SOUTH, NORTH, WEST, EAST = 52.00, 52.12, 4.20, 4.45

# Per unit of scale; plainly chosen.
PEOPLE, NEIGHBOURHOODS = 50_000, 24
PREMISES, COMPLAINTS, BURGLARIES, INSPECTORS = 4_000, 35_000, 30_000, 30


def planted(value: float, meaning: str) -> Any:
    """A field of a dataclass of strengths: its value, and what it means in which unit."""
    return field(default=value, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Strengths:
    """What is planted; effects on the critical logit unless the meaning says otherwise.

    Plainly chosen, so that about 15 of 100 routine visits find something critical, the truth ranks
    them with an AUC near 0.70, and the best reader of the delivered files (``measure.reader``) has
    nearly nine tenths of what the truth gains over plain counts: a premises has some 3 visits on
    file, so hardly anything of its own effect is read by anybody. No study is behind a number.
    """

    base: float = planted(-2.55, "logit at average risk, cool weather, just visited")
    premises_sd: float = planted(0.30, "standard deviation of the premises' own effect")
    neighbourhood_sd: float = planted(0.45, "standard deviation of the neighbourhood effect")
    leniency_sd: float = planted(0.45, "standard deviation of inspector leniency (subtracted)")
    per_year_unvisited: float = planted(0.30, "per year since the last visit, at most 2 years")
    per_degree_over_18: float = planted(0.04, "per deg C of the 3 previous days' mean maximum")
    complaint_tie: float = planted(0.70, "log complaints per sd of neighbourhood effect")
    burglary_tie: float = planted(0.35, "log burglaries per sd of neighbourhood effect")
    complaint_visit: float = planted(0.10, "share of visits that a complaint brings forward")
    complaint_pull: float = planted(0.40, "log rate of complaint visits per unit of risk logit")
    items_per_risk: float = planted(0.30, "log serious items (half: minor) per unit of risk logit")
    items_if_critical: float = planted(0.60, "log serious items (half: minor) if critical too")
    habit_sd: float = planted(0.15, "sd of the log visit interval between inspectors")
    home_share: float = planted(0.60, "share of visits by the neighbourhood's own inspector")
    defect_share: float = planted(0.01, "share of delivered rows that carry a defect")


@dataclass(frozen=True)
class Kind:
    """A kind of food premises: its share, logit effect, official class and visit interval.

    All plainly chosen: that classes of higher risk are visited more often is how risk-based
    inspection works, the days are not those of any city.
    """

    name: str
    share: float
    effect: float
    risk_class: str
    days_between_visits: int


KINDS = (
    Kind("RESTAURANT", 0.46, 0.45, "HIGH", 268),
    Kind("TAKEAWAY", 0.14, 1.35, "HIGH", 240),
    Kind("GROCERY", 0.16, -0.75, "MEDIUM", 364),
    Kind("BAKERY", 0.08, -0.30, "MEDIUM", 364),
    Kind("CAFE", 0.08, -0.30, "MEDIUM", 375),
    Kind("CHILDCARE", 0.05, -1.80, "LOW", 470),
    Kind("BUTCHER", 0.03, 0.60, "HIGH", 268),
)


def described(strengths: Any) -> dict[str, dict[str, float | str]]:
    """Value and meaning of each strength of any department, as in truth/parameters.json."""
    return {
        f.name: {"value": getattr(strengths, f.name), "meaning": f.metadata["meaning"]}
        for f in fields(strengths)
    }
