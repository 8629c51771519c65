"""Planted drifts are learnt and believed, chance is not, and sampling does not move the level."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import TooEarly
from lakehouse.methods.fairness import INSUFFICIENT
from lakehouse.modelling.crash_hours import boosted as trees
from lakehouse.modelling.crash_hours import contest as asked
from lakehouse.modelling.crash_hours.boosted import boosted, every_cell, features, unseen
from lakehouse.modelling.crash_hours.contest import LOSS, contest_of, crash_contest
from lakehouse.modelling.crash_hours.rates import rates_of
from lakehouse.modelling.crash_hours.record import Record, record_of
from lakehouse.modelling.crash_hours.week import fit_crash_hours
from lakehouse.modelling.crash_hours.weeks import BOOSTED, SMOOTHED
from lakehouse.modelling.gates.gate import BASELINE
from lakehouse.modelling.outlook.contest import OutlookContest

FIRST, DAYS, AREAS = date(2022, 1, 3), 420, 10
AFTER = FIRST + timedelta(days=DAYS)
HOURS = np.where((np.arange(24) % 12) > 6, 2.0, 0.6)


def drawn(drift: float, rain: float = 1.0, seed: int = 1, level: float = 0.05) -> pd.DataFrame:
    """Crashes whose area goes up and down by ``drift`` over months, more of them on wet days."""
    draw = np.random.default_rng(seed)
    day = np.arange(DAYS)
    area = np.linspace(0.5, 1.5, AREAS)
    wave = np.exp(drift * np.sin(2 * np.pi * (day[:, None] / 200 + np.arange(AREAS) / AREAS)))
    wet = np.where(day % 3 == 0, rain, 1.0)[:, None]
    mean = level * (area * wave * wet)[:, None, :] * HOURS[None, :, None]
    counts = draw.poisson(mean)
    at, hour, place = np.nonzero(counts)
    made = pd.DataFrame(
        {
            "area": [f"a{n:02}" for n in place],
            "day": [FIRST + timedelta(days=int(n)) for n in at],
            "hour": hour,
            "is_dark": np.where((hour < 7) | (hour > 19), 1.0, 0.0),
            "latitude": 52.0 + place / 100,
            "longitude": 4.3,
        }
    )
    return made.loc[made.index.repeat(counts[at, hour, place])].reset_index(drop=True)


def weather() -> pd.DataFrame:
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return pd.DataFrame({"day": days, "precipitation": [float(n % 3 == 0) for n in range(DAYS)]})


def record(drift: float = 0.0, rain: float = 1.0, **more: float) -> Record:
    return record_of(drawn(drift, rain, **more), weather(), FIRST, AFTER)  # type: ignore[arg-type]


def known(crashes: pd.DataFrame, begins: date = AFTER) -> pd.DataFrame:
    """What is known of crashes and rain as of a day, as the question's rows say it."""
    days = (
        rows.assign(kind=kind, day=pd.to_datetime(rows["day"]))
        for kind, rows in (("crash", crashes), ("weather", weather()))
    )
    return pd.concat(days, ignore_index=True).assign(begins=pd.Timestamp(begins))


def test_the_record_counts_each_crash_and_knows_its_neighbours() -> None:
    crashes = drawn(0.0)
    lacking = pd.concat(
        [crashes, crashes.head(5).assign(hour=None), crashes.head(3).assign(area=None)]
    )
    made = record_of(lacking, weather().head(100), FIRST, AFTER)
    assert made.counts.sum() == len(crashes) and made.counts.shape == (DAYS, 24, AREAS)
    assert made.wet[0] == 1 and made.wet[1] == 0 and np.isnan(made.wet[100:]).all()
    assert made.dark[0, 3] > 0.9 and made.dark[0, 12] < 0.1
    assert set(np.flatnonzero(made.near[5])) == {3, 4, 6, 7}
    weekday, month = made.calendar(np.array([0, 6, 31]))
    assert weekday.tolist() == [0, 6, 3] and month.tolist() == [0, 0, 1]


def test_smoothed_rates_lie_between_the_count_and_what_area_and_hour_explain() -> None:
    made = record()
    rates = rates_of(made, np.arange(made.days))
    truth = 0.05 * np.outer(np.tile(HOURS, 7), np.linspace(0.5, 1.5, AREAS))
    assert np.abs(rates.smoothed - truth).mean() < 0.4 * np.abs(rates.counted - truth).mean()
    assert rates.smoothed.sum() == pytest.approx(rates.counted.sum(), rel=0.05)
    assert (rates.smoothed > 0).all() and (rates.counted > 0).all()


def test_the_features_of_a_week_hold_nothing_of_it() -> None:
    made = record(0.5)
    rates, cells = rates_of(made, np.arange(300)), every_cell(made, 300, 7)
    before = features(made, rates, cells, 300, np.zeros(len(cells.day)))
    made.counts[293:] = 9
    after = features(made, rates, cells, 300, np.zeros(len(cells.day)))
    assert np.array_equal(after, before, equal_nan=True)


