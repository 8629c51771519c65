"""Poisson trees on top of the smoothed rate: what light, rain, season and the last weeks add."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xgboost

from lakehouse.modelling.crash_hours.rates import Rates, rates_of
from lakehouse.modelling.crash_hours.record import Array, Record, Whole

LATE = 7  # days in which crashes are still being reported: nothing is counted from them
RECENT = 28
TWO_YEARS = 728  # before that a month was seen once, and is as good as its name
BLOCK = 91  # days whose own crashes take no part in the rate they are learnt on top of
MOST_ZEROS = 60_000
SETTINGS = {
    "objective": "count:poisson",
    "tree_method": "hist",
    "max_depth": 3,
    "learning_rate": 0.1,
    "min_child_weight": 30.0,
    "max_delta_step": 0.7,
    "lambda": 5.0,
    "seed": 0,
    "nthread": 1,
}
TREES = 60


@dataclass(frozen=True)
class Cells:
    """Hours of areas: ``day`` from the first of the record, ``hour`` and ``area`` of each."""

    day: Whole
    hour: Whole
    area: Whole

    def of_week(self, record: Record) -> Whole:
        """The hour of the week, 0 is Monday's first."""
        return np.asarray(record.calendar(self.day)[0] * 24 + self.hour)


@dataclass(frozen=True)
class Fitted:
    """The trees, the rates they stand on, and how many days were known."""

    booster: xgboost.Booster
    rates: Rates
    known: int

    @classmethod
    def again(cls, booster: xgboost.Booster, record: Record) -> Fitted:
        """The trees on the rates of all of a record, as ``boosted`` fits them."""
        known = record.days
        return cls(booster, rates_of(record, learnt_days(known)), known)

    def expected(self, record: Record, cells: Cells, wet: Array) -> Array:
        """Crashes expected in each cell with ``wet`` 1, 0 or missing."""
        base = self.rates.smoothed[cells.of_week(record), cells.area]
        rows = features(record, self.rates, cells, self.known, wet)
        matrix = xgboost.DMatrix(rows, base_margin=np.log(base), nthread=1)
        return np.asarray(self.booster.predict(matrix), dtype=float)


def features(
    record: Record, rates: Rates, cells: Cells, known: int, wet: Array
) -> npt.NDArray[np.float32]:
    """What the trees look at. Weeks are counted from day ``known``; the last days that count for a
    week end ``LATE`` days before it begins, as they do when the week is still to come.
    """
    weekday, month = record.calendar(cells.day)
    begins = known + 7 * ((cells.day - known) // 7) - LATE
    summed = np.vstack([np.zeros(len(record.areas)), record.counts.sum(axis=1).cumsum(axis=0)])
    to, since = (np.clip(at, 0, record.days) for at in (begins, begins - RECENT))
    usual = np.maximum((to - since)[:, None] * rates.daily, 0.0)
    lately = summed[to] - summed[since]
    own = (lately + 5) / (usual + 5)
    around = (lately @ record.near.T + 5) / (usual @ record.near.T + 5)
    whole = (lately.sum(axis=1) + 5) / (usual.sum(axis=1) + 5)
    row = np.arange(len(cells.day))
    # What all areas share has few values, and trees would learn their chance by heart.
    shared = 1.0 if known >= TWO_YEARS else np.nan
    parts = (
        *(cells.hour, weekday, month * shared, record.dark[month, cells.hour], wet),
        *(np.log(own[row, cells.area]), np.log(around[row, cells.area]), np.log(whole) * shared),
        np.log(rates.smoothed[cells.of_week(record), cells.area]),
    )
    return np.column_stack([np.asarray(part, dtype=np.float32) for part in parts])


def learnt_days(known: int) -> Whole:
    """The days that are learnt from when ``known`` are: with a past, and reported in full."""
    return np.arange(RECENT + LATE, known - LATE)


def boosted(record: Record, known: int) -> Fitted:
    """Learn from the days before ``known``, but the last few.

    All cells with a crash are taken and a share of the others. The likelihood of a cell without
    one is exp(-expected) alone, so minus the logarithm of that share in its offset makes it stand
    for those left out, and the level needs no correction afterwards (the choice-based sampling of
    King and Zeng 2001, for counts).
    """
    days = learnt_days(known)
    whole = rates_of(record, days)
    counts = record.counts[days]
    share = min(1.0, MOST_ZEROS / max(int((counts == 0).sum()), 1))
    drawn = np.random.default_rng(0).random(counts.shape) < share
    day, hour, area = np.nonzero((counts > 0) | drawn)
    cells = Cells(days[day], hour, area)
    outcome = counts[day, hour, area].astype(float)
    base = np.empty(len(outcome))
    for block in np.unique(cells.day // BLOCK):
        mine = cells.day // BLOCK == block
        others = days[days // BLOCK != block]
        left = rates_of(record, others if len(others) else days, whole.dispersion)
        base[mine] = left.smoothed[cells.of_week(record)[mine], cells.area[mine]]
    offset = np.log(base) - np.where(outcome > 0, 0.0, np.log(share))
    rows = features(record, whole, cells, known, record.wet[cells.day])
    matrix = xgboost.DMatrix(rows, outcome, base_margin=offset, nthread=1)
    return Fitted(xgboost.train(SETTINGS, matrix, TREES), whole, known)


def every_cell(record: Record, first: int, days: int) -> Cells:
    """All hours of all areas of ``days`` days from day ``first`` on."""
    day, hour, area = np.indices((days, 24, len(record.areas))).reshape(3, -1)
    return Cells(day + first, hour, area)


def unseen(fitted: Fitted, record: Record, cells: Cells) -> tuple[Array, Array, Array]:
    """Expected with the month's usual weather, when wet, and when dry: rain is not known ahead."""
    month = record.calendar(np.arange(fitted.known))[1]
    wet = record.wet[: fitted.known]
    told = ~np.isnan(wet)
    if not told.any():
        nothing = np.full(len(cells.day), np.nan)
        return fitted.expected(record, cells, nothing), nothing, nothing
    share = np.array(
        [
            wet[told & (month == one)].mean() if (told & (month == one)).any() else wet[told].mean()
            for one in range(12)
        ]
    )[record.calendar(cells.day)[1]]
    rain, sun = (fitted.expected(record, cells, np.full(len(cells.day), v)) for v in (1.0, 0.0))
    return share * rain + (1 - share) * sun, rain, sun
