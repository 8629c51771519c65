"""The usual crashes at each site of a class, from whatever is known of its exposure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.methods.empirical_bayes import calibration_factor
from lakehouse.methods.negative_binomial import dispersion_of
from lakehouse.methods.performance_function import (
    NO_EXPOSURE,
    PerformanceFunction,
    performance_function,
)
from lakehouse.methods.unknown_exposure import unknown_exposure
from lakehouse.transform.around import (
    LIMIT_USED,
    told_by,
    told_by_around,
    with_around,
    with_limit,
)

LENGTH_USED = "Its traffic is unknown: its length alone says what is usual."
FEW_COUNTED = "Too few sites of its class have counted traffic and crashes: its length is used."
TOLD = ["predicted", "dispersion", "note", "uncalibrated", "traffic_share"]
SPREADS = {"aadt": "aadt_sd", "aadt_minor": "aadt_minor_sd"}


@dataclass(frozen=True)
class Usual:
    """``function`` of the class, learnt from the sites ``learnt``; of all sites the ``told``.

    ``sites`` are those given, with the columns that the function looks at. ``told``: predicted
    (crashes in its years), dispersion, note, and ``uncalibrated``, what the function alone
    predicts, and ``traffic_share``, the share of what is not known of a site's mean that is its
    traffic; index of the sites.
    """

    function: PerformanceFunction
    learnt: pd.Series
    told: pd.DataFrame
    sites: pd.DataFrame


def usual(sites: pd.DataFrame, crashes: str) -> Usual:
    """The usual ``crashes`` of sites of one class, as ``lakehouse.transform.screened`` takes them.

    Learnt from sites whose traffic was counted. Where it was estimated, with ``aadt_sd`` of its
    logarithm, the mean grows by what is not known of it, and the dispersion at least by that, more
    where the crashes of those sites differ more; where these are enough, their level is their own
    (calibration factor). Intersections have too seldom all their streets
    counted: then all are learnt from, and the dispersion learnt holds what is not known. Segments
    of a class hardly ever counted go by their length alone, and a site of which nothing is known
    is the average one. Where no traffic of the class is known, people and rail entries around a
    site are looked at too, and where it is counted the ``speed_limit`` (missing where unknown), if
    they tell more for sure. Never missing.
    """
    sites, around = with_around(sites)
    sites, limits = with_limit(sites)
    segments = bool((sites["metres"] > 0).any())
    logs = ("aadt", "metres") if segments else ("aadt", "aadt_minor")
    given = (sites[list(logs)] > 0).all(axis=1)
    for name in set(logs) & set(SPREADS):
        given &= sites[SPREADS[name]].notna()
    counted = given & sites["is_counted"].astype(bool)
    (function, why_not), learnt = _function(sites, crashes, logs, counted), counted
    widened = function is not None
    if function is not None:
        function = told_by(function, sites[counted], limits, LIMIT_USED)
    if function is None and not segments:
        (function, why_not), learnt = _function(sites, crashes, logs, given), given
    left = pd.Series(True, index=sites.index) if function is None else ~given
    parts = []
    if function is not None and given.any():
        told = function.predict(sites[given]).assign(note="")
        parts.append(_unsure(told, sites[given], function) if widened else told)
    if segments and (rest := left & (sites["metres"] > 0)).any():
        long = sites["metres"] > 0
        # In proportion where sites or crashes are too few for an exponent.
        by_length = _function(sites, crashes, ("metres",), long)[0] or performance_function(
            sites[long], crashes, offsets=("metres", "years")
        )
        by_length = told_by_around(by_length, sites[long], around)
        why = np.where(given[rest], FEW_COUNTED, "" if by_length.columns else LENGTH_USED)
        note = [f"{one} {by_length.says}".strip() for one in why]
        parts.append(by_length.predict(sites[rest]).assign(note=note))
        left = left & ~rest
        if function is None:
            function, learnt = by_length, long
    if left.any() or function is None:
        average = performance_function(sites, crashes, offsets=("years",))
        average = told_by_around(average, sites, around)
        # A site whose traffic is known is only one of too few to learn from.
        said = np.where(given[left], why_not, average.says if average.columns else NO_EXPOSURE)
        parts.append(average.predict(sites[left]).assign(note=said))
        if function is None:
            function, learnt = average, pd.Series(True, index=sites.index)
    whole = pd.concat(parts).reindex(sites.index)
    whole = whole.reindex(columns=TOLD)
    raw, share = whole["uncalibrated"].fillna(whole["predicted"]), whole["traffic_share"].fillna(0)
    return Usual(function, learnt, whole.assign(uncalibrated=raw, traffic_share=share), sites)


def with_its_traffic(told: pd.DataFrame, expected: pd.Series) -> pd.Series:
    """The usual of sites when what is ``expected`` of them tells of their traffic too.

    A street with more than the usual of its class has a fault or more traffic than was guessed:
    the surplus is parted as their variances (of the logarithm) are. Where it was counted, no part.
    """
    return told["predicted"] + told["traffic_share"] * (expected - told["predicted"])


def _function(
    sites: pd.DataFrame, crashes: str, logs: tuple[str, ...], of: pd.Series
) -> tuple[PerformanceFunction | None, str]:
    """The function of these sites; None, and why, where they or their crashes are too few."""
    if not of.any():
        return None, ""
    rows = sites[of]
    made = performance_function(rows, crashes, logs=_apart(rows, logs), offsets=("years",))
    return (None, made.says) if made.flag else (made, "")


def _unsure(told: pd.DataFrame, sites: pd.DataFrame, by: PerformanceFunction) -> pd.DataFrame:
    variance = np.zeros(len(sites))
    for name, spread in SPREADS.items():
        if name in by.logs:
            variance += (by.coefficients[name] * sites[spread].to_numpy(dtype=float)) ** 2
    mean, k = unknown_exposure(told["predicted"], told["dispersion"], variance)
    guessed = ~sites["is_counted"].to_numpy(dtype=bool)
    raw = mean.copy()
    if guessed.any():
        # Busy streets are counted sooner, so those that were not have less traffic than their
        # class: enough of them tell their own level (Highway Safety Manual 2010, A.1.1).
        seen = sites[by.crashes].to_numpy(dtype=float)[guessed]
        factor = calibration_factor(seen, mean[guessed], float(sites["years"].iloc[0]))
        mean[guessed] *= 1.0 if factor.says else factor.factor
        # They may differ by more than the counted ones let expect; never by less.
        k = np.where(guessed, np.maximum(k, dispersion_of(seen, mean[guessed])), k)
    whole = np.log1p(k)
    share = np.divide(variance, whole, out=np.zeros(len(whole)), where=whole > 0)
    return told.assign(predicted=mean, dispersion=k, uncalibrated=raw, traffic_share=share)


def _apart(sites: pd.DataFrame, logs: tuple[str, ...]) -> tuple[str, ...]:
    """The logs that the sites can tell apart: not one that is the same everywhere, or another's."""
    kept: list[str] = []
    for name in logs:
        columns = [np.ones(len(sites)), *(np.log(sites[one]) for one in (*kept, name))]
        if np.linalg.matrix_rank(np.column_stack(columns)) == len(columns):
            kept.append(name)
    return tuple(kept)
