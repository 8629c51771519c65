"""What is kept of a contest's chances: the winner's, in windows it was judged on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.run.answers.reliability import reliability_rows
from lakehouse.run.published.model_record import record_versions, reliability_of

WARM, JUDGED = pd.Timestamp("2020-01-01"), pd.Timestamp("2020-03-01")
STAMP = {"model_name": "delft_lamps", "model_version": "4", "as_of": "2020-05-01"}


@pytest.fixture
def played() -> Any:
    """A contest of which the first window only taught: there every chance was wrong."""
    chance = np.repeat([0.1, 0.4], 100)
    came = np.tile(np.arange(100) % 10 == 0, 2)
    came[100:] = np.arange(100) % 10 < 4
    rows = [
        pd.DataFrame({"candidate": who, "window": window, "probability": chance, "outcome": hits})
        for who in ("learner", "plain")
        for window, hits in ((WARM, 1 - came), (JUDGED, came * (who == "learner")))
    ]
    each = pd.DataFrame({"candidate": ["learner"], "window": [JUDGED]})
    return SimpleNamespace(
        out_of_time=pd.concat(rows, ignore_index=True), per_window=each, winner="learner"
    )


def test_the_winner_s_judged_windows_alone_are_told(played: Any) -> None:
    rows = pd.DataFrame(reliability_rows(played, STAMP))
    assert rows["probability"].tolist() == pytest.approx([0.1, 0.4])
    assert rows["observed"].tolist() == pytest.approx([0.1, 0.4])
    assert rows["rows"].tolist() == [100, 100]
    assert set(rows["candidate"]) == {"learner"} and set(rows["version"]) == {"4"}


def test_what_states_no_chances_has_no_rows(played: Any) -> None:
    played.out_of_time["probability"] = np.nan
    assert reliability_rows(played, STAMP) == []
    played.out_of_time = played.out_of_time.drop(columns="probability")
    assert reliability_rows(played, STAMP) == []


def test_a_release_takes_the_dots_by_model(played: Any) -> None:
    kept = pd.DataFrame(reliability_rows(played, STAMP)).rename(columns={"model_name": "model"})
    lake: Any = SimpleNamespace(
        exists=lambda table: True, frame=lambda table: kept[::-1], version=lambda table: 2
    )
    dots = reliability_of(lake)["delft_lamps"]
    assert dots["probability"].tolist() == pytest.approx([0.1, 0.4])
    assert list(dots) == ["probability", "observed", "low", "high"]
    assert set(record_versions(lake).values()) == {2}
    lake.exists = lambda table: False
    assert reliability_of(lake) == {}
