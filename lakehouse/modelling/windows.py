"""A window is a stretch of calendar months whose outcomes are learnt or judged together."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from lakehouse.declare.errors import PlanError


@dataclass(frozen=True, order=True)
class Window:
    """The days [start, end); the as-of days of all rows judged in it lie among them."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise PlanError(
                f"A window from {self.start} to {self.end} holds no day.",
                "Give an end after the start (the end itself is outside).",
            )

    @property
    def name(self) -> str:
        """First and last day, as people write them."""
        return f"{self.start} to {self.end - timedelta(days=1)}"


@dataclass(frozen=True)
class Fold:
    """One test window and the earlier windows that may be learnt from."""

    train: tuple[Window, ...]
    test: Window


def months_later(day: date, months: int) -> date:
    """The same day of the month ``months`` later (or earlier), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _positive(months: int) -> None:
    if months < 1:
        raise PlanError(f"A window of {months} months is not possible.", "Give 1 or more months.")


def windows(
    first: date, last: date, months: int = 2, anchor: date | None = None
) -> tuple[Window, ...]:
    """Consecutive windows of ``months`` calendar months lying wholly within [first, last].

    ``last`` is the last day with data (inside). ``anchor`` is a day on which some window starts;
    without it, the first first-of-month not before ``first``.
    """
    _positive(months)
    if anchor is None:
        month_start = first.replace(day=1)
        anchor = first if first == month_start else months_later(month_start, 1)
    behind = (first.year - anchor.year) * 12 + first.month - anchor.month
    step = behind // months - 1
    # Every edge is counted from the anchor: stepping from edge to edge would wear a 31st down.
    edges = [months_later(anchor, months * step)]
    while edges[-1] <= last + timedelta(days=1):
        step += 1
        edges.append(months_later(anchor, months * step))
    pairs = pairwise(edges)
    return tuple(Window(a, b) for a, b in pairs if a >= first and b <= last + timedelta(days=1))


def windows_before(
    as_of: date, first: date, months: int = 2, whole_months: bool = True
) -> tuple[Window, ...]:
    """Consecutive windows counted back from ``as_of`` as long as they start on ``first`` or later.

    The last one ends on the first day of as_of's month, or on ``as_of`` itself when
    ``whole_months`` is False. Earliest first; empty when not even one fits.
    """
    _positive(months)
    end = as_of.replace(day=1) if whole_months else as_of
    edges = [end]
    while (edge := months_later(end, -months * len(edges))) >= first:
        edges.append(edge)
    edges.reverse()
    return tuple(Window(a, b) for a, b in pairwise(edges))


def as_of_for(dates: pd.Series, among: Sequence[Window]) -> pd.Series:
    """For each date, the start of the window that holds it (datetime64; NaT outside them all)."""
    days = pd.to_datetime(dates, cache=False)
    found = pd.Series(pd.NaT, index=days.index, dtype="datetime64[ns]")
    for window in among:
        inside = (days >= pd.Timestamp(window.start)) & (days < pd.Timestamp(window.end))
        found[inside] = pd.Timestamp(window.start)
    return found


def with_rows(among: Sequence[Window], as_of: pd.Series) -> tuple[Window, ...]:
    """The windows in which a list was made; a question of one season has none in the others."""
    made = pd.to_datetime(pd.Series(as_of.unique()))
    return tuple(w for w in among if in_windows(made, [w]).any())


def in_windows(as_of: pd.Series, among: Sequence[Window]) -> pd.Series:
    """Whether each as-of day lies in one of the windows (booleans with the index of ``as_of``)."""
    days = pd.to_datetime(as_of, cache=False)
    inside = pd.Series(False, index=days.index)
    for window in among:
        inside |= (days >= pd.Timestamp(window.start)) & (days < pd.Timestamp(window.end))
    return inside


def folds(among: Sequence[Window], train_at_least: int = 1) -> tuple[Fold, ...]:
    """Each window to be tested with the windows that were over before it started.

    A window's outcomes are complete on its (exclusive) end, so it is learnt from when
    ``end <= test.start``. Windows with fewer than ``train_at_least`` such windows are not tested.
    """
    if train_at_least < 1:
        raise PlanError(
            f"train_at_least is {train_at_least}: a candidate needs something to learn from.",
            "Give 1 or more windows.",
        )
    ordered = sorted(among)
    every = (Fold(tuple(w for w in ordered if w.end <= test.start), test) for test in ordered)
    return tuple(fold for fold in every if len(fold.train) >= train_at_least)
