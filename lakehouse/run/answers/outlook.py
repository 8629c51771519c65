"""Answer an outlook: let the candidates compete, register the winner, tell what is to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.declare.outlook import Outlook
from lakehouse.modelling.figures import outlook_pictures
from lakehouse.modelling.outlook.card import outlook_card
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.run.answers.after_outlook import watch_outlook
from lakehouse.run.answers.answered import Answer, answered
from lakehouse.run.answers.step import handed, of_city
from lakehouse.run.answers.trained import train_outlook
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import City, Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written
from lakehouse.tables.risk.shared import STAMP

STAMPED = {column.name for column in STAMP}
TEXT, DAY = ("string",), ("date", "timestamp")


def outlook(
    lake: Lake, asked: Outlook, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the outlook's two tables, trials and answers; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too little was known by that day to tell anything.
    """
    known = known_rows(handed(lake, asked), asked, as_of, settings.city)
    played: OutlookContest = asked.play(known)
    # What is kept is the question's own: whatever can be asked.
    kind: type[tracking.Final] = tracking.Final  # type: ignore[type-abstract]
    answer = Answer(
        played=played,
        train=lambda: train_outlook(asked, played, known),
        kind=kind,
        tell=lambda final: answers(asked, final, known),
        watch=lambda stamp: watch_outlook(lake, asked, known, stamp),
        card=outlook_card(played, question=asked.asks, outcome=asked.counts, limits=asked.limits),
        pictures=lambda: outlook_pictures(played),
        inputs=asked_with(known),
        lists={"columns": tuple(known.columns)},
        about={"decided_by": played.measure},
    )
    stamp = {"as_of": as_of, "data_through": played.through}
    return answered(lake, asked, answer, stamp, about, settings)


def known_rows(
    frames: Mapping[str, DataFrame], asked: Outlook, as_of: date, city: City
) -> pd.DataFrame:
    """The rows known before ``as_of``, in one order: text, days as times, numbers as doubles.

    Raises :class:`TooEarly` when there is none.
    """
    made = call(asked.rows, dict(frames), as_of, of_city(city, asked))
    made = made.where(F.col("known_at") < F.lit(as_of)).drop("known_at")
    kinds = {field.name: field.dataType.simpleString() for field in made.schema.fields}
    numbers = [name for name, kind in kinds.items() if kind not in TEXT + DAY]
    made = made.withColumns({name: F.col(name).cast("double") for name in numbers})
    rows = pd.DataFrame(made.toPandas())
    if rows.empty:
        raise TooEarly(
            f"{asked.name}: nothing was known before {as_of}.",
            "Choose a later --as-of, or wait for more data.",
        )
    for name in (name for name, kind in kinds.items() if kind in DAY):
        rows[name] = pd.to_datetime(rows[name])
    # Whatever the partitions, sums are taken in the same order: the same bits come out.
    return rows.sort_values([*rows.columns], ignore_index=True)


def answers(asked: Outlook, final: tracking.Final, known: pd.DataFrame) -> pd.DataFrame:
    """What is to come, a row per row of ``writes``; PlanError where a column of it lacks."""
    made = final.predict(known)
    absent = [n for n in asked.writes.column_names if n not in made and n not in STAMPED]
    if absent:
        raise PlanError(
            f"{asked.name}: its model does not tell {', '.join(absent)}.",
            f"Let its predict give them, or take them out of {asked.writes.name}.",
        )
    return made


def asked_with(known: pd.DataFrame) -> dict[str, str]:
    """The columns that an outlook's model is asked with, and MLflow's types of them."""
    kinds = {"O": "string", "M": "datetime"}
    return {name: kinds.get(known[name].dtype.kind, "double") for name in known.columns}
