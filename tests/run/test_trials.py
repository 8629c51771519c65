"""Trials are told row by row, in values that Spark takes."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.run.answers.trials import plain, trials

DAY = pd.Timestamp("2014-04-16")


@pytest.mark.parametrize(
    ("value", "kind", "made"),
    [
        (None, "string", None),
        (float("nan"), "double", None),
        (np.float64("nan"), "int", None),
        (pd.NaT, "date", None),
        (np.float64(2.5), "double", 2.5),
        (np.int64(3), "int", 3),
        (3.0, "int", 3),
        (np.bool_(True), "boolean", True),
        (DAY, "date", DAY.date()),
        (DAY, "timestamp", datetime(2014, 4, 16, tzinfo=UTC)),
        ("all", "string", "all"),
    ],
)
def test_a_value_is_what_spark_takes_for_its_column(value: Any, kind: str, made: Any) -> None:
    given = plain(value, kind)
    assert given == made and type(given) is type(made)


def test_a_trial_says_over_all_windows_and_one_by_one_who_it_was() -> None:
    tried = {
        "a": SimpleNamespace(plain=True, says="Counts."),
        "b": SimpleNamespace(plain=False, says="Learns."),
    }
    summary = pd.DataFrame({"candidate": ["a", "b"], "measure": "auc", "value": [0.5, 0.6]})
    each = summary.assign(window=DAY)
    played: Any = SimpleNamespace(
        candidates=tried, winner="b", verdict="b is used.", summary=summary, per_window=each
    )
    rows = trials(played, "Which?", {"as_of": DAY.date()})
    assert [row["window"] for row in rows] == ["all", "all", "2014-04-16", "2014-04-16"]
    assert [(row["plain"], row["chosen"]) for row in rows[2:]] == [(True, False), (False, True)]
    assert {row["says"] for row in rows if row["candidate"] == "b"} == {"Learns."}
    assert {(row["question"], row["verdict"], row["as_of"]) for row in rows} == {
        ("Which?", "b is used.", DAY.date())
    }
