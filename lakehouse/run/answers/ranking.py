"""Answer a ranking: let the candidates compete, register the winner, score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.card import Facts, card
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.figures import pictures
from lakehouse.modelling.final import FinalModel
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.run.answers.after_release import watch_release
from lakehouse.run.answers.champion import crowned
from lakehouse.run.answers.gates import gate_rows
from lakehouse.run.answers.group_rows import group_rows
from lakehouse.run.answers.groups import looked_up, refuse_unfair, with_groups, with_waivers
from lakehouse.run.answers.hazards import note_hazards
from lakehouse.run.answers.matrix import (
    data_through,
    known_windows,
    write_matrix,
)
from lakehouse.run.answers.model_part import write_part
from lakehouse.run.answers.past_cases import past_cases
from lakehouse.run.answers.reliability import reliability_rows
from lakehouse.run.answers.scored import ranked, score
from lakehouse.run.answers.trained import (
    EXAMPLES,
    Trained,
    inputs_of,
    play_contest,
    train_ranking,
)
from lakehouse.run.answers.trials import frame_of, trials
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written
from lakehouse.store.record.tracking_record import Record, record
from lakehouse.tables.governance import model_gate, model_group, model_reliability


def rank(
    lake: Lake, asked: Ranking, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the ranking's three tables: matrix, trials, scores; the last one's :class:`Written`.

    Raises :class:`TooEarly` when too few windows have passed to judge anything, and
    :class:`Unfair` where the winner treats a group unlike the others and nobody signed for it.
    """
    asked = with_waivers(asked, settings, as_of)
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    stretches = known_windows(lake, asked, as_of)
    write_matrix(lake, asked, frames, stretches, as_of, about)
    stamp: dict[str, Any] = {
        "as_of": as_of,
        "data_through": data_through(lake, asked, as_of),
        "model_name": f"{settings.city.name}_{asked.name}",
    }
    played, version, champion = _champion(lake, asked, stretches, stamp, about, settings)
    stamp["model_version"] = version
    if played is not None:
        write_part(lake, model_gate, stamp, gate_rows(played, stamp))
        write_part(lake, model_reliability, stamp, reliability_rows(played, stamp))
        write_part(lake, model_group, stamp, group_rows(played, asked, stamp))
        told = trials(played, asked.asks, stamp)
        lake.write(asked.trials, frame_of(lake, asked.trials, told), about)
    stamp["model_version"] = champion.version
    waiting = call(asked.waiting, frames, as_of).select(asked.about, "why_no_score")
    rows = lake.read(asked.matrix).where("outcome is null and happened_on is null")
    scored = score(rows, champion.final, asked)
    made = ranked(asked, waiting, scored, champion.final, stamp)
    written = lake.write(asked.writes, made, about)
    watch_release(lake, asked, champion.final, stamp, settings.models)
    note_hazards(lake, asked, stamp)
    return written


def _champion(
    lake: Lake,
    asked: Ranking,
    stretches: tuple[Stretch, ...],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> tuple[Contest | None, str, tracking.Champion[FinalModel]]:
    """The contest, the version of this very matrix, trained now if it was not before, the champion.

    The champion is that version, unless somebody withdrew it. No contest where it was judged.
    """
    name = str(stamp["model_name"])
    tracking.connect(settings.tracking, lake.root / "_models", name)
    made_of = str(about["made_of"])
    version = tracking.known_version(name, made_of)
    if version is not None and lake.exists(asked.trials) and _judged(lake, asked) == version:
        return None, version, crowned(lake, name, version, FinalModel, stamp, about)
    cases = with_groups(lake, asked, past_cases(lake, asked, settings.models))
    played = play_contest(asked, stretches, cases)
    refuse_unfair(asked, played)
    if version is None:
        made = train_ranking(asked, played, cases)
        kept = record_of(lake, asked, made, cases.sample, stamp, about)
        version = record(played, made.final, kept)
    why = played.verdict
    return played, version, crowned(lake, name, version, FinalModel, stamp, about, why)


def record_of(
    lake: Lake,
    asked: Ranking,
    made: Trained[Contest, FinalModel],
    sample: pd.DataFrame,
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
) -> Record:
    """What is written down besides the contest's numbers; ``sample``: cases with all features."""
    played, final = made.played, made.final
    tables = (*asked.reads, *looked_up(lake, asked), asked.matrix)
    fair = asked.gates.fair
    columns = list(final.features)
    return Record(
        str(stamp["model_name"]),
        str(about["made_of"]),
        tables={t.name: lake.version(t) for t in tables},
        paths={t.name: lake.path(t) for t in tables},
        about={
            "as_of": stamp["as_of"],
            "data_through": stamp["data_through"],
            "windows": len(played.windows),
        },
        card=model_card(asked, played),
        lists={"features": tuple(asked.learned)},
        waivers=fair.waivers if fair else (),
        inputs=inputs_of(sample, final.features),
        example=sample[columns].head(EXAMPLES),
        pictures=pictures(played, final.fitted, sample[columns]),
        scores=made.scores,
        code=str(about.get("code", "")),
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
