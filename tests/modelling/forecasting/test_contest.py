"""The contest: learners win where there is something to learn, the plain one where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.forecasting.candidates import DampedTrend, WeekdayNaive
from lakehouse.modelling.forecasting.card import forecast_card
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.panel import panel_of
from lakehouse.modelling.verdict import COLUMNS
from tests.modelling.forecasting.conftest import LEVELS, candidates, draw_series, rows_of

SERIES = {
    "wave": draw_series(200, wave=0.05, rises=110, seed=1),
    "quiet": draw_series(200, level=900, seed=2),
}


def hold(series: dict[str, np.ndarray], tried: dict, **said: object) -> ForecastContest:
    given = {"beside": "naive", "horizon": 7, "quantiles": LEVELS, "tolerance": 0.02, "draws": 100}
    return forecast_contest(panel_of(rows_of(series), ["name"]), tried, **{**given, **said})


@pytest.fixture(scope="module")
def played() -> ForecastContest:
    return hold(SERIES, candidates())


def value(played: ForecastContest, candidate: str, measure: str) -> float:
    found = played.summary.set_index(["candidate", "measure"])["value"]
    return float(found[candidate, measure])


def test_a_wave_after_a_quiet_time_is_won_by_a_learner(played: ForecastContest) -> None:
    assert not played.candidates[played.winner].plain
    assert value(played, played.winner, "pinball_to_naive wave") < 0.9
    assert value(played, played.winner, "pinball_to_naive quiet") < 1.02
    assert 0.8 <= value(played, played.winner, "coverage_90_percent wave") <= 0.97
    assert f"{played.winner} is used: it loses" in played.verdict


def test_every_candidate_is_judged_on_the_same_rows(played: ForecastContest) -> None:
    rows = played.judged.groupby("candidate")[["series", "origin"]].apply(
        lambda g: tuple(map(tuple, g.to_numpy()))
    )
    assert rows.nunique() == 1
    first = played.judged["origin"].min()
    # A trend over two weeks needs three, and three more until 14 of its errors are known.
    assert first == pd.Timestamp("2020-03-01") + pd.Timedelta(days=40)
    assert played.judged["origin"].max() == pd.Timestamp("2020-03-01") + pd.Timedelta(days=192)


def test_the_summary_sets_everybody_beside_the_best_plain_candidate(
    played: ForecastContest,
) -> None:
    summary = played.summary
    assert list(summary.columns) == COLUMNS
    bar = summary[summary["candidate"] == played.best_plain]
    assert bar["compared_with"].isna().all() and bar["difference"].isna().all()
    rest = summary[summary["candidate"] != played.best_plain]
    assert (rest["compared_with"] == played.best_plain).all()
    assert rest["difference_high"].notna().all()
    assert (summary["low"] <= summary["high"] + 1e-12).all()
    assert summary.groupby("candidate")["chosen"].all().sum() == 1
    assert not summary.duplicated(["candidate", "measure"]).any()


def test_months_are_measured_too(played: ForecastContest) -> None:
    each = played.per_window
    assert set(each["window"]) == set(pd.date_range("2020-04-01", "2020-09-01", freq="MS"))
    assert {"scaled_pinball", "mase", "coverage_90_percent", "origins"} <= set(each["measure"])


def test_the_same_contest_twice_is_the_same(played: ForecastContest) -> None:
    again = hold(SERIES, candidates())
    pd.testing.assert_frame_equal(again.summary, played.summary)
    assert again.verdict == played.verdict


def test_a_learner_that_is_not_better_for_sure_loses() -> None:
    made = hold({"quiet": SERIES["quiet"]}, {"naive": WeekdayNaive(), "odd": Odd(plain=False)})
    assert made.winner == made.best_plain == "naive"
    assert "naive is used, the best plain candidate. odd is not better" in made.verdict


class Odd(WeekdayNaive):
    """The naive, too high on every other day: it must lose."""

    def path(self, values, horizons):  # type: ignore[no-untyped-def]
        found = super().path(values, horizons)
        wrong = np.where(np.arange(len(values)) % 2, 1.2, 0.8)[:, None]
        return replace(found, center=wrong * found.center)


def test_a_learner_that_is_worse_on_one_series_loses() -> None:
    class OneSided(DampedTrend):
        plain = False

        def path(self, values, horizons):  # type: ignore[no-untyped-def]
            found = super().path(values, horizons)
            quiet = np.nanmean(values) > 850
            noise = np.where(np.arange(len(values)) % 2, 1.15, 0.87)[:, None]
            return replace(found, center=found.center * noise) if quiet else found

    wave = draw_series(200, level=60, wave=0.05, rises=60, seed=1)
    made = hold(
        {"wave": np.minimum(wave, 840), "quiet": SERIES["quiet"]},
        {"naive": WeekdayNaive(), "sided": OneSided()},
    )
    assert made.winner == "naive"
    assert "sided is" in made.failed["sided"]


def test_without_a_plain_candidate_there_is_no_bar() -> None:
    with pytest.raises(PlanError, match="without a plain candidate"):
        hold(SERIES, {"naive": DampedTrend()})


def test_too_short_a_time_judges_nobody() -> None:
    made = hold({"quiet": SERIES["quiet"][:40]}, candidates())
    assert made.judged.empty and made.winner == ""


def test_the_card_tells_what_was_found(played: ForecastContest) -> None:
    said = forecast_card(played, question="How many?", outcome="Beds in use.", limits=["No more."])
    assert said.startswith("# How many?\n\nOver ") and said.endswith("- No more.\n")
    assert all(f"| {name} |" in said for name in (*played.candidates, *SERIES))
