"""What a measure changed: empirical Bayes before and after, beside places that got nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
COLUMNS = ("measure", "group", "before", "sites", "after", "share")
GROUPS = ("treated", "compared", "other")


@dataclass(frozen=True)
class Effect:
    """``ratio`` is crashes after a measure to those expected without it, with its interval.

    ``before`` crashes are scaled to the time after; ``naive`` is after to before, corrected for
    nothing but time. Ratio and interval are NaN where nothing was expected.
    """

    sites: int
    before: float
    after: float
    expected: float
    ratio: float
    low: float
    high: float

    @property
    def naive(self) -> float:
        return self.after / self.before if self.before > 0 else float("nan")


def spread_between_sites(record: pd.DataFrame) -> float:
    """Dispersion k of the crashes before, over all sites; 0 when they are alike.

    By moments, (variance - mean) / mean squared (Hauer 1997, the method of sample moments): a line
    is drawn towards the mean, and with these moments no line is nearer to the truth, whatever the
    sites' true means look like. The likelihood of a gamma looks at quiet sites most and says too
    little where a few sites are far beyond all others, which are those that get measures.
    ``record`` as :func:`before_after` takes it. PlanError when it is not one.
    """
    _check(record)
    mean, sites = _means(record), record["sites"]
    beyond = float((((record["before"] - mean) ** 2 - mean) * sites).sum())
    square = float((mean**2 * sites).sum())
    return max(beyond / square, 0.0) if square > 0 else 0.0


def before_after(
    record: pd.DataFrame, dispersion: float, repeated: int = 1, level: float = 0.95
) -> Effect:
    """The effect at the treated sites (Hauer 1997, Observational Before-After Studies).

    ``record`` has a row per measure, group and number of crashes before: ``before`` of each of its
    ``sites``, their crashes ``after`` in sum, and ``share``, time after to time before. Sites were
    chosen because much had happened there; some of that was bad luck and would not have come
    again. So what a site's own record says is drawn towards the mean of all sites as far as their
    ``dispersion`` asks, before it is called expected. What changed everywhere is taken out by the
    ``compared`` sites, drawn in the same way: without that they would seem to get worse, being
    those that nobody chose. ``repeated`` says how often the same sites stand in the record:
    crashes that are counted twice tell no more. PlanError when a column or group is absent or a
    number is negative.
    """
    _check(record)
    rows = _expected(record, dispersion)
    ours, theirs = rows[rows["group"] == "treated"], rows[rows["group"] == "compared"]
    trend, of_trend = _trend(ours, theirs)
    seen, thought = float(ours["after"].sum()), float(ours["expected"].sum()) * trend
    told = (int(ours["sites"].sum()), float((ours["before"] * ours["sites"] * ours["share"]).sum()))
    if not thought > 0:
        return Effect(*told, seen, thought, *[float("nan")] * 3)
    own = float(ours["variance"].sum()) / float(ours["expected"].sum()) ** 2
    relative = own * repeated + of_trend
    ratio = seen / thought / (1 + relative)
    # Half a crash keeps the interval open where none happened.
    error = float(np.sqrt(repeated / max(seen, 0.5) + relative))
    reach = float(norm.ppf((1 + level) / 2)) * error
    middle = max(seen, 0.5) / thought / (1 + relative)
    return Effect(
        *told, seen, thought, ratio, middle * float(np.exp(-reach)), middle * float(np.exp(reach))
    )


def passed_over(record: pd.DataFrame) -> pd.DataFrame:
    """The same record with those as treated that got nothing though much had happened there.

    Of each measure the compared sites with most crashes before, a handful at least: an effect
    found there is none of the measure, so the method would have to be wrong.
    """
    _check(record)
    compared = record[record["group"] == "compared"].copy()
    wanted = record.loc[record["group"] == "treated", "sites"].sum() / record["measure"].nunique()
    compared = compared.sort_values(["measure", "before"], ascending=[True, False])
    above = compared.groupby("measure")["sites"].cumsum() - compared["sites"]
    chosen = above < max(5.0, float(wanted))
    return compared.assign(group=np.where(chosen, "treated", "compared"))


def _expected(record: pd.DataFrame, dispersion: float) -> pd.DataFrame:
    """Each row with ``expected`` crashes after and their ``variance``, both for all its sites."""
    mean = _means(record)
    weight = 1 / (1 + dispersion * mean)
    each = weight * mean + (1 - weight) * record["before"]
    return record.assign(
        expected=each * record["sites"] * record["share"],
        variance=(1 - weight) * each * record["sites"] * record["share"] ** 2,
    )


def _means(record: pd.DataFrame) -> pd.Series:
    """Crashes before at the mean site of a measure's time, for every row."""
    crashes = (record["before"] * record["sites"]).groupby(record["measure"]).transform("sum")
    return crashes / record["sites"].groupby(record["measure"]).transform("sum")


def _trend(ours: pd.DataFrame, theirs: pd.DataFrame) -> tuple[float, float]:
    """After to expected at compared sites, weighted as ours are, and its relative variance."""
    by_measure = theirs.groupby("measure")[["after", "expected"]].sum()
    by_measure = by_measure[by_measure["expected"] > 0]
    weights = ours.groupby("measure")["expected"].sum().reindex(by_measure.index).fillna(0.0)
    if not weights.sum() > 0:
        return 1.0, 0.0
    after = float(np.average(by_measure["after"], weights=weights))
    expected = float(np.average(by_measure["expected"], weights=weights))
    # The times of the measures overlap, so their crashes are mostly the same ones: counted once.
    return after / expected, 1 / max(after, 0.5)


def _check(record: pd.DataFrame) -> None:
    if absent := [name for name in COLUMNS if name not in record.columns]:
        raise PlanError(f"The record has no column {absent[0]}.", "Name the columns as documented.")
    if not len(record) or not {"treated", "compared"} <= set(record["group"]) <= set(GROUPS):
        raise PlanError(
            "The record lacks sites that were treated or sites to compare them with.",
            "Give both, as group treated and compared.",
        )
    numbers: Sequence[str] = ("before", "sites", "after", "share")
    values = record[list(numbers)].to_numpy(dtype=float)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise PlanError("A number of the record is missing or negative.", "Leave such rows out.")
