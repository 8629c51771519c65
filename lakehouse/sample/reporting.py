"""How much of what people need they tell the city, less in some neighbourhoods, and how soon."""

from dataclasses import dataclass

import numpy as np

from lakehouse.sample.city import City, Floats
from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class ReportingStrengths:
    """Reports of one need are a Poisson process, so some needs are told twice and some never.

    The form is that of Liu, Bhandaram and Garg (2024, Nature Computational Science 4), who read
    the rate of reporting from the second reports of what was reported already.
    """

    reports: float = planted(0.80, "mean reports of one need where people report as usual")


STRENGTHS = ReportingStrengths()


def reports_per_need(city: City, area: int) -> float:
    """Mean number of reports of one need in a neighbourhood."""
    return float(STRENGTHS.reports * np.exp(city.neighbourhood["reporting"].loc[area]))


def reported_share(city: City, area: int) -> float:
    """The share of needs that anybody reports: at least one event of a Poisson process."""
    return float(-np.expm1(-reports_per_need(city, area)))


def hours_until_told(
    rng: np.random.Generator, count: int, soon_share: float, soon: float, late: float
) -> Floats:
    """Hours from an event to its report: `soon_share` within `soon` hours, evenly, the others
    after an exponential time of `late` hours on average."""
    early = rng.random(count) < soon_share
    return np.where(early, rng.uniform(0, soon, count), rng.gamma(1, late, count))
