"""Temporal splits by triage's timechop rules, for questions that are retrained on a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pandas as pd

from lakehouse.declare.calendar import Calendar
from lakehouse.declare.errors import PlanError

_UNITS = {"y": "years", "d": "days", "w": "weeks", "h": "hours"}
_SPAN = re.compile(r"(\d+) *(year|month|week|day|hour)s?|(\d+) *([ydwh])", re.IGNORECASE)


@dataclass(frozen=True)
class Chop:
    """The as-of days of one training matrix and of the tests that follow it.

    ``train_end`` is the split time (no training label reaches past it); ``test_as_of`` and
    ``test_ends`` hold one entry per test as-of frequency.
    """

    train_as_of: tuple[pd.Timestamp, ...]
    train_end: pd.Timestamp
    train_label_timespan: str
    test_label_timespan: str
    test_as_of: tuple[tuple[pd.Timestamp, ...], ...]
    test_ends: tuple[pd.Timestamp, ...]


def span(text: str) -> pd.DateOffset:
    """A calendar span from its text; a bare m is refused, for it may mean month or minute."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise PlanError(
            f"{text!r} is not a span of time.",
            "Write a whole number and a unit, such as 6month, 5y, 2 weeks or 0d.",
        )
    number, unit, short_number, short_unit = match.groups()
    if unit:
        return pd.DateOffset(**{f"{unit.lower()}s": int(number)})
    return pd.DateOffset(**{_UNITS[short_unit.lower()]: int(short_number)})


def chop(calendar: Calendar) -> tuple[Chop, ...]:
    """All splits of the calendar, the earliest first within each combination of its spans.

    Rules of dssg/triage, ``timechop`` (documentation "Temporal validation"): splits are counted
    back from the end of labels less one test label and the test's duration, as long as one
    training label fits before; training as-of days are counted back from the split less one
    label (both ends inside); test as-of days forward from the split (the end outside, at least
    one). Raises PlanError when no split fits.
    """
    found: list[Chop] = []
    spans = product(
        calendar.training_label_timespans, calendar.test_label_timespans, calendar.test_durations
    )
    for label, test_label, duration in spans:
        times = _split_times(calendar, span(label), span(test_label), span(duration))
        ways = product(calendar.training_as_of_date_frequencies, calendar.max_training_histories)
        for (step, history), split in product(ways, times):
            train = train_as_of(calendar, split, label, step, history)
            tests = tuple(
                tuple(_forward(split, split + span(duration), span(test_step)))
                for test_step in calendar.test_as_of_date_frequencies
            )
            ends = tuple(days[-1] + span(test_label) for days in tests)
            found.append(Chop(train, split, label, test_label, tests, ends))
    return tuple(found)


def _start(calendar: Calendar) -> pd.Timestamp:
    return max(pd.Timestamp(calendar.feature_start_time), pd.Timestamp(calendar.label_start_time))


def _split_times(
    calendar: Calendar, label: pd.DateOffset, test_label: pd.DateOffset, duration: pd.DateOffset
) -> list[pd.Timestamp]:
    last_label = pd.Timestamp(calendar.label_end_time) - test_label
    if last_label > pd.Timestamp(calendar.feature_end_time):
        raise PlanError(
            f"The last test would be as of {last_label.date()}, but features end earlier.",
            "Move feature_end_time later or label_end_time earlier.",
        )
    step = span(calendar.model_update_frequency)
    times = _back(last_label - duration, _start(calendar) + label, step)
    if not times:
        raise PlanError(
            "No split fits between the start and the end of the labels.",
            "Shorten the label timespans or the test duration, or give more years.",
        )
    return times


def train_as_of(
    calendar: Calendar, split: pd.Timestamp, label: str, step: str, history: str
) -> tuple[pd.Timestamp, ...]:
    """The as-of days that a model fitted on the day ``split`` learns from, for these spans."""
    last = split - span(label)
    return tuple(_back(last, max(last - span(history), _start(calendar)), span(step)))


def _moving(step: pd.DateOffset) -> None:
    if pd.Timestamp(0) + step == pd.Timestamp(0):
        raise PlanError("A frequency of nothing never ends.", "Give a frequency of 1 day or more.")


def _back(last: pd.Timestamp, earliest: pd.Timestamp, step: pd.DateOffset) -> list[pd.Timestamp]:
    _moving(step)
    days: list[pd.Timestamp] = []
    while last >= earliest:
        days.append(last)
        last = last - step
    return days[::-1]


def _forward(first: pd.Timestamp, end: pd.Timestamp, step: pd.DateOffset) -> Iterator[pd.Timestamp]:
    _moving(step)
    yield first
    while (first := first + step) < end:
        yield first
