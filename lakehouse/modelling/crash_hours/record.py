"""Crashes of the past by day, hour and area, with what was known of weather, light and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NEIGHBOURS = 4
YEARS = 8  # on record at most


@dataclass(frozen=True)
class Record:
    """``counts`` has shape (days, 24, areas), its first day is ``first``.

    ``wet`` is 1, 0 or missing for each day; ``dark`` the share of crashes in darkness by month and
    hour, shape (12, 24); ``near`` weighs the nearest areas, a row each, shape (areas, areas).
    """

    first: date
    areas: tuple[str, ...]
    counts: npt.NDArray[np.int16]
    wet: Array
    dark: Array
    near: Array

    @property
    def days(self) -> int:
        """How many days are on record."""
        return len(self.counts)

    def calendar(self, day: Whole) -> tuple[Whole, Whole]:
        """Weekday (0 is Monday) and month (0 is January) of days counted from the first."""
        dates = np.datetime64(self.first) + np.asarray(day)
        month = dates.astype("datetime64[M]").astype(np.int64) % 12
        return (dates.astype("datetime64[D]").astype(np.int64) + 3) % 7, month


def known_record(rows: pd.DataFrame) -> Record:
    """The record that rows of crashes and of weather make, up to the last crash known.

    ``rows``: kind (crash or weather), day, begins (the day decided for, in all rows), of a crash
    area, hour, is_dark, latitude and longitude, of weather precipitation. Empty without a crash.
    """
    crashes, weather = (rows[rows["kind"] == kind] for kind in ("crash", "weather"))
    begins = rows["begins"].iloc[0]
    if crashes.empty:
        return record_of(crashes, weather, begins.date(), begins.date())
    long_ago = begins - pd.DateOffset(months=12 * YEARS)
    first, last = max(crashes["day"].min(), long_ago), crashes["day"].max()
    after = last + pd.Timedelta(days=1)
    return record_of(crashes, weather, first.date(), max(first, after).date())


def record_of(crashes: pd.DataFrame, weather: pd.DataFrame, first: date, after: date) -> Record:
    """The record of the days from ``first`` up to before ``after``.

    ``crashes``: area, day, hour, is_dark (missing where not noted), latitude, longitude; those
    without area or hour are left out. ``weather``: day and precipitation, days may lack.
    """
    days = (after - first).days
    held = crashes.dropna(subset=["area", "hour"])
    number = (pd.to_datetime(held["day"]) - pd.Timestamp(first)).dt.days.to_numpy()
    inside = (number >= 0) & (number < days)
    held, number = held[inside], number[inside]
    areas = tuple(sorted(held["area"].unique()))
    hour = held["hour"].to_numpy(dtype=np.int64)
    counts = np.zeros((days, 24, len(areas)), dtype=np.int16)
    np.add.at(counts, (number, hour, pd.Categorical(held["area"], areas).codes), 1)
    wet = np.full(days, np.nan)
    told = weather.dropna(subset=["precipitation"])
    at = (pd.to_datetime(told["day"]) - pd.Timestamp(first)).dt.days.to_numpy(dtype=np.int64)
    kept = (at >= 0) & (at < days)
    wet[at[kept]] = told["precipitation"].to_numpy(dtype=float)[kept] > 0
    places = held.groupby("area")[["latitude", "longitude"]].mean().reindex(list(areas))
    return Record(first, areas, counts, wet, _dark(held), _near(places.to_numpy(dtype=float)))


def _dark(crashes: pd.DataFrame) -> Array:
    """Share in darkness by month and hour, drawn to the hour's where there are few.

    In quarters: the exact share would tell how many crashes it was counted from.
    """
    noted = crashes.dropna(subset=["is_dark"])
    month = pd.to_datetime(noted["day"]).dt.month.to_numpy() - 1
    hour = noted["hour"].to_numpy(dtype=np.int64)
    dark, seen = np.zeros((2, 12, 24))
    np.add.at(dark, (month, hour), noted["is_dark"].to_numpy(dtype=float))
    np.add.at(seen, (month, hour), 1.0)
    of_hour = (dark.sum(axis=0) + 0.5) / (seen.sum(axis=0) + 1)
    return np.asarray(np.round(4 * (dark + 5 * of_hour) / (seen + 5)) / 4)


def _near(places: Array) -> Array:
    """Equal weights for the nearest areas; none where the places are unknown."""
    scale = np.cos(np.radians(np.nanmean(places[:, 0]))) if len(places) else 1.0
    apart = np.hypot(
        places[:, None, 0] - places[None, :, 0], (places[:, None, 1] - places[None, :, 1]) * scale
    )
    np.fill_diagonal(apart, np.inf)
    apart = np.where(np.isnan(apart), np.inf, apart)
    many = min(NEIGHBOURS, max(len(places) - 1, 0))
    near = np.zeros(apart.shape)
    for area, others in enumerate(np.argsort(apart, axis=1, kind="stable")[:, :many]):
        near[area, others] = np.isfinite(apart[area, others]) / many
    return near
