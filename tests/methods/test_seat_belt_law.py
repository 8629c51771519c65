"""The seat-belt law of 1983: fewer drivers killed or hurt, and nothing where there was no law."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.interrupted_series import interrupted_series
from tests.shared_data import shared

LAW = pd.Timestamp("1983-02-01")


@pytest.fixture(scope="module")
def months() -> pd.DataFrame:
    file = shared("data", "benchmarks/uk_seatbelts") / "monthly_1969_1984.csv"
    read = pd.read_csv(file)
    return read.set_index(pd.DatetimeIndex(read["month"])).drop(columns="month")


def test_drivers_and_those_beside_them_were_fewer(months: pd.DataFrame) -> None:
    exposure = months[["kms", "PetrolPrice"]]
    drivers = interrupted_series(months["drivers"], LAW, exposure)
    front = interrupted_series(months["front"], LAW, exposure)
    # Harvey and Durbin (1986, J R Stat Soc A 149): 18 % fewer drivers, 25 % fewer beside them.
    assert drivers.low < 0.82 < drivers.high < 1 and drivers.ratio == pytest.approx(0.81, abs=0.03)
    assert front.low < 0.75 < front.high < 1 and front.ratio < drivers.ratio


def test_those_the_law_did_not_reach_are_no_fewer(months: pd.DataFrame) -> None:
    """No belt was asked of passengers in the rear."""
    rear = interrupted_series(months["rear"], LAW, months[["kms", "PetrolPrice"]])
    assert rear.low < 1 < rear.high and rear.ratio == pytest.approx(1, abs=0.06)


def test_a_law_that_never_was_did_nothing(months: pd.DataFrame) -> None:
    before = months[months.index < LAW]
    for name in ("drivers", "front", "rear"):
        found = interrupted_series(months[name], LAW, months[["kms", "PetrolPrice"]])
        # One in twenty is what 95 % means; of 17 days that share their months, two at the most.
        assert found.placebos == 17 and found.alarms <= 2
        never = interrupted_series(
            before[name], pd.Timestamp("1981-02-01"), before[["kms", "PetrolPrice"]]
        )
        assert never.low < 1 < never.high


def test_a_planted_step_lies_in_its_interval() -> None:
    draw = np.random.default_rng(7)
    index = pd.date_range("2000-01-01", periods=180, freq="MS")
    day, inside = index[150], 0
    for _ in range(30):
        level = 300 * np.exp(
            -0.03 * np.arange(180) / 12 + 0.2 * np.cos(2 * np.pi * np.arange(180) / 12)
        )
        counts = pd.Series(draw.poisson(level * np.where(index >= day, 0.8, 1.0)), index)
        found = interrupted_series(counts, day)
        inside += found.low <= 0.8 <= found.high
    assert inside >= 26


@pytest.mark.parametrize(
    ("months_before", "value", "word"), [(35, 5.0, "35 months"), (60, np.nan, "missing")]
)
def test_what_cannot_be_judged_is_named(months_before: int, value: float, word: str) -> None:
    index = pd.date_range("2000-01-01", periods=months_before + 12, freq="MS")
    counts = pd.Series(value, index)
    with pytest.raises(PlanError, match=word):
        interrupted_series(counts, index[months_before])
