"""Where a list is made every week, rows are ranked against those of their own week."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.contest import contest
from lakehouse.modelling.learners import RankBy
from lakehouse.modelling.lists import are_windows, kept, positions
from lakehouse.modelling.measures import auc
from lakehouse.modelling.scorecard import per_window, pooled
from lakehouse.modelling.windows import Window, windows

AMONG = windows(pd.Timestamp(2013, 1, 1).date(), pd.Timestamp(2013, 10, 31).date())


def weekly(rows: int = 2000, seed: int = 3) -> pd.DataFrame:
    """Some weeks are bad all over the city; within a week only ``heat`` tells places apart."""
    rng = np.random.default_rng(seed)
    happened = pd.Timestamp(2013, 1, 1) + pd.to_timedelta(rng.integers(0, 300, rows), unit="D")
    start = pd.Series(pd.NaT, index=range(rows), dtype="datetime64[ns]")
    for window in AMONG:
        start[happened >= pd.Timestamp(window.start)] = pd.Timestamp(window.start)
    listed = start + pd.to_timedelta(((happened - start).dt.days // 7) * 7, unit="D")
    week = ((listed - pd.Timestamp(2013, 1, 1)).dt.days % 5).astype(float)
    heat = rng.normal(size=rows)
    chance = 1 / (1 + np.exp(1.5 - week + 2 - heat))
    frame = pd.DataFrame({"as_of": listed, "happened_on": happened, "week": week, "heat": heat})
    frame["outcome"] = (rng.random(rows) < chance).astype(int)
    return frame.sort_values(["as_of", "happened_on"]).reset_index(drop=True)


def rows_by(score: str) -> pd.DataFrame:
    matrix = weekly()
    window = pd.Series(pd.NaT, index=matrix.index, dtype="datetime64[ns]")
    for each in AMONG:
        window[matrix["as_of"] >= pd.Timestamp(each.start)] = pd.Timestamp(each.start)
    return matrix.assign(
        window=window,
        list=matrix["as_of"],
        score=matrix[score],
        candidate=score,
        probability=np.nan,
    )


def test_knowing_the_week_ranks_nothing_within_it() -> None:
    week, heat = (pooled(rows_by(by), (0.1,), 50, seed=1)["auc"] for by in ("week", "heat"))
    assert week.value == pytest.approx(0.5) and week.draws == pytest.approx(0.5)
    assert heat.value > 0.65


def test_a_windows_auc_is_that_of_its_lists() -> None:
    rows = rows_by("heat")
    rows = rows[rows["window"] == rows["window"].min()]
    found = per_window(rows, ()).set_index("measure")["value"]
    pairs, won = 0.0, 0.0
    for _, part in rows.groupby("as_of"):
        ones = part["outcome"].sum()
        if 0 < ones < len(part):
            pairs += ones * (len(part) - ones)
            won += auc(part["score"], part["outcome"]) * ones * (len(part) - ones)
    assert found["auc"] == pytest.approx(won / pairs)
    assert found["rows"] == len(rows)


def test_nothing_is_reached_days_earlier_by_a_list_of_a_week() -> None:
    rows = rows_by("heat")
    assert not are_windows(rows)
    assert "days_earlier" not in pooled(rows, (), 10, seed=1)
    assert "days_earlier" not in set(per_window(rows, ())["measure"])
    whole = rows.assign(as_of=rows["window"], list=rows["window"])
    assert are_windows(whole) and len(positions(whole)) == whole["window"].nunique()
    assert "days_earlier" in pooled(whole, (), 10, seed=1)
    assert kept(whole, {"days_earlier": 1}) and not kept(rows, {"days_earlier": 1})


def test_a_contest_of_weekly_lists_is_judged_within_weeks() -> None:
    candidates = {"week": RankBy("week"), "heat": RankBy("heat")}
    played = contest(weekly(), ["week", "heat"], candidates, AMONG, draws=50)
    assert played.winner == "heat"
    assert not played.summary["measure"].str.startswith("days_earlier").any()
    assert played.out_of_time["as_of"].nunique() > len(played.folds)
    assert (played.out_of_time["list"] == played.out_of_time["as_of"]).all()
    assert all(isinstance(w, Window) for w in played.windows)


def test_across_lists_the_bad_week_counts() -> None:
    candidates = {"week": RankBy("week"), "heat": RankBy("heat")}
    played = contest(weekly(), ["week", "heat"], candidates, AMONG, draws=50, across_lists=True)
    assert played.winner == "week"
    assert not played.summary["measure"].str.startswith("days_earlier").any()
