"""Answer a ranking: let the candidates compete, register the winner, score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.judge import Capture
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.card import Facts, card
from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.final import FinalModel, final_model
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.run.answers.matrix import build_matrix, data_through, known_windows, matrix_frame
from lakehouse.run.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written

REASONS = "reason_1 string, reason_2 string, reason_3 string"


def rank(
    lake: Lake, asked: Ranking, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the ranking's three tables: matrix, trials, scores; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too few windows have passed to judge anything.
    """
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    stretches = known_windows(lake, asked, as_of)
    before = asked.judged_by.train_at_least + asked.judged_by.warm_up
    if len(stretches) <= before:
        raise TooEarly(
            f"{asked.name}: only {len(stretches)} window(s) of {asked.months} months lie between "
            f"the first outcome and {as_of}; {before + 1} are needed.",
            "Choose a later --as-of, or wait for more data.",
        )
    lake.write(asked.matrix, build_matrix(asked, frames, stretches, as_of), about)
    stamp: dict[str, Any] = {"as_of": as_of, "data_through": data_through(lake, asked, as_of)}
    played, champion = _champion(lake, asked, stretches, stamp, about, settings)
    stamp |= {"model_name": champion.name, "model_version": champion.version}
    if played is not None:
        lake.write(asked.trials, _trials(lake, asked, played, stamp), about)
    waiting = call(asked.waiting, frames, as_of).select(asked.about, "why_no_score")
    rows = lake.read(asked.matrix).where("outcome is null and happened_on is null")
    scored = score(rows, champion.final, asked)
    return lake.write(asked.writes, _ranked(asked, waiting, scored, champion.final, stamp), about)


def _champion(
    lake: Lake,
    asked: Ranking,
    stretches: tuple[Stretch, ...],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> tuple[Contest | None, tracking.Champion]:
    """The registered model of this very matrix, trained now if it was not before."""
    name = f"{settings.city.name}_{asked.name}"
    tracking.connect(settings.tracking, lake.root / "_models", name)
    made_of = str(about["made_of"])
    version = tracking.known_version(name, made_of)
    if version is not None and lake.exists(asked.trials) and _judged(lake, asked) == version:
        return None, tracking.promote(name, version)
    played = play_contest(lake, asked, stretches)
    if version is None:
        matrix = matrix_frame(lake, asked)
        final = final_model(played, matrix, asked.meanings)
        tables = {t.name: lake.version(t) for t in (*asked.reads, asked.matrix)}
        kept = tracking.Record(
            name, made_of, tables, {k: str(v) for k, v in stamp.items()}, model_card(asked, played)
        )
        version = tracking.record(played, final, kept, matrix)
    return played, tracking.promote(name, version)


def play_contest(lake: Lake, asked: Ranking, stretches: tuple[Stretch, ...]) -> Contest:
    """Let the question's candidates compete on the matrix in the lake."""
    candidates = {n: make() for n, make in asked.candidates.items()}
    matrix, judge = matrix_frame(lake, asked), asked.judged_by
    if isinstance(judge, Capture):
        return count_contest(matrix, asked.learned, candidates, stretches, judge, about=asked.about)
    return contest(
        matrix,
        asked.learned,
        candidates,
        stretches,
        train_at_least=judge.train_at_least,
        warm_up=judge.warm_up,
    )


def _judged(lake: Lake, asked: Ranking) -> str | None:
    versions = lake.frame(asked.trials)["model_version"].unique()
    return str(versions[0]) if len(versions) == 1 else None


def model_card(asked: Ranking, played: Contest) -> str:
    """The card: what is declared about the question beside what the contest found."""
    facts = Facts(
        question=asked.asks,
        cohort=(asked.history.__doc__ or "").strip(),
        outcome=asked.counts,
        meanings=asked.meanings,
        excluded=dict(asked.left_out),
        limits=list(asked.limits),
    )
    return card(played, facts)


def score(rows: DataFrame, final: FinalModel, asked: Ranking) -> DataFrame:
    """Score rows on Spark with the model as loaded from the registry, whole batches at a time."""
    about = asked.about

    def predicted(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for batch in batches:
            made = final.predict(batch[list(final.features)])
            yield pd.concat(
                [batch[[about]].reset_index(drop=True), made.reset_index(drop=True)], axis=1
            )

    wanted = rows.select(about, *final.features)
    made = ", ".join(f"{name} double" for name in ("score", *final.gives))
    kind = asked.writes.column(about).type
    return wanted.mapInPandas(predicted, f"{about} {kind}, {made}, {REASONS}")


def _ranked(
    asked: Ranking,
    waiting: DataFrame,
    scored: DataFrame,
    final: FinalModel,
    stamp: Mapping[str, Any],
) -> DataFrame:
    """Scores in order (equal ones by lot), the random share drawn, the others with their reason."""
    day = str(stamp["as_of"])
    lot = F.xxhash64(F.lit(f"tie {day}"), asked.about)
    drawn = F.pmod(F.xxhash64(F.lit(f"share {day}"), asked.about), F.lit(10_000))
    order = Window.orderBy(F.desc(final.gives[0]), F.desc("score"), lot)
    ranked = scored.withColumns(
        {
            "rank": F.row_number().over(order),
            "random_share": drawn < int(asked.random_share * 10_000),
            "candidate": F.lit(final.name),
        }
    )
    joined = waiting.join(ranked, asked.about, "left")
    stamped = joined.withColumns({k: F.lit(v) for k, v in stamp.items()})
    return stamped.select(*asked.writes.column_names)


def _trials(lake: Lake, asked: Ranking, played: Contest, stamp: Mapping[str, Any]) -> DataFrame:
    whole = played.summary.assign(window="all")
    each = played.per_window.assign(window=played.per_window["window"].astype(str).str[:10])
    each["plain"] = each["candidate"].map({n: c.plain for n, c in played.candidates.items()})
    each["chosen"] = each["candidate"] == played.winner
    said = {n: c.says for n, c in played.candidates.items()}
    records = whole.to_dict("records") + each.to_dict("records")
    fixed: dict[str, Any] = {"question": asked.asks, "verdict": played.verdict, **stamp}
    names = asked.trials.column_names
    rows = [
        tuple(_plain({**r, **fixed, "says": said[str(r["candidate"])]}.get(n)) for n in names)
        for r in records
    ]
    return lake.spark.createDataFrame(rows, lake.empty(asked.trials).schema)


def _plain(value: Any) -> Any:
    """A Python value Spark takes: numpy's numbers unpacked, not-a-number as missing."""
    if hasattr(value, "item"):
        value = value.item()
    return None if value is pd.NaT or (isinstance(value, float) and value != value) else value
