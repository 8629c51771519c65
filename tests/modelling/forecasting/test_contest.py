"""The contest: learners win where there is something to learn, the plain one where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.modelling.forecasting.candidates import DampedTrend, WeekdayNaive
from lakehouse.modelling.forecasting.card import forecast_card
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.panel import panel_of
from lakehouse.modelling.forecasting.scorecard import losses
from lakehouse.modelling.forecasting.verdict import decide
from lakehouse.modelling.gates.gate import COVERED
from lakehouse.modelling.verdict import COLUMNS, Verdict
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
    assert list(played.summary.columns) == COLUMNS
    # Regret is a distance to the best one already.
    summary = played.summary[~played.summary["measure"].str.startswith("regret")]
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
    assert {"scaled_pinball", "scaled_crps", "mase", "coverage_90_percent", "origins"} <= set(
        each["measure"]
    )


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


def told(**changed: tuple[float, float, float, float]) -> pd.DataFrame:
    """Of each candidate its loss, regret, and the coverage of its band with an interval's half."""
    usual = {"naive": (0.5, 0.2, 0.9, 0.05), "plainer": (0.31, 0.0, 0.9, 0.05)}
    rows = []
    for name, (loss, regret, held, half) in {**usual, "other": usual["plainer"], **changed}.items():
        gap = {"difference": -0.1, "difference_low": -0.2, "difference_high": -0.05}
        band = {"value": held, "low": held - half, "high": held + half}
        rows += [
            {"candidate": name, "measure": "scaled_pinball", "value": loss, **gap},
            {"candidate": name, "measure": "regret", "value": regret},
            {"candidate": name, "measure": "coverage_90_percent", **band},
            {"candidate": name, "measure": "pinball beds", "value": loss},
        ]
    return pd.DataFrame(rows)


TRIED: dict = {"naive": WeekdayNaive(), "plainer": DampedTrend(), "other": DampedTrend(over=14)}
MONTHS = {"naive": [0.5] * 4, "plainer": [0.3] * 4, "other": [0.3] * 4}


def decided(summary: pd.DataFrame, months: dict[str, list[float]] = MONTHS) -> Verdict:
    return decide(TRIED, summary, pd.DataFrame(months), 0.02, (120, 120), 7)


def test_the_least_regret_over_months_wins_and_a_tie_goes_to_the_plainer() -> None:
    # Over all days "other" loses least, thanks to one month; month by month it stays behind.
    assert decided(told(other=(0.29, 0.02, 0.9, 0.05))).winner == "plainer"
    assert decided(told(plainer=(0.31, 0.0005, 0.9, 0.05))).winner == "plainer"
    assert decided(told(plainer=(0.31, 0.0015, 0.9, 0.05))).winner == "other"


def test_one_that_is_better_in_few_months_only_is_refused() -> None:
    months = MONTHS | {"plainer": [0.51, 0.51, 0.51, 0.01]}
    made = decided(told(), months)
    assert made.winner == "other" and "its advantage comes from a few" in made.failed["plainer"]


@pytest.mark.parametrize(
    ("held", "half", "verdict"),
    [(0.9, 0.05, PASS), (0.78, 0.05, INSUFFICIENT), (0.7, 0.05, FAIL), (0.99, 0.01, FAIL)],
)
def test_a_band_fails_only_where_it_is_off_for_sure(held: float, half: float, verdict: str) -> None:
    made = decided(told(plainer=(0.31, 0.0, held, half)))
    (gate,) = (g for g in made.gates if (g.candidate, g.name) == ("plainer", COVERED))
    assert gate.verdict == verdict
    assert made.winner == ("other" if verdict == FAIL else "plainer")


def test_a_month_of_a_few_days_decides_nothing() -> None:
    rows = [("a", "2020-05-01", 0.3, 30), ("a", "2020-06-01", 9.0, 3)]
    each = pd.DataFrame(
        [
            {"candidate": c, "window": w, "measure": m, "value": v}
            for c, w, loss, days in rows
            for m, v in (("scaled_pinball", loss), ("origins", days))
        ]
    )
    assert losses(each)["a"].tolist() == [0.3]
    assert losses(each[each["window"] == "2020-06-01"])["a"].tolist() == [9.0]
