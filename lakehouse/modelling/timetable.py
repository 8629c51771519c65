"""The windows of a ranking that is refitted on a calendar, and which of them teach each test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from lakehouse.declare.calendar import SPANS, TIMES, Calendar
from lakehouse.declare.errors import PlanError
from lakehouse.modelling.timechop import chop, span, train_as_of
from lakehouse.modelling.windows import Fold, Window


@dataclass(frozen=True)
class Timetable:
    """``windows``: every one that is learnt from or tested, in order. ``folds``: one per as-of day
    that is tested, those of one refit with the same lessons. ``last``: what the kept model learns
    from, as if it were refitted on the run's day.
    """

    windows: tuple[Window, ...] = ()
    folds: tuple[Fold, ...] = ()
    last: tuple[Window, ...] = ()

    def among(self, windows: Iterable[Window], train_at_least: int) -> tuple[Fold, ...]:
        """The folds of these windows alone that keep enough to learn from."""
        kept = frozenset(windows)
        cut = (Fold(tuple(w for w in f.train if w in kept), f.test) for f in self.folds)
        return tuple(f for f in cut if f.test in kept and len(f.train) >= train_at_least)


def timetable(calendar: Calendar, months: int, first: date, as_of: date) -> Timetable:
    """The folds of timechop for a record that begins on ``first``, decided on ``as_of``.

    A window is the label of one as-of day. Empty where not one split fits yet. PlanError where the
    calendar is not one a ranking can be judged by: it gives times or several spans, its labels
    are not ``months`` long, or they overlap: a case then belonged to several windows.
    """
    label = _label(calendar, months)
    begins, ends = pd.Timestamp(first), pd.Timestamp(as_of)
    if begins + span(label) > ends - span(label) - span(calendar.test_durations[0]):
        return Timetable()
    dated = replace(
        calendar,
        feature_start_time=str(first),
        feature_end_time=str(as_of),
        label_start_time=str(first),
        label_end_time=str(as_of),
    )

    def labels(of: Iterable[pd.Timestamp]) -> tuple[Window, ...]:
        return tuple(Window(day.date(), (day + span(label)).date()) for day in of)

    folds = tuple(
        Fold(labels(split.train_as_of), test)
        for split in chop(dated)
        for test in labels(split.test_as_of[0])
    )
    step, history = (
        calendar.training_as_of_date_frequencies[0],
        calendar.max_training_histories[0],
    )
    last = labels(train_as_of(dated, ends, label, step, history))
    every = {*last, *(f.test for f in folds), *(w for f in folds for w in f.train)}
    _apart(sorted(every))
    return Timetable(tuple(sorted(every)), folds, last)


def _label(calendar: Calendar, months: int) -> str:
    if given := [name for name in TIMES if getattr(calendar, name)]:
        raise PlanError(
            f"The calendar of a ranking says {', '.join(given)}.",
            "Leave it out: a ranking begins with its record (or first=) and ends on the run's day.",
        )
    if several := [name for name in SPANS if len(getattr(calendar, name)) != 1]:
        raise PlanError(
            f"The calendar of a ranking has not one span in {', '.join(several)}.", "Give one."
        )
    label, tested = calendar.training_label_timespans[0], calendar.test_label_timespans[0]
    any_day = pd.Timestamp(2001, 1, 1)
    wanted = any_day + pd.DateOffset(months=months)
    if {any_day + span(label), any_day + span(tested)} != {wanted}:
        raise PlanError(
            f"The calendar's labels are {label} and {tested} long, the ranking's windows "
            f"{months} month(s).",
            "Give all three one length.",
        )
    return label


def _apart(ordered: list[Window]) -> None:
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise PlanError(
                f"The calendar's labels overlap: {before.name} and {after.name}.",
                "Make as-of days no more often than a label is long, and refits a multiple of it.",
            )
