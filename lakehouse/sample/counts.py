"""How many of something there are: what is usual, how it scatters, and each one of them."""

import numpy as np

from lakehouse.sample.city import City, Floats, Ints


def usual_rate(city: City, area: int, a_year: float, health_tie: float) -> float:
    """What residents of a neighbourhood bring a day: `a_year` each, more where health is worse.

    `health_tie` is the log rate per standard deviation of the neighbourhood's health hazard.
    """
    at = city.neighbourhood.iloc[area]
    return float(a_year * float(at["people"]) / 365.25 * np.exp(health_tie * float(at["health"])))


def factors(rng: np.random.Generator, variance: float, shape: int | tuple[int, ...]) -> Floats:
    """Gamma variables of mean 1: Poisson counts over them are negative binomial (NB2)."""
    return np.asarray(rng.gamma(1 / variance, variance, shape))


def counted(rng: np.random.Generator, mean: Floats, variance: float) -> Ints:
    """A negative binomial count for each mean; `variance` is that of its gamma factor."""
    return np.asarray(rng.poisson(mean * factors(rng, variance, mean.shape)))


def one_by_one(count: Ints) -> tuple[Ints, Ints]:
    """Row and column of everything that a table of counts has counted, in its order."""
    row, column = (np.repeat(at.ravel(), count.ravel()) for at in np.indices(count.shape))
    return row, column
