"""Answer a ranking: let the candidates compete, register the winner, score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lakehouse.declare.judge import Capture
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.card import Facts, card
from lakehouse.modelling.contest import Contest, contest
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.final import FinalModel, final_model
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.run.answers.gates import write_gates
from lakehouse.run.answers.matrix import (
    data_through,
    known_windows,
    matrix_frame,
    with_cases,
    write_matrix,
)
from lakehouse.run.answers.scored import ranked, score
from lakehouse.run.answers.trials import frame_of, trials
from lakehouse.run.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written
from lakehouse.store.tracking_record import Record, record


def rank(
    lake: Lake, asked: Ranking, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the ranking's three tables: matrix, trials, scores; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too few windows have passed to judge anything.
    """
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    stretches = known_windows(lake, asked, as_of)
    write_matrix(lake, asked, frames, stretches, as_of, about)
    stamp: dict[str, Any] = {"as_of": as_of, "data_through": data_through(lake, asked, as_of)}
    played, champion = _champion(lake, asked, stretches, stamp, about, settings)
    stamp |= {"model_name": champion.name, "model_version": champion.version}
    if played is not None:
        write_gates(lake, played, stamp)
        told = trials(played, asked.asks, stamp)
        lake.write(asked.trials, frame_of(lake, asked.trials, told), about)
    waiting = call(asked.waiting, frames, as_of).select(asked.about, "why_no_score")
    rows = lake.read(asked.matrix).where("outcome is null and happened_on is null")
    scored = score(rows, champion.final, asked)
    return lake.write(asked.writes, ranked(asked, waiting, scored, champion.final, stamp), about)


def _champion(
    lake: Lake,
    asked: Ranking,
    stretches: tuple[Stretch, ...],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> tuple[Contest | None, tracking.Champion[FinalModel]]:
    """The registered model of this very matrix, trained now if it was not before."""
    name = f"{settings.city.name}_{asked.name}"
    tracking.connect(settings.tracking, lake.root / "_models", name)
    made_of = str(about["made_of"])
    version = tracking.known_version(name, made_of)
    if version is not None and lake.exists(asked.trials) and _judged(lake, asked) == version:
        return None, tracking.promote(name, version, FinalModel)
    matrix = matrix_frame(lake, asked)
    played = play_contest(asked, stretches, matrix)
    if version is None:
        final = final_model(played, matrix, asked.meanings)
        kinds = {f: "string" if matrix[f].dtype == object else "double" for f in final.features}
        kept = Record(
            name,
            made_of,
            tables={t.name: lake.version(t) for t in (*asked.reads, asked.matrix)},
            about={**stamp, "windows": len(played.windows)},
            card=model_card(asked, played),
            lists={"features": played.features},
            inputs=kinds,
        )
        version = record(played, final, kept)
    return played, tracking.promote(name, version, FinalModel)


def play_contest(asked: Ranking, stretches: tuple[Stretch, ...], matrix: pd.DataFrame) -> Contest:
    """Let the question's candidates compete on its past cases (of ``matrix_frame``).

    Windows without a case are left out: mosquitoes fly in summer. Raises :class:`TooEarly`.
    """
    candidates = {n: make() for n, make in asked.candidates.items()}
    judge = asked.judged_by
    among = with_cases(asked, stretches, matrix)
    if isinstance(judge, Capture):
        return count_contest(
            matrix, asked.learned, candidates, among, judge, about=asked.about, gates=asked.barred
        )
    return contest(
        matrix,
        asked.learned,
        candidates,
        among,
        train_at_least=judge.train_at_least,
        warm_up=judge.warm_up,
        across_lists=asked.across_lists,
        gates=asked.barred,
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
