"""The kept forecast gives what the rolling one gives, and a reason where it gives nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.forecasting.candidates import DampedTrend, WeekdayNaive
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.modelling.forecasting.panel import panel_of, rolling
from tests.modelling.forecasting.conftest import LEVELS, draw_series, rows_of

FINAL = FinalForecast("trend", DampedTrend(), WeekdayNaive(), (1, 7, 14), LEVELS)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    ended = draw_series(90)
    ended[60:] = np.nan
    young = draw_series(90)
    young[:75] = np.nan
    return rows_of({"whole": draw_series(90), "ended": ended, "young": young})


@pytest.fixture(scope="module")
def made(rows: pd.DataFrame) -> pd.DataFrame:
    return FINAL.predict(rows.rename(columns={"name": "series"}))


def test_each_series_has_a_row_for_every_day_ahead(made: pd.DataFrame) -> None:
    assert made.groupby("series")["days_ahead"].apply(list).tolist() == [[1, 7, 14]] * 3
    last = pd.Timestamp("2020-03-01") + pd.Timedelta(days=89)
    assert ((made["day"] - last).dt.days == made["days_ahead"]).all()


def test_it_is_what_the_contest_would_say_of_the_last_day(
    rows: pd.DataFrame, made: pd.DataFrame
) -> None:
    panel = panel_of(rows, ["name"])
    whole = made[made["series"] == "whole"]
    for candidate, prefix in ((FINAL.candidate, ""), (FINAL.beside, "naive_")):
        rolled = rolling(panel, "whole", candidate, FINAL.horizons, LEVELS)[-1]
        columns = [f"{prefix}{name}" for name in ("q05", "q25", "q50", "q75", "q95")]
        assert np.array_equal(whole[columns].to_numpy(), rolled)


def test_a_series_without_a_forecast_says_why(made: pd.DataFrame) -> None:
    why = made.groupby("series")["why_no_forecast"].first()
    assert why["ended"] == "nothing was reported in the last 30 days"
    assert why["young"].startswith("15 days with a value are too few")
    whole = made[made["series"] == "whole"]
    assert whole["why_no_forecast"].isna().all() and whole["q50"].notna().all()
    assert made.loc[made["series"] != "whole", "q50"].isna().all()
