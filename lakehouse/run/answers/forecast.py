"""Answer a forecast: let the candidates compete, register the winner, say what is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.forecast import Forecast, quantile_name
from lakehouse.modelling.figures import forecast_pictures
from lakehouse.modelling.forecasting.card import forecast_card
from lakehouse.modelling.forecasting.chances import chance_above
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.modelling.forecasting.panel import names_of, sums_of
from lakehouse.run.answers.after_forecast import watch_forecast
from lakehouse.run.answers.answered import Answer, answered
from lakehouse.run.answers.step import handed
from lakehouse.run.answers.trained import asked_with, play_forecast, train_forecast
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store.lake import Lake, Written


def forecast(
    lake: Lake, asked: Forecast, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the forecast's two tables, trials and answers; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too few days have passed to judge anything.
    """
    history = known_history(handed(lake, asked), asked, as_of)
    played = play_forecast(asked, history, as_of)
    answer = Answer(
        played=played,
        train=lambda: train_forecast(asked, played, history),
        kind=FinalForecast,
        tell=lambda final: answers(asked, final, history),
        watch=lambda stamp: watch_forecast(lake, asked, history, stamp),
        card=forecast_card(played, question=asked.asks, outcome=asked.counts, limits=asked.limits),
        pictures=lambda: forecast_pictures(played),
        inputs=asked_with(asked),
        lists={"series": played.series},
        about={"horizon": played.horizon, "quantiles": played.quantiles},
    )
    through = pd.Timestamp(history["day"].max()).date()
    stamp = {"as_of": as_of, "data_through": through}
    return answered(lake, asked, answer, stamp, about, settings)


def known_history(frames: Mapping[str, DataFrame], asked: Forecast, as_of: date) -> pd.DataFrame:
    """The series' rows known before ``as_of``, with the series' name, in one order."""
    rows = call(asked.series, dict(frames), as_of).where(F.col("known_at") < F.lit(as_of))
    kept = rows.where("value is not null").select(
        *asked.keys, "day", F.col("value").cast("double"), F.col("capacity").cast("double"),
        "known_at",
    )  # fmt: skip
    made = pd.DataFrame(kept.toPandas())
    made["series"] = names_of(made, asked.keys) if len(made) else pd.Series(dtype=object)
    if asked.adds_up:
        made["adds_to"] = sums_of(made, asked.keys, asked.adds_up) if len(made) else ""
    made["day"] = pd.to_datetime(made["day"])
    return made.sort_values(["series", "day"]).reset_index(drop=True)


def answers(asked: Forecast, final: FinalForecast, history: pd.DataFrame) -> pd.DataFrame:
    """One row per series and day ahead, with the chance of needing more than there is."""
    made = final.predict(history[list(asked_with(asked))])
    last = history.groupby("series")[[*asked.keys, "capacity"]].last().reset_index()
    rows = made.merge(last, on="series", how="left")
    names = [quantile_name(q) for q in final.quantiles]
    read_off = [
        chance_above(limit, quantiles, final.quantiles)
        for limit, quantiles in zip(rows["capacity"], rows[names].to_numpy(), strict=True)
    ]
    if not asked.adds_up:
        return rows.assign(probability_over_capacity=read_off, candidate=final.name)
    # Where parts agree with their sum the chances were counted, over futures; else read off.
    chance = rows["probability_over_capacity"].fillna(pd.Series(read_off, rows.index))
    by_then = rows["probability_over_by_then"].clip(lower=chance.groupby(rows["series"]).cummax())
    return rows.assign(
        probability_over_capacity=chance,
        probability_over_by_then=by_then,
        candidate=final.name,
    )
