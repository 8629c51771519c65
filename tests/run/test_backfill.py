"""A series of as-of days runs in order, stops at a problem, goes on there, and repeats nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    PromiseBroken,
    SettingError,
)
from lakehouse.run.commands import running as commands
from lakehouse.run.computing import backfill as asked
from lakehouse.run.computing import runner
from lakehouse.run.computing.backfill import EVERY, backfill, days_of
from lakehouse.store.lake import Lake
from lakehouse.store.state import Made, remember

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
FIRST, LAST = date(2024, 3, 1), date(2024, 3, 3)


@given(DAYS, st.integers(0, 200), st.sampled_from(sorted(EVERY)))
def test_days_go_up_from_the_first_and_never_past_the_last(
    first: date, length: int, every: str
) -> None:
    last = first + timedelta(length)
    days = list(days_of(first, last, every))
    assert days[0] == first and days[-1] <= last
    steps = {b - a for a, b in itertools.pairwise(days)}
    widest = {"day": (1, 1), "week": (7, 7), "month": (28, 31)}[every]
    assert all(widest[0] <= s.days <= widest[1] for s in steps)
    assert (last - days[-1]).days < widest[1]


def test_months_keep_the_day_of_the_first_where_they_have_it() -> None:
    days = days_of(date(2023, 12, 31), date(2024, 4, 30), "month")
    assert [f"{d:%m-%d}" for d in days] == ["12-31", "01-31", "02-29", "03-31", "04-30"]


def test_a_series_that_cannot_be_is_refused() -> None:
    with pytest.raises(SettingError, match="comes before"):
        list(days_of(LAST, FIRST, "day"))
    with pytest.raises(SettingError, match=r"by weeek \(did you mean week\?\)"):
        list(days_of(FIRST, LAST, "weeek"))


class Computed:
    """Stands where a day is decided: notes each day, and fails at one when told to."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.fails_at: date | None = None
        self.landing: list[CityLakeError] = []

    def __call__(
        self, run: Any, steps: Any, days: dict[str, date], day: date, *, publishes: bool
    ) -> None:
        assert set(days.values()) == {day} and publishes == (steps == run.catalogue.steps)
        self.days.append(day)
        if day == self.fails_at:
            run.problems.append(PromiseBroken("Twice.", "Mend it."))


@pytest.fixture
def computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computed:
    """Everything is real but what needs Spark: landing, and deciding a day."""
    monkeypatch.setenv("CITYLAKE_WORK", str(tmp_path))
    nobody: Any = None
    monkeypatch.setattr(commands, "_lake", lambda settings: Lake(nobody, settings.lake))
    for module in (commands, runner):
        monkeypatch.setattr(module, "commit_logs", lambda lake: None)
    monkeypatch.setattr(asked, "newest_days", lambda run: {})
    made = Computed()
    monkeypatch.setattr(asked, "land_feeds", lambda run, _: run.problems.extend(made.landing))
    monkeypatch.setattr(asked, "decide", made)
    remember(tmp_path / "lake" / "sample", "burglary", Made("as delivered", 0, 1))
    return made


def series() -> int:
    return backfill("sample", [], FIRST, LAST, "day", 0)


def test_days_come_in_order_and_are_not_computed_twice(
    computed: Computed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert series() == 0
    assert computed.days == [FIRST, FIRST + timedelta(1), LAST]
    assert series() == 0
    assert len(computed.days) == 3
    assert capsys.readouterr().out.count("computed before and unchanged") == 3


def test_a_series_stops_at_a_problem_and_goes_on_there(
    computed: Computed, capsys: pytest.CaptureFixture[str]
) -> None:
    computed.fails_at = FIRST + timedelta(1)
    assert series() == PromiseBroken.exit_code
    assert f"stopped at {computed.fails_at}" in capsys.readouterr().out
    assert LAST not in computed.days
    computed.fails_at = None
    computed.days.clear()
    assert series() == 0
    assert computed.days == [FIRST + timedelta(1), LAST]


def test_a_later_delivery_makes_every_day_new(computed: Computed, tmp_path: Path) -> None:
    series()
    remember(tmp_path / "lake" / "sample", "burglary", Made("delivered again", 1, 2))
    series()
    assert len(computed.days) == 6


def test_a_delivery_that_nothing_asked_for_is_made_of_changes_no_day(
    computed: Computed, tmp_path: Path
) -> None:
    def visits() -> int:
        return backfill("sample", ["city.food_visit"], FIRST, LAST, "day", 0)

    visits()
    remember(tmp_path / "lake" / "sample", "burglary", Made("delivered again", 1, 2))
    visits()
    assert len(computed.days) == 3
    remember(tmp_path / "lake" / "sample", "food_inspection", Made("delivered again", 1, 2))
    visits()
    assert len(computed.days) == 6


@pytest.mark.parametrize("changed", [{"capacity": {"a": 1}}, {"food_harm": None}])
def test_what_the_city_says_makes_every_day_new(
    computed: Computed, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    series()
    before = commands.load_settings

    def otherwise(city: str | None) -> Any:
        settings = before(city)
        return replace(settings, city=replace(settings.city, **changed))

    monkeypatch.setattr(commands, "load_settings", otherwise)
    series()
    assert len(computed.days) == 6


def test_a_file_that_did_not_come_holds_up_no_day(computed: Computed) -> None:
    computed.landing = [DeliveryMissing("No file.", "Deliver it.")]
    assert series() == DeliveryMissing.exit_code
    assert len(computed.days) == 3


def test_named_tables_are_a_series_of_their_own(computed: Computed) -> None:
    series()
    assert backfill("sample", ["city.food_visit"], FIRST, FIRST, "day", 0) == 0
    assert computed.days[-1] == FIRST and len(computed.days) == 4
