"""Answer a forecast: let the candidates compete, register the winner, say what is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from pyspark.sql import functions as F

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.forecast import Forecast, quantile_name
from lakehouse.modelling.forecasting.card import forecast_card
from lakehouse.modelling.forecasting.chances import chance_above
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.modelling.forecasting.panel import names_of, panel_of
from lakehouse.run.answers.gates import write_gates
from lakehouse.run.answers.trials import frame_of, trials
from lakehouse.run.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written
from lakehouse.store.tracking_record import Record, record

# Five weeks of a series go by before it is judged, and three weeks of days are judged at least.
WARM_UP = 35
JUDGED_AT_LEAST = 21
# What a forecast is asked with.
HISTORY = {"series": "string", "day": "datetime", "value": "double"}


def forecast(
    lake: Lake, asked: Forecast, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the forecast's two tables, trials and answers; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too few days have passed to judge anything.
    """
    history = known_history(lake, asked, as_of)
    played = play_forecast(asked, history)
    days = played.judged["origin"].nunique() if played else 0
    if played is None or days < JUDGED_AT_LEAST:
        raise TooEarly(
            f"{asked.name}: {days} day(s) before {as_of} could be judged {asked.judged} days "
            f"ahead; {JUDGED_AT_LEAST} are needed.",
            "Choose a later --as-of, or wait for more data.",
        )
    through = pd.Timestamp(history["day"].max()).date()
    stamp: dict[str, Any] = {"as_of": as_of, "data_through": through}
    champion = _champion(lake, asked, played, stamp, about, settings)
    stamp |= {"model_name": champion.name, "model_version": champion.version}
    write_gates(lake, played, stamp)
    told = trials(played, asked.asks, stamp)
    lake.write(asked.trials, frame_of(lake, asked.trials, told), about)
    ahead = answers(asked, champion.final, history).assign(**stamp)
    return lake.write(asked.writes, frame_of(lake, asked.writes, ahead.to_dict("records")), about)


def known_history(lake: Lake, asked: Forecast, as_of: date) -> pd.DataFrame:
    """The series' rows known before ``as_of``, with the series' name, in one order."""
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    rows = call(asked.series, frames, as_of).where(F.col("known_at") < F.lit(as_of))
    kept = rows.where("value is not null").select(
        *asked.keys, "day", F.col("value").cast("double"), F.col("capacity").cast("double"),
        "known_at",
    )  # fmt: skip
    made = pd.DataFrame(kept.toPandas())
    made["series"] = names_of(made, asked.keys) if len(made) else pd.Series(dtype=object)
    made["day"] = pd.to_datetime(made["day"])
    return made.sort_values(["series", "day"]).reset_index(drop=True)


def play_forecast(asked: Forecast, history: pd.DataFrame) -> ForecastContest | None:
    """Let the question's candidates compete on what was known; None when nothing was."""
    if history.empty:
        return None
    return forecast_contest(
        panel_of(history, asked.keys),
        {name: make() for name, make in asked.candidates.items()},
        beside=asked.beside,
        horizon=asked.judged,
        quantiles=asked.quantiles,
        tolerance=asked.tolerance,
        warm_up=WARM_UP,
    )


def _champion(
    lake: Lake,
    asked: Forecast,
    played: ForecastContest,
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> tracking.Champion[FinalForecast]:
    """The registered model of this very history, recorded now if it was not before."""
    name, made_of = f"{settings.city.name}_{asked.name}", str(about["made_of"])
    tracking.connect(settings.tracking, lake.root / "_models", name)
    version = tracking.known_version(name, made_of)
    if version is None:
        final = FinalForecast(
            played.winner,
            played.candidates[played.winner],
            played.candidates[asked.beside],
            asked.horizons,
            asked.quantiles,
        )
        card = forecast_card(played, question=asked.asks, outcome=asked.counts, limits=asked.limits)
        kept = Record(
            name,
            made_of,
            tables={t.name: lake.version(t) for t in asked.reads},
            about={**stamp, "horizon": played.horizon, "quantiles": played.quantiles},
            card=card,
            lists={"series": played.series},
            inputs=HISTORY,
        )
        version = record(played, final, kept)
    return tracking.promote(name, version, FinalForecast)


def answers(asked: Forecast, final: FinalForecast, history: pd.DataFrame) -> pd.DataFrame:
    """One row per series and day ahead, with the chance of needing more than there is."""
    made = final.predict(history[list(HISTORY)])
    last = history.groupby("series")[[*asked.keys, "capacity"]].last().reset_index()
    rows = made.merge(last, on="series", how="left")
    names = [quantile_name(q) for q in final.quantiles]
    rows["probability_over_capacity"] = [
        chance_above(limit, quantiles, final.quantiles)
        for limit, quantiles in zip(rows["capacity"], rows[names].to_numpy(), strict=True)
    ]
    return rows.assign(candidate=final.name)
