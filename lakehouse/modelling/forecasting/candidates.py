"""The candidates a forecast can name: plain ones carrying their own errors, and learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.paths import (
    Path,
    average_week,
    blended,
    damped_trend,
    same_weekday,
)
from lakehouse.modelling.forecasting.returning import returning
from lakehouse.modelling.forecasting.ridge import ridge
from lakehouse.modelling.ties import Array

PLAIN = Bands()
# Errors scale with the level, what was learnt lately counts more, and rise is expected like fall.
LEARNT = Bands(half_life=42, kept=0.3, share=0.05, trend=0.25, scaled=True, mirrored=1.0, step=0.03)


class Candidate(Protocol):
    """Something that may answer the question; ``plain`` when a person could do it on paper."""

    @property
    def plain(self) -> bool:
        """Whether it needs no learning but counting its own errors."""

    @property
    def says(self) -> str:
        """What it does, in a sentence."""

    @property
    def bands(self) -> Bands:
        """How its errors become quantiles."""

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """The middle as seen from each day of ``values`` (one a day, missing allowed)."""


def quantiles_of(
    candidate: Candidate,
    values: Array,
    horizons: Sequence[int],
    quantiles: Sequence[float],
    last: bool = False,
) -> Array:
    """A candidate's quantiles as seen from each day, shape (days, horizons, quantiles).

    Row t depends on values up to day t alone; with ``last`` no other row need be right.
    """
    path = candidate.path(values, horizons)
    return candidate.bands.around(values, path, horizons, quantiles, last)


@dataclass(frozen=True)
class WeekdayNaive:
    """The value of the same weekday last week, with the errors that made before."""

    bands: Bands = PLAIN
    plain: bool = True
    says: str = "Expects what was there on the same weekday of the last week known."

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return same_weekday(values, horizons)


@dataclass(frozen=True)
class WeekAverage:
    """The average of the last seven days, with the errors that made before."""

    bands: Bands = PLAIN
    plain: bool = True
    says: str = "Expects the average of the last seven days."

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return average_week(values, horizons)


@dataclass(frozen=True)
class DampedTrend:
    """The week's level, a damped trend over ``over`` days as far as it is sure, and the weekday."""

    over: int = 7
    doubt: float = 4.0
    bands: Bands = LEARNT
    plain: bool = False

    @property
    def says(self) -> str:
        """The candidate in a sentence."""
        return (
            f"Carries on the growth of the last {self.over} days, fading, as far as it stands out "
            "from the scatter of days."
        )

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return damped_trend(values, horizons, over=self.over, doubt=self.doubt)


@dataclass(frozen=True)
class RidgeGrowth:
    """Growth since the same weekday by ridge regression on recent growth and deviation."""

    penalty: float = 16.0
    bands: Bands = LEARNT
    plain: bool = False
    says: str = "Learns from its own past how far growth lasts and odd days even out."

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return ridge(values, horizons, penalty=self.penalty)


@dataclass(frozen=True)
class Returning:
    """Back to the level and the weekdays of eight weeks, as fast as it came back before."""

    bands: Bands = PLAIN
    plain: bool = False
    says: str = "Learns from its own past how soon odd days give way to the usual level."

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return returning(values, horizons)


@dataclass(frozen=True)
class Blend:
    """The geometric mean of other candidates' paths, with the errors that this mean has made."""

    parts: tuple[Candidate, ...]
    weights: tuple[float, ...]
    bands: Bands = LEARNT
    plain: bool = False
    says: str = "Averages what the others expect."

    def path(self, values: Array, horizons: Sequence[int]) -> Path:
        """See :class:`Candidate`."""
        return blended([p.path(values, horizons) for p in self.parts], self.weights)
