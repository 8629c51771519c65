"""Train a question's candidates once: the contest, the final model, the hash of all it scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.forecast import Forecast
from lakehouse.declare.judge import Capture
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.final import FinalModel, final_model
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.modelling.forecasting.panel import panel_of
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.score_hash import score_hash
from lakehouse.modelling.summary import joined, mark
from lakehouse.modelling.together import told_together
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.run.answers.matrix import lessons, with_cases
from lakehouse.run.answers.past_cases import PastCases

if TYPE_CHECKING:
    # It brings MLflow with it, which who only plays a contest need not wait for.
    from lakehouse.store.tracking import Final

# Five weeks of a series go by before it is judged, and three weeks of days are judged at least.
WARM_UP = 35
JUDGED_AT_LEAST = 21
# What a forecast is asked with.
HISTORY = {"series": "string", "day": "datetime", "value": "double"}
# And with, where series are parts of others.
SUMS = {"capacity": "double", "adds_to": "string"}
# Rows kept beside a model, so that who asks it sees what with.
EXAMPLES = 5
P = TypeVar("P", Contest, ForecastContest, OutlookContest)
M = TypeVar("M", FinalModel, FinalForecast, "Final")


@dataclass(frozen=True)
class Trained(Generic[P, M]):
    """A contest with its final model; ``scores`` is the hash of all out-of-time and final ones."""

    played: P
    final: M
    scores: str


def train_ranking(
    asked: Ranking, played: Contest, cases: PastCases
) -> Trained[Contest, FinalModel]:
    """The final model of a contest over the past cases; it is hashed by what it says of them."""
    final = final_model(played, cases.rows, asked.meanings, sample=cases.sample)
    again = final.predict(cases.sample[list(final.features)])
    return Trained(played, final, score_hash([played.out_of_time, again]))


def train_forecast(
    asked: Forecast, played: ForecastContest, history: pd.DataFrame
) -> Trained[ForecastContest, FinalForecast]:
    """The final model of a contest over ``history`` (of ``known_history``)."""
    final = FinalForecast(
        played.winner,
        played.candidates[played.winner],
        played.candidates[asked.beside],
        asked.horizons,
        asked.quantiles,
        bool(asked.adds_up),
    )
    ahead = final.predict(history[list(asked_with(asked))])
    return Trained(played, final, score_hash([played.judged, ahead]))


def train_outlook(
    asked: Outlook, played: OutlookContest, known: pd.DataFrame
) -> Trained[OutlookContest, Final]:
    """The final model of a contest over ``known`` (of ``known_rows``)."""
    final: Final = asked.fit(known, played)
    return Trained(played, final, score_hash([played.judged, final.predict(known)]))


def asked_with(asked: Forecast) -> dict[str, str]:
    """The columns that a forecast's model is asked with, and MLflow's types of them."""
    return HISTORY | SUMS if asked.adds_up else HISTORY


def play_contest(asked: Ranking, stretches: tuple[Stretch, ...], cases: PastCases) -> Contest:
    """Let the question's candidates compete on its past cases.

    Windows without a case are left out: mosquitoes fly in summer. Raises :class:`TooEarly`.
    """
    judge, matrix = asked.judged_by, cases.rows
    among = with_cases(asked, stretches, matrix)
    planned = lessons(asked, stretches)
    tested = planned.among(among, judge.train_at_least) if planned else None
    if isinstance(judge, Capture):
        played = count_contest(
            *(matrix, cases.features, cases.candidates, among, judge),
            about=asked.about,
            played_on=tested,
            gates=asked.barred,
        )
    else:
        played = contest(
            *(matrix, cases.features, cases.candidates, among),
            about=asked.about,
            played_on=tested,
            train_at_least=judge.train_at_least,
            warm_up=judge.warm_up,
            across_lists=asked.across_lists,
            blocks=judge.blocks,
            gates=asked.barred,
        )
    if planned:
        return replace(played, taught=planned.last)
    if isinstance(judge, Capture) or judge.together == 1:
        return played
    told = told_together(
        played.out_of_time, matrix[asked.about], stretches, judge.together, played.level
    )
    mark(told, played.candidates, played.winner)
    return replace(played, summary=joined([played.summary, told]))


def play_forecast(asked: Forecast, history: pd.DataFrame, as_of: date) -> ForecastContest:
    """Let the question's candidates compete on what was known.

    Raises :class:`TooEarly` when too few days have passed to judge anything.
    """
    played = None if history.empty else _compete(asked, history)
    days = played.judged["origin"].nunique() if played else 0
    if played is None or days < JUDGED_AT_LEAST:
        raise TooEarly(
            f"{asked.name}: {days} day(s) before {as_of} could be judged {asked.judged} days "
            f"ahead; {JUDGED_AT_LEAST} are needed.",
            "Choose a later --as-of, or wait for more data.",
        )
    return played


def _compete(asked: Forecast, history: pd.DataFrame) -> ForecastContest:
    return forecast_contest(
        panel_of(history, asked.keys),
        {name: make() for name, make in asked.candidates.items()},
        beside=asked.beside,
        horizon=asked.judged,
        quantiles=asked.quantiles,
        tolerance=asked.tolerance,
        warm_up=WARM_UP,
    )


def inputs_of(matrix: pd.DataFrame, features: tuple[str, ...]) -> dict[str, Any]:
    """MLflow's type of each column that a ranking's model is asked with."""
    return {f: "string" if matrix[f].dtype == object else "double" for f in features}
