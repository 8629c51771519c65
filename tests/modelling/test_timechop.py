"""Splits are those that triage's timechop makes of the same calendar."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare import Calendar
from lakehouse.declare.errors import PlanError
from lakehouse.modelling.timechop import Chop, chop, span

YEARLY = Calendar(
    feature_start_time="2010-01-01",
    feature_end_time="2016-01-01",
    label_start_time="2012-01-01",
    label_end_time="2016-01-01",
    model_update_frequency="1year",
    training_label_timespans=("6month",),
    training_as_of_date_frequencies=("3month",),
    test_durations=("0d",),
    test_label_timespans=("6month",),
    test_as_of_date_frequencies=("1month",),
    max_training_histories=("1y",),
)


def as_answer(split: Chop) -> dict[str, Any]:
    tests = [
        {
            "first_as_of": str(days[0]),
            "last_as_of": str(days[-1]),
            "matrix_end": str(end),
            "as_of": [str(day) for day in days],
        }
        for days, end in zip(split.test_as_of, split.test_ends, strict=True)
    ]
    train = {
        "first_as_of": str(split.train_as_of[0]),
        "last_as_of": str(split.train_as_of[-1]),
        "matrix_end": str(split.train_end),
        "n_as_of": len(split.train_as_of),
        "label_timespan": split.train_label_timespan,
    }
    return {"train": train, "tests": tests}


@pytest.mark.parametrize("case", ["food_6month", "inspections_1month"])
def test_splits_are_those_of_timechop(reference: Path, case: str) -> None:
    expected = json.loads((reference / "timechop_splits_expected.json").read_text())[case]
    found = [as_answer(split) for split in chop(Calendar(**expected["config"]))]
    assert len(found) > 5 and found == expected["splits"]


def test_one_span_is_written_as_a_text_or_in_a_list() -> None:
    said: dict[str, Any] = {"test_durations": "0d", "max_training_histories": ["1y"]}
    made = replace(YEARLY, **said)
    assert made == YEARLY and hash(made) == hash(YEARLY)


def test_training_goes_back_from_the_split_as_far_as_history_allows() -> None:
    last = chop(YEARLY)[-1]
    assert last.train_end == pd.Timestamp(2015, 7, 1)
    assert last.train_as_of[0] == pd.Timestamp(2014, 1, 1)
    assert last.train_as_of[-1] == pd.Timestamp(2015, 1, 1)
    assert last.test_as_of == ((pd.Timestamp(2015, 7, 1),),)


def test_each_combination_of_spans_is_made() -> None:
    both = replace(YEARLY, max_training_histories=("0d", "5y"), test_durations=("0d", "3month"))
    found = chop(both)
    # Four splits for 0d (July 2012 to 2015), three for 3month (April 2013 to 2015), twice.
    assert len(found) == 14
    assert [len(split.train_as_of) for split in found[:4]] == [1, 1, 1, 1]
    assert [len(split.train_as_of) for split in found[4:8]] == [1, 5, 9, 13]
    assert found[8].train_end == pd.Timestamp(2013, 4, 1)


def test_no_training_label_reaches_past_the_split() -> None:
    for split in chop(YEARLY):
        assert split.train_as_of[-1] + span("6month") <= split.train_end == split.test_as_of[0][0]


@pytest.mark.parametrize(("text", "months"), [("6month", 6), ("2 years", 24), ("5Y", 60)])
def test_a_span_reads_words_and_letters(text: str, months: int) -> None:
    assert pd.Timestamp(2020, 1, 1) + span(text) == pd.Timestamp(2020, 1, 1) + pd.DateOffset(
        months=months
    )


@pytest.mark.parametrize("text", ["6", "month", "3m", "-1 day", "1.5y", ""])
def test_what_is_not_a_span_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="not a span of time"):
        span(text)


def test_calendars_without_a_split_are_refused() -> None:
    with pytest.raises(PlanError, match="No split fits"):
        chop(replace(YEARLY, label_end_time="2012-06-01"))
    with pytest.raises(PlanError, match="features end earlier"):
        chop(replace(YEARLY, feature_end_time="2014-01-01"))
    with pytest.raises(PlanError, match="never ends"):
        chop(replace(YEARLY, model_update_frequency="0d"))
