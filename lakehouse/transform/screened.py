"""Network screening of the sites of one facility class, by the Highway Safety Manual."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import nbinom, poisson

from lakehouse.methods.empirical_bayes import (
    empirical_bayes,
    potential_for_safety_improvement,
    probability_of_excess,
)
from lakehouse.transform.usual import usual, with_its_traffic

TAIL = 0.05  # 9 times in 10 the number to come lies between the ends
SCREENED = (
    "site_id string, expected double, expected_low double, expected_high double, usual double, "
    "excess double, chance_of_excess double, injury_expected double, injury_excess double, "
    "expected_cost double, excess_cost double, crash_rate double, crashes int, "
    "injury_crashes int, years double, dispersion double, note string"
)


def screened(sites: pd.DataFrame) -> pd.DataFrame:
    """Each site's crashes a year: usual for its kind, expected of it, and what it has beyond.

    ``sites`` of one class, a row each: site_id, metres (None for an intersection), aadt,
    aadt_minor, is_counted, aadt_sd and aadt_minor_sd (of the logarithm, 0 where counted), its
    speed_limit and the people and rail_entries around it (missing where unknown), crashes and
    injury_crashes in ``years``, and injury_cost and harmless_cost, what a crash with and without
    somebody hurt costs. Segments scale with traffic and length, intersections with the traffic of
    both streets, as far as these are known (``lakehouse.transform.usual``); crashes that hurt
    somebody have a function of their own. ``expected_low`` and ``expected_high`` hold next year's
    number 9 times in 10, also where a class had no crash yet. Costs are a year's; ``crash_rate`` is
    per million vehicles (and kilometre of a segment), None where these are unknown. ``note`` says
    what stands for what is missing. Never NaN.
    """
    sites = sites.reset_index(drop=True)
    kind = usual(sites, "crashes").told
    seen, thought, k = sites["crashes"], kind["predicted"], kind["dispersion"]
    judged = empirical_bayes(seen, thought, k)
    years = sites["years"].to_numpy(dtype=float)
    yearly = judged["expected"].to_numpy() / years
    low, high = _to_come(yearly, seen.to_numpy(dtype=float), k.to_numpy())
    if not seen.any():
        low, high = _of_none(float(years.sum()), len(sites))
    here = with_its_traffic(kind, judged["expected"])
    excess = potential_for_safety_improvement(judged["expected"], here) / years
    hurt, usually_hurt = _injuries(sites, years)
    costs = [
        harmed * sites["injury_cost"].to_numpy(dtype=float)
        + np.maximum(all_of - harmed, 0.0) * sites["harmless_cost"].to_numpy(dtype=float)
        for all_of, harmed in ((yearly, hurt), (here.to_numpy() / years, usually_hurt))
    ]
    return pd.DataFrame(
        {
            "site_id": sites["site_id"].to_numpy(),
            "expected": yearly,
            "expected_low": low,
            "expected_high": high,
            "usual": here.to_numpy() / years,
            "excess": excess,
            "chance_of_excess": probability_of_excess(seen, thought, k, above=here),
            "injury_expected": hurt,
            "injury_excess": hurt - usually_hurt,
            "expected_cost": costs[0],
            "excess_cost": costs[0] - costs[1],
            "crash_rate": _rate(sites),
            "crashes": seen.to_numpy(dtype=int),
            "injury_crashes": sites["injury_crashes"].to_numpy(dtype=int),
            "years": years,
            "dispersion": k.to_numpy(dtype=float),
            "note": kind["note"].to_numpy(),
        }
    )


def _injuries(sites: pd.DataFrame, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Crashes a year with somebody hurt: expected of the site, and usual for its kind."""
    kind = usual(sites, "injury_crashes").told
    judged = empirical_bayes(sites["injury_crashes"], kind["predicted"], kind["dispersion"])
    here = with_its_traffic(kind, judged["expected"])
    return judged["expected"].to_numpy() / years, here.to_numpy() / years


def _rate(sites: pd.DataFrame) -> pd.Series:
    """Crashes per million vehicles, of a segment per kilometre too; None where it is unknown."""
    vehicles = sites["aadt"] + sites["aadt_minor"].fillna(0.0)
    million = vehicles * 365.25 * sites["years"] * (sites["metres"] / 1000).fillna(1.0) / 1e6
    rate = sites["crashes"] / million.where(million > 0)
    return rate.astype(object).where(rate.notna(), None)


def _of_none(years: float, sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of next year's number where a class had no crash in its ``years``, all sites together.

    A rate of 0 for sure would be too much to say: with Jeffreys' prior it is a gamma of shape 1/2
    over these years, and a site's count negative binomial (Gelman and others 2013, section 2.8).
    """
    ends = (nbinom.ppf(at, 0.5, years / (years + 1)) for at in (TAIL, 1 - TAIL))
    low, high = (np.full(sites, end) for end in ends)
    return low, high


def _to_come(mean: np.ndarray, seen: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of next year's number: a gamma of shape seen + 1/k around the mean, counted."""
    spread = np.where(k > 0, k, 1.0)
    shape = seen + 1 / spread
    chance = shape / (shape + mean)
    return tuple(  # type: ignore[return-value]
        np.where(k > 0, nbinom.ppf(at, shape, chance), poisson.ppf(at, mean))
        for at in (TAIL, 1 - TAIL)
    )
