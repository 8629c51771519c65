"""Late reports, germ by germ: expected, judged by what came in, and spread from."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lakehouse.transform.reported import (
    LONGEST,
    NOT_PASSED_ON,
    nowcasted,
    reports_of,
    reproduced,
    watched,
)

FIRST = date(2022, 1, 1)


def drawn(disease: str = "covid_19", days: int = 300, mean: float = 8, slow: float = 0.3):
    """Reports of constant cases, those that came by the last day; delays are geometric."""
    rng = np.random.default_rng(4)
    on = np.repeat(np.arange(days), rng.poisson(mean, days))
    known = on + rng.geometric(slow, on.size) - 1
    frame = pd.DataFrame({"on": on, "known": known})
    truth = frame.groupby("on").size().reindex(range(days), fill_value=0)
    seen = frame[known < days].groupby(["on", "known"]).size().rename("reports").reset_index()
    dated = {
        name: [FIRST + timedelta(days=int(d)) for d in seen[of]]
        for name, of in (("specimen_on", "on"), ("known_at", "known"))
    }
    rows = pd.DataFrame({"disease": disease, **dated, "reports": seen["reports"]})
    return rows.assign(reached=FIRST + timedelta(days=days - 1)), truth


def test_the_last_days_are_expected_as_they_turn_out_beside_what_is_reported() -> None:
    rows, truth = drawn()
    made = nowcasted(rows)
    assert len(made) == 90 and made["specimen_on"].iloc[-1] == FIRST + timedelta(days=299)
    last = made.tail(14)
    true = truth.to_numpy()[-14:]
    assert (true >= last["low"]).mean() > 0.7 and (true <= last["high"]).mean() > 0.7
    assert abs(last["expected"].sum() - true.sum()) < 0.35 * (true.sum() - last["reported"].sum())
    week = made.iloc[-1]
    assert week["week_reported"] == made["reported"].tail(7).sum()
    assert abs(week["week_expected"] - made["expected"].tail(7).sum()) < 1e-9
    days = made.tail(7)
    assert week["week_high"] - week["week_low"] < 0.8 * (days["high"] - days["low"]).sum()
    assert week["week_low"] <= true[-7:].sum() <= week["week_high"]
    assert made["share"].iloc[0] == 1 and made["expected"].iloc[0] == made["reported"].iloc[0]


def test_earlier_nowcasts_are_judged_by_what_came_in() -> None:
    made = watched(drawn()[0]).set_index("age")
    assert list(made.index) == list(range(LONGEST))
    assert made["coverage_95"].min() > 0.85 and abs(made["bias"][0]) < 1.5
    assert made["error"][0] < made["reported_error"][0]
    assert (made["says"] == "").all() and made["nowcasts"].min() >= 30


def test_constant_cases_infect_one_each_and_the_last_weeks_are_not_looked_back_on() -> None:
    made = reproduced(drawn()[0])
    assert made["mean"].mean() == pytest.approx(1, abs=0.1)
    assert (made["low"] < made["median"]).all() and (made["median"] < made["high"]).all()
    assert made["looking_back"].iloc[:30].mean() == pytest.approx(1, abs=0.1)
    assert made["looking_back"].iloc[-LONGEST:].isna().all()
    assert made["why_none"].isna().all()


def test_a_germ_that_is_not_passed_on_has_a_row_with_the_reason() -> None:
    (row,) = reproduced(drawn("salmonella")[0]).to_dict("records")
    assert row["why_none"] == NOT_PASSED_ON and np.isnan(row["mean"])
    (row,) = reproduced(drawn(days=30)[0]).to_dict("records")
    assert "days of reports" in row["why_none"]


def test_before_any_day_is_complete_nothing_is_expected() -> None:
    rows, _ = drawn(days=LONGEST)
    assert nowcasted(rows).empty and watched(rows).empty
    assert reports_of(rows).today == LONGEST - 1
