"""How often something happened in each area, against what its people would lead one to expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
LEAST_EXPECTED = 5.0
NOTHING = "Nothing is expected here, so there is nothing to compare with."


@dataclass(frozen=True)
class Areas:
    """Counts of each area beside what was expected there, both shape (areas,)."""

    index: pd.Index
    cases: Array
    expected: Array

    @property
    def usable(self) -> npt.NDArray[np.bool_]:
        """Where something was expected: only these say how risks differ."""
        return np.asarray(self.expected > 0)


def areas_of(cases: pd.Series, expected: pd.Series) -> Areas:
    """Both series by area, checked. PlanError when an area comes twice, a number is missing or
    below zero, or the two do not have the same areas."""
    same = cases.index.is_unique and cases.index.equals(expected.index)
    counts, thought = (s.to_numpy(dtype=float) for s in (cases, expected))
    if not len(cases) or not same:
        raise PlanError(
            f"{len(counts)} areas have cases and {len(thought)} have expected ones.",
            "Give both for the same areas, in the same order, each area once.",
        )
    wrong = [not (np.isfinite(x) & (x >= 0)).all() for x in (counts, thought)]
    if any(wrong):
        name = "cases" if wrong[0] else "expected cases"
        raise PlanError(f"Some {name} are missing or below zero.", "Leave those areas out.")
    return Areas(cases.index, counts, thought)


def expected_cases(table: pd.DataFrame, rates: pd.Series | None = None) -> pd.Series:
    """Expected cases by area by indirect standardisation (Breslow and Day 1987, section 2.3).

    ``table``: area, stratum, people and, without ``rates``, cases; one row or more per area and
    stratum. ``rates``: cases per person by stratum of a standard population; without them those of
    all areas together, so that expected and seen have the same sum. PlanError when a number is
    missing or below zero, or a stratum has no rate.
    """
    numbers = table[["people"] if rates is not None else ["people", "cases"]].to_numpy(dtype=float)
    if not (np.isfinite(numbers) & (numbers >= 0)).all():
        raise PlanError("People or cases are missing or below zero.", "Leave those rows out.")
    if rates is None:
        sums = table.groupby("stratum")[["cases", "people"]].sum()
        rates = sums["cases"] / sums["people"].where(sums["people"] > 0, 1.0)
    rate = table["stratum"].map(rates).astype(float)
    if rate.isna().any():
        raise PlanError(
            f"{int(rate.isna().sum())} rows are of a stratum without a rate.",
            "Give a rate for every stratum.",
        )
    made = (table["people"] * rate).groupby(table["area"]).sum()
    return made.rename("expected")


def standardised_ratio(
    cases: pd.Series, expected: pd.Series, *, level: float = 0.95, least: float = LEAST_EXPECTED
) -> pd.DataFrame:
    """cases, expected, ratio, low, high, shown and says of each area.

    The ratio is cases over expected (standardised mortality or incidence ratio), low and high the
    exact Poisson limits (Garwood 1936) that hold ``level``. Not to be shown where less than
    ``least`` was expected. Where nothing was expected the ratio is 1 and may be anything, so high
    is infinite. Errors as in :func:`areas_of`.
    """
    areas = areas_of(cases, expected)
    tail = (1 - level) / 2
    below = np.where(areas.usable, areas.expected, 1.0)
    low = chi2.ppf(tail, 2 * np.maximum(areas.cases, 0.5)) / 2 / below
    high = chi2.ppf(1 - tail, 2 * areas.cases + 2) / 2 / below
    numbers = {
        "ratio": np.where(areas.usable, areas.cases / below, 1.0),
        "low": np.where(areas.usable & (areas.cases > 0), low, 0.0),
        "high": np.where(areas.usable, high, np.inf),
    }
    return told(areas, numbers, least)


def told(
    areas: Areas, numbers: Mapping[str, Array], least: float, says: Words | str = ""
) -> pd.DataFrame:
    """The numbers of each area with ``shown`` and ``says``: why not, or why to be careful.

    ``says`` of the caller is told where the area has no reason of its own.
    """
    few = areas.expected < least
    small = [
        f"Only {x:.1f} expected, fewer than {least:g}: too few to show." for x in areas.expected
    ]
    reason = np.where(areas.usable, np.where(few, small, says), NOTHING)
    given = {"cases": areas.cases, "expected": areas.expected, **numbers}
    return pd.DataFrame({**given, "shown": areas.usable & ~few, "says": reason}, areas.index)
