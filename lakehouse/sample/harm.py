"""Serious harm per neighbourhood and year: high only where all three domains' hazards are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.parameters import planted
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

DOMAINS = ("traffic", "health", "safety")
# Years that end with June; the years before 2022 come from the service's archive.
ENDS = tuple(range(2018, 2025))


@dataclass(frozen=True)
class HarmStrengths:
    """What is planted; the geometric form follows INFORM's risk index (De Groeve and others 2014).

    Plainly chosen: a hazard one standard deviation up is 2.2 times the usual one.
    """

    hazard: float = planted(0.80, "log hazard of a domain per sd of its latent draw")
    per_thousand: float = planted(12.0, "serious harm per 1,000 residents and year, city mean")


STRENGTHS = HarmStrengths()
SERIOUS_HARM = Delivery(
    name="serious_harm",
    department="ambulance",
    file="serious_harm.csv",
    sort=("ends_on", "neighbourhood"),
    columns=(
        Column("neighbourhood", "number", key=True, low=0),
        Column("ends_on", "date"),
        Column("residents", "number", low=0),
        Column("serious_harm", "number", low=0),
    ),
)


def hazards(city: City) -> pd.DataFrame:
    """The true hazard of each domain per neighbourhood; 1 is the usual one."""
    return pd.DataFrame({d: np.exp(STRENGTHS.hazard * city.neighbourhood[d]) for d in DOMAINS})


def harm_rate(city: City) -> Floats:
    """True serious harm per resident and year: proportional to the product of the hazards.

    A product is the geometric mean up to its exponent, so that ranks are the same.
    """
    product = hazards(city).prod(axis=1).to_numpy()
    people = city.neighbourhood["people"].to_numpy()
    mean = (product * people).sum() / people.sum()
    return np.asarray(STRENGTHS.per_thousand / 1000 * product / mean, dtype=float)


def draw(city: City) -> dict[str, pd.DataFrame]:
    """One row per neighbourhood and year; counts are Poisson around the true rate."""
    rng, at = stream(city.seed, "ambulance/harm"), city.neighbourhood
    rate, people = harm_rate(city), at["people"].to_numpy()
    years = [
        pd.DataFrame(
            {
                "neighbourhood": at["neighbourhood"],
                "ends_on": pd.Timestamp(year, 6, 30),
                "residents": people,
                "serious_harm": rng.poisson(rate * people),
            }
        )
        for year in ENDS
    ]
    truth = hazards(city).assign(neighbourhood=at["neighbourhood"], true_rate=rate)
    return {
        "serious_harm": pd.concat(years, ignore_index=True),
        "truth/harm": truth[["neighbourhood", *DOMAINS, "true_rate"]],
    }


SOURCES = (Source("harm", (SERIOUS_HARM,), draw, once=True, strengths=STRENGTHS),)
