"""Train a recorded run again from the tables as they were, and say what differs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd
from pyspark.sql import DataFrame

from lakehouse.declare.errors import CityLakeError, NotFound
from lakehouse.declare.forecast import Forecast
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.run import say
from lakehouse.run.answers.forecast import known_history
from lakehouse.run.answers.groups import excepting, with_groups, with_waivers
from lakehouse.run.answers.matrix import known_windows, write_matrix
from lakehouse.run.answers.outlook import known_rows
from lakehouse.run.answers.past_cases import past_cases, past_frame
from lakehouse.run.answers.trained import (
    play_contest,
    play_forecast,
    train_forecast,
    train_outlook,
    train_ranking,
)
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.commands.running import holding
from lakehouse.run.fingerprint import code_of, fingerprint, platform_code
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake
from lakehouse.store.record.environment import environment
from lakehouse.store.record.recorded import Recorded, recorded

Learnt = Ranking | Forecast | Outlook
SCRATCH = "reproduced_"
SHOWN = 8  # differences that are spelt out


def reproduce(city: str | None, name: str, partitions: int, wait: float) -> int:
    """Train again and compare every metric and the hash of all scores; 0 when they are the same.

    ``partitions``: into how many every table is cut first; the answer does not depend on it.
    Raises :class:`CityLakeError` naming what differs.
    """
    with holding(city, "reproduce", wait) as held:
        prefix = f"{held.settings.city.name}_"
        tracking.connect(held.settings.tracking, held.settings.lake / "_models", prefix + "again")
        was = recorded(name, prefix)
        asked = _question(held.catalogue, was.model.removeprefix(prefix))
        say.say(
            f"{was.model}, run {was.run}, as of {was.as_of}: trained again from "
            f"{len(asked.reads)} tables as they were, each in {partitions} partition(s)."
        )
        metrics, scores, odd = again(held.lake, asked, was, partitions, held.settings)
    found = [*_metrics(was, metrics), *odd]
    if scores == was.scores and not found:
        say.say(f"The same: {len(metrics)} metrics and the hash of all scores ({scores}).")
        return 0
    raise CityLakeError(
        f"{was.model} does not come out the same: {'; '.join(found[:SHOWN]) or 'other scores'}.",
        _why(asked, was),
    )


def again(
    lake: Lake, asked: Learnt, was: Recorded, partitions: int, settings: Settings
) -> tuple[dict[str, float], str, list[str]]:
    """Metrics of the recorded candidate, the hash of all scores, and which features differ."""
    lake.spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
    frames = {
        parameter: (
            as_it_was(lake, table, was).repartition(partitions)
            if table.name in was.tables or table not in asked.optional
            else lake.empty(table)  # what the city lacked then
        )
        for parameter, table in asked.parameters.items()
    }
    if isinstance(asked, Forecast):
        history = known_history(frames, asked, was.as_of)
        played = play_forecast(asked, history, was.as_of)
        made = train_forecast(asked, played, history)
        return _of(played, was.candidate), made.scores, []
    if isinstance(asked, Outlook):
        known = known_rows(frames, asked, was.as_of, settings.city)
        told = train_outlook(asked, asked.play(known), known)
        return _of(told.played, was.candidate), told.scores, []
    asked = _as_excepted(asked, was, settings)
    # What was looked up on the way was not written down in older records.
    then = None if was.exceptions is None else was.tables
    dated = [t for t in asked.reads if t.happened_at]
    first = was.tables[dated[0].name] if dated else None
    stretches = known_windows(lake, asked, was.as_of, first)
    scratch = replace(lake, scratch=SCRATCH)
    try:
        write_matrix(scratch, asked, frames, stretches, was.as_of, {"run": "reproduce"})
        cases = with_groups(lake, asked, past_cases(scratch, asked, settings.models), then)
        contest = play_contest(asked, stretches, cases)
        trained = train_ranking(asked, contest, cases)
    finally:
        shutil.rmtree(scratch.path(asked.matrix).parent, ignore_errors=True)
    odd = list(_features(lake, asked, cases.rows, was))
    return _of(contest, was.candidate), trained.scores, odd


def _as_excepted(asked: Ranking, was: Recorded, settings: Settings) -> Ranking:
    """The question with the exceptions of the record, else with those the city signed till then."""
    if was.exceptions is None:
        return with_waivers(asked, settings, was.as_of)
    return excepting(asked, was.exceptions)


def as_it_was(lake: Lake, table: Table, was: Recorded) -> DataFrame:
    """The table at its recorded version; raises :class:`NotFound` when that is gone."""
    version = was.tables.get(table.name)
    now = lake.version(table)
    if version is None or now is None or now < version:
        raise NotFound(
            f"{table.name} is not in the lake at version {version}.",
            "The lake was made anew since: nothing can be trained again from it.",
        )
    return lake.read(table, version)


def _question(catalogue: Catalogue, name: str) -> Learnt:
    for step in catalogue.steps:
        if isinstance(step, Learnt) and step.name == name:
            return step
    raise NotFound(f"The city asks no question {name} that is learnt.", "citylake model list.")


def _of(played: Contest | ForecastContest | OutlookContest, candidate: str) -> dict[str, float]:
    whole = played.summary[played.summary["candidate"] == candidate].dropna(subset="value")
    return {str(r.measure): float(r.value) for r in whole.itertuples()}


def _metrics(was: Recorded, now: Mapping[str, float]) -> Iterator[str]:
    for name in sorted(set(was.metrics) | set(now)):
        before, after = was.metrics.get(name), now.get(name)
        if before != after:
            yield f"{name} was {before}, is {after}"


def _features(lake: Lake, asked: Ranking, matrix: pd.DataFrame, was: Recorded) -> Iterator[str]:
    """Columns of the matrix that are not what they were, of those in memory."""
    held = [name for name in asked.matrix.column_names if name in matrix.columns]
    past = past_frame(lake, asked, held, was.tables[asked.matrix.name])
    if len(past) != len(matrix):
        yield f"{len(past):,} cases became {len(matrix):,}"
        return
    for name in held:
        if not past[name].reset_index(drop=True).equals(matrix[name].reset_index(drop=True)):
            yield f"{name} has other values"


def _why(asked: Learnt, was: Recorded) -> str:
    """What is not as it was: the code, the packages."""
    said = []
    if was.code and was.code != fingerprint(code_of(asked.functions), platform_code()):
        said.append("the code is not that of the run")
    now = environment()
    other = [f"{k} {v} is now {now.get(k)}" for k, v in was.environment.items() if now.get(k) != v]
    said += other[:SHOWN]
    return f"What changed: {'; '.join(said)}." if said else "Code and packages are as they were."
