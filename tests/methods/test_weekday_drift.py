"""A count is held against the same weekday of the weeks before."""

from __future__ import annotations

import numpy as np

from lakehouse.methods.weekday_drift import usual

WEEK = np.array([100, 100, 100, 100, 100, 20, 10])


def test_a_quiet_sunday_is_usual_and_a_quiet_monday_is_not() -> None:
    counts = np.tile(WEEK, 20)
    counts[-7] = 10  # a Monday like a Sunday
    found = usual(counts)
    verdicts = found.verdicts(counts)
    assert verdicts[-7] == "few" and set(verdicts[-6:]) == {"usual"}
    assert found.expected[-1] == 10 and found.expected[-7] == 100
    assert (found.low[-7], found.high[-7]) == (60, 140)


def test_nothing_is_said_before_four_weeks() -> None:
    verdicts = usual(np.tile(WEEK, 5)).verdicts(np.tile(WEEK, 5))
    assert set(verdicts[:28]) == {None} and set(verdicts[28:]) == {"usual"}
    assert usual([]).verdicts([]) == []


def test_one_bad_week_before_does_not_move_what_is_expected() -> None:
    counts = np.tile(WEEK, 12)
    counts[-14:-7] = 0
    assert usual(counts).verdicts(counts)[-7:] == ["usual"] * 7


def test_chance_alone_seldom_makes_an_unusual_day() -> None:
    draw = np.random.default_rng(7)
    counts = draw.poisson(np.tile(WEEK, 300))
    verdicts = usual(counts).verdicts(counts)
    odd = sum(v in ("few", "many") for v in verdicts) / len(verdicts)
    assert odd < 0.003


def test_a_change_for_good_becomes_usual_within_five_weeks() -> None:
    counts = np.concatenate([np.tile(WEEK, 12), np.tile(3 * WEEK, 6)])
    verdicts = usual(counts).verdicts(counts)
    assert verdicts[84] == "many" and set(verdicts[-7:]) == {"usual"}
