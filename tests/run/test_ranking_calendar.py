"""A ranking with a calendar: the same folds give the same scores, others give other ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare import Chance, Column, Ranking, Table, count
from lakehouse.declare.calendar import Calendar
from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.modelling.learners import Logistic, RankBy
from lakehouse.modelling.windows import as_of_for
from lakehouse.run.answers.matrix import known_windows
from lakehouse.run.answers.past_cases import PastCases
from lakehouse.run.answers.trained import play_contest, train_ranking
from lakehouse.run.planning.plan import resolve

COLUMNS = (
    Column("id", "string", "The visit."),
    Column("place", "string", "The place."),
    Column("on", "date", "Day of the visit."),
)
VISIT = Table("city.visit", "One row per visit.", ("id",), COLUMNS, "on", "on")
FIRST, DAY = date(2018, 1, 1), date(2019, 9, 1)
LAKE: Any = None  # the question names its first day, so nobody looks into a lake


def history(visit: Any) -> Any:
    """Visits."""


def waiting(visit: Any) -> Any:
    """Places."""


ASKED = Ranking(
    name="place",
    asks="Which place?",
    about="place",
    reads=(VISIT,),
    history=history,
    waiting=waiting,
    carries=(Column("place", "string", "The place."),),
    months=2,
    first=FIRST,
    judged_by=Chance(train_at_least=2, warm_up=2),
    features=(count("visits", VISIT, "place", "visits"), count("noise", VISIT, (), "noise")),
    candidates={"visits": lambda: RankBy("visits"), "logistic": Logistic},
    writes=Table("risk.place", "One row per place.", ("id",), COLUMNS),
    trials=Table("risk.place_trials", "One row per trial.", ("id",), COLUMNS),
)
EACH = Calendar(
    model_update_frequency="2month",
    training_label_timespans="2month",
    training_as_of_date_frequencies="2month",
    test_durations="0d",
    test_label_timespans="2month",
    test_as_of_date_frequencies="2month",
    max_training_histories="9y",
)


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = 1500
    made = pd.DataFrame({"place": [f"P{n}" for n in range(rows)]})
    made["happened_on"] = pd.Timestamp(FIRST) + pd.to_timedelta(rng.integers(0, 608, rows), "D")
    made["as_of"] = as_of_for(made["happened_on"], known_windows(LAKE, ASKED, DAY))
    made["visits"], made["noise"] = rng.poisson(2, rows), rng.normal(size=rows)
    chance = 1 / (1 + np.exp(1.5 - 0.4 * made["visits"] - 0.8 * made["noise"]))
    made["outcome"] = (rng.random(rows) < chance).astype(int)
    return made.sort_values(["as_of", "place"]).reset_index(drop=True)


def trained(asked: Ranking, rows: pd.DataFrame) -> Any:
    made = {name: make() for name, make in asked.candidates.items()}
    whole = PastCases(rows, rows, ("visits", "noise"), made)
    played = play_contest(asked, known_windows(LAKE, asked, DAY), whole)
    return train_ranking(asked, played, whole)


def test_the_same_folds_give_the_same_hash(cases: pd.DataFrame) -> None:
    own, same = trained(ASKED, cases), trained(replace(ASKED, calendar=EACH), cases)
    assert own.played.folds == same.played.folds and len(own.played.folds) == 8
    assert own.scores == same.scores
    assert own.played.verdict == same.played.verdict
    pd.testing.assert_frame_equal(own.played.summary, same.played.summary)


def test_refits_and_history_make_other_folds_and_the_kept_model_follows(
    cases: pd.DataFrame,
) -> None:
    seldom = replace(
        EACH,
        model_update_frequency="4month",
        test_durations="4month",
        max_training_histories="2month",
    )
    made = trained(replace(ASKED, calendar=seldom), cases)
    folds = made.played.folds
    # Two tests follow each refit, and learn from the same two windows.
    assert [fold.train for fold in folds[::2]] == [fold.train for fold in folds[1::2]]
    assert {len(fold.train) for fold in folds} == {2} and len(folds) == 6
    assert [str(w.start) for w in made.played.taught] == ["2019-05-01", "2019-07-01"]
    short = cases[cases["as_of"] >= "2019-05-01"]
    fitted = Logistic().fit(short[["visits", "noise"]], short["outcome"].to_numpy())
    assert made.final.name == "logistic"
    found = made.final.fitted.score(cases[["visits", "noise"]])
    assert np.array_equal(found, fitted.score(cases[["visits", "noise"]]))
    assert made.scores != trained(ASKED, cases).scores


def test_too_few_tests_wait() -> None:
    with pytest.raises(TooEarly, match="place: only 4 window"):
        known_windows(LAKE, replace(ASKED, calendar=EACH), date(2018, 9, 1))
    later = replace(EACH, test_durations="6month", model_update_frequency="6month")
    with pytest.raises(TooEarly, match="place: only "):
        known_windows(LAKE, replace(ASKED, calendar=later), date(2018, 12, 1))


def test_windows_told_together_have_no_calendar() -> None:
    with pytest.raises(PlanError, match="place tells of windows together and has a calendar"):
        replace(ASKED, calendar=EACH, judged_by=Chance(together=4))


class Nowhere:
    """A lake that nobody has to look into."""

    def empty(self, table: Table) -> None: ...


def test_an_unfit_calendar_is_found_when_the_ranking_is_planned() -> None:
    unfit = replace(ASKED, calendar=replace(EACH, test_label_timespans="1month"))
    with pytest.raises(PlanError, match="labels are 2month and 1month long"):
        resolve(Nowhere(), unfit)  # type: ignore[arg-type]