def test_sampling_the_hours_without_a_crash_does_not_move_the_level(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = record()
    cells = every_cell(made, 35, DAYS - 42)
    came, wet = made.counts[cells.day, cells.hour, cells.area].sum(), made.wet[cells.day]
    monkeypatch.setattr(trees, "MOST_ZEROS", 6000)
    # Six thousand of some ninety thousand: uncorrected, fifteen times as many would be expected.
    few = boosted(made, DAYS).expected(made, cells, wet)
    assert few.sum() == pytest.approx(came, rel=0.03)
    known = DAYS - 56
    later = every_cell(made, known, 56)
    truth = 0.05 * HOURS.sum() * AREAS * 56
    assert unseen(boosted(made, known), made, later)[0].sum() == pytest.approx(truth, rel=0.1)


def test_rain_is_learnt_and_averaged_over_where_it_is_not_known_ahead() -> None:
    made = record(rain=2.0, level=0.1)
    cells = every_cell(made, DAYS, 7)
    mean, wet, dry = unseen(boosted(made, DAYS), made, cells)
    assert 1.5 < wet.sum() / dry.sum() < 2.3
    assert mean.sum() == pytest.approx(wet.sum() / 3 + dry.sum() * 2 / 3, rel=0.03)


@pytest.fixture(scope="module")
def drifting() -> OutlookContest:
    """The contest over areas that go up and down."""
    return contest_of(record(0.9, level=0.1))


@pytest.mark.whole
def test_trees_are_believed_where_they_are_better_and_not_for_chance(
    drifting: OutlookContest,
) -> None:
    assert drifting.winner == BOOSTED and "so these are used" in drifting.verdict
    assert drifting.failed == {} and {g.verdict for g in drifting.gates} == {"pass"}
    whole = drifting.summary.set_index(["candidate", "measure"])
    row = whole.loc[(BOOSTED, LOSS)]
    assert row["chosen"] and row["compared_with"] == drifting.best_plain == SMOOTHED
    assert row["difference_low"] < row["difference"] < row["difference_high"] < 0
    assert row["difference"] == pytest.approx(row["value"] - whole.loc[(SMOOTHED, LOSS), "value"])
    each = drifting.per_window[drifting.per_window["measure"] == LOSS]
    assert each["window"].nunique() == 16 and row["value"] == pytest.approx(
        each.loc[each["candidate"] == BOOSTED, "value"].mean()
    )
    still = contest_of(record(0.0))
    assert still.winner == SMOOTHED and "not lower for sure" in still.verdict
    assert {g.name for g in still.gates if g.verdict == "fail"} >= {BASELINE}
    assert still.through == AFTER - timedelta(days=1)


def test_trees_whose_level_is_off_are_refused_however_low_their_deviance(
    drifting: OutlookContest, monkeypatch: pytest.MonkeyPatch
) -> None:
    weeks = drifting.judged.set_index(["week", "candidate"]).copy()
    # Half as many came as the trees expected, in all weeks: nobody should plan by that.
    weeks.loc[(slice(None), BOOSTED), "expected"] *= 2
    monkeypatch.setattr(asked, "judged_weeks", lambda _: weeks)
    refused = contest_of(record())
    assert refused.winner == SMOOTHED and set(refused.failed) == {BOOSTED}
    assert "counted 0.44" in refused.failed[BOOSTED]
    assert f"yet the smoothed rate is used: {refused.failed[BOOSTED]}" in refused.verdict


def test_the_coming_week_has_every_hour_of_every_area_and_says_why() -> None:
    begins = AFTER + timedelta(days=2)
    rows = known(drawn(0.0), begins)
    made = fit_crash_hours(rows, crash_contest(rows)).predict(rows)
    days = {pd.Timestamp(begins + timedelta(days=n)) for n in range(7)}
    assert len(made) == 7 * 24 * AREAS and set(made["day"]) == days
    numbers = made[["expected", "expected_low", "expected_high", "usual", "observed"]].astype(float)
    assert np.isfinite(numbers.to_numpy()).all()
    assert (numbers["expected_low"] < numbers["expected"]).all()
    assert (numbers["expected"] < numbers["expected_high"]).all()
    truth = (
        0.05
        * HOURS[made["hour"].astype(int)]
        * np.linspace(0.5, 1.5, AREAS)[made["community_area"].str[1:].astype(int)]
    )
    inside = (numbers["expected_low"] <= truth) & (truth <= numbers["expected_high"])
    assert inside.mean() > 0.8
    assert made["why"].str.contains("on record there in this hour of the week").all()
    assert made["expected_if_wet"].isna().all() and (made["candidate"] == SMOOTHED).all()


def test_a_short_record_is_told_by_the_plain_rate_and_an_empty_one_by_nothing() -> None:
    crashes = drawn(0.0)
    day = FIRST + timedelta(days=100)
    early = known(crashes[crashes["day"] < day], day)
    played = crash_contest(early)
    assert played.winner == SMOOTHED and played.summary.empty and played.per_window.empty
    assert [(g.name, g.verdict) for g in played.gates] == [(BASELINE, INSUFFICIENT)]
    made = fit_crash_hours(early, played).predict(early)
    assert made["judged"].iloc[0].startswith("100 days on record are too few")
    for none in (crashes.head(0), crashes[crashes["day"] < FIRST + timedelta(days=50)]):
        with pytest.raises(TooEarly, match="56 days are needed"):
            crash_contest(known(none, AFTER))


def test_an_older_version_is_asked_with_newer_rows_and_other_areas(
    drifting: OutlookContest,
) -> None:
    crashes = drawn(0.9, level=0.1)
    then = FIRST + timedelta(days=DAYS - 30)
    few = crashes[(crashes["day"] < then) & (crashes["area"] != "a09")]
    early = known(few, then)
    kept = fit_crash_hours(early, drifting)
    assert kept.candidate == BOOSTED
    made = kept.predict(known(crashes))
    assert set(made["community_area"]) == {f"a{n:02}" for n in range(AREAS)}
    assert made["day"].min() == pd.Timestamp(AFTER) and (made["expected"] > 0).all()
    truth = 0.1 * HOURS.sum() * 7 * AREAS
    assert made["expected"].sum() == pytest.approx(truth, rel=0.4)
