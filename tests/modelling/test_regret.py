"""Regret is told window by window, and near ties go to the plainer candidate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.regret import TIE, least_regret, regrets


def each(**values: list[float]) -> pd.DataFrame:
    rows = [
        {"candidate": name, "window": n, "measure": measure, "value": value}
        for name, told in values.items()
        for n, value in enumerate(told)
        for measure in ("auc", "brier")
    ]
    return pd.DataFrame(rows)


def test_it_is_what_each_window_s_best_was_better() -> None:
    told = regrets(each(a=[0.6, 0.7, np.nan], b=[0.7, 0.6, np.nan], c=[0.5, 0.7, np.nan]), "auc")
    value = told.set_index(["measure", "candidate"])["value"]
    assert value["regret"].to_dict() == pytest.approx({"a": 0.05, "b": 0.05, "c": 0.1})
    assert value["regret_worst"].to_dict() == pytest.approx({"a": 0.1, "b": 0.1, "c": 0.2})


def test_one_last_good_window_does_not_decide() -> None:
    told = regrets(each(steady=[0.7, 0.7, 0.7, 0.7], lucky=[0.6, 0.6, 0.6, 0.9]), "auc")
    assert least_regret(["lucky", "steady"], told) == "steady"


@pytest.mark.parametrize(("ahead", "chosen"), [(TIE / 2, "plain"), (TIE * 2, "other")])
def test_a_tie_goes_to_the_plainer(ahead: float, chosen: str) -> None:
    told = regrets(each(plain=[0.7, 0.7], other=[0.7 + ahead, 0.7 + ahead]), "auc")
    assert least_regret(["plain", "other"], told) == chosen
    assert least_regret(["other", "plain"], told) == "other"


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=8))
def test_somebody_regrets_nothing_in_every_window(windows: list[list[float]]) -> None:
    table = each(**{name: [w[i] for w in windows] for i, name in enumerate("abc")})
    told = regrets(table, "auc").set_index(["measure", "candidate"])["value"]
    assert (told >= 0).all() and (told["regret_worst"] >= told["regret"] - 1e-12).all()
    mean = table[table["measure"] == "auc"].groupby("candidate")["value"].mean()
    assert (told["regret"] + mean).to_numpy() == pytest.approx(told["regret"]["a"] + mean["a"])


def test_a_contest_tells_it_of_everybody(planted: tuple[pd.DataFrame, Contest]) -> None:
    _, played = planted
    told = played.summary[played.summary["measure"] == "regret"].set_index("candidate")["value"]
    assert set(told.index) == set(played.candidates)
    passed = [n for n, c in played.candidates.items() if not c.plain and n not in played.failed]
    assert told[played.winner] <= min(told[n] for n in passed) + TIE
