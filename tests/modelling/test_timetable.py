"""A ranking's folds are those that triage's timechop makes of its calendar."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.calendar import TIMES, Calendar
from lakehouse.declare.errors import PlanError
from lakehouse.modelling.timetable import timetable
from lakehouse.modelling.windows import Fold, Window, folds, windows_before

EVERY_QUARTER = Calendar(
    model_update_frequency="3month",
    training_label_timespans="1month",
    training_as_of_date_frequencies="1month",
    test_durations="2month",
    test_label_timespans="1month",
    test_as_of_date_frequencies="1month",
    max_training_histories="2year",
)
# Refitted for every window from all before it: what a ranking without a calendar does.
EACH = replace(
    EVERY_QUARTER, model_update_frequency="1month", test_durations="0d", max_training_histories="9y"
)


@pytest.mark.parametrize(("case", "months"), [("food_6month", 6), ("inspections_1month", 1)])
def test_folds_are_those_of_timechop(reference: Path, case: str, months: int) -> None:
    expected = json.loads((reference / "timechop_splits_expected.json").read_text())[case]
    config = expected["config"]
    first, as_of = (date.fromisoformat(config[f"label_{end}_time"]) for end in ("start", "end"))
    calendar = Calendar(**{k: v for k, v in config.items() if k not in TIMES})
    found = timetable(calendar, months, first, as_of).folds
    wanted = [(split["train"], day) for split in expected["splits"] for day in _days(split)]
    assert len(found) == len(wanted) > 5
    for fold, (train, day) in zip(found, wanted, strict=True):
        assert str(fold.test.start) == day[:10]
        assert len(fold.train) == train["n_as_of"]
        assert str(fold.train[0].start) == train["first_as_of"][:10]
        assert str(fold.train[-1].start) == train["last_as_of"][:10]
        assert str(fold.train[-1].end) == train["matrix_end"][:10]


def _days(split: Any) -> list[str]:
    return [day for test in split["tests"] for day in test["as_of"]]


def test_with_all_the_past_and_every_refit_they_are_the_rankings_own() -> None:
    for day in (date(2020, 7, 1), date(2020, 7, 16)):
        own = windows_before(day, date(2018, 2, 11), 1, whole_months=False)
        planned = timetable(EACH, 1, date(2018, 2, 11), day)
        assert planned.windows == planned.last == own
        assert planned.folds == folds(own)
        assert planned.among(own, 4) == folds(own, 4)


def test_a_history_limits_what_the_kept_model_learns_from_too() -> None:
    planned = timetable(replace(EACH, max_training_histories="2month"), 1, date(2018, 1, 1), DAY)
    assert [str(w.start) for w in planned.last] == ["2020-04-01", "2020-05-01", "2020-06-01"]
    assert {len(f.train) for f in planned.folds[2:]} == {3}
    assert len(planned.windows) == 30


DAY = date(2020, 7, 1)


def test_a_window_without_a_case_neither_teaches_nor_is_tested() -> None:
    planned = timetable(EACH, 1, date(2020, 1, 1), DAY)
    dry = Window(date(2020, 3, 1), date(2020, 4, 1))
    left = planned.among([w for w in planned.windows if w != dry], 2)
    assert [f.test.start.month for f in left] == [4, 5, 6]
    assert left[0] == Fold((planned.windows[0], planned.windows[1]), planned.windows[3])


def test_before_the_first_split_there_is_nothing() -> None:
    assert timetable(EACH, 1, date(2020, 6, 1), DAY).folds == ()
    assert len(timetable(EACH, 1, date(2020, 5, 1), DAY).folds) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"label_end_time": "2020-01-01"}, "says label_end_time"),
        ({"test_durations": ("0d", "1y")}, "not one span in test_durations"),
        ({"test_label_timespans": "2month"}, "labels are 1month and 2month long"),
        ({"training_as_of_date_frequencies": "1week"}, "labels overlap"),
        ({"model_update_frequency": "10d"}, "labels overlap"),
    ],
)
def test_a_calendar_no_ranking_can_be_judged_by_is_refused(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(PlanError, match=said):
        timetable(replace(EVERY_QUARTER, **changed), 1, date(2018, 1, 1), DAY)
