"""Write what every question about days ahead answers: who won, what was tried, what is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

import pandas as pd

from lakehouse.declare.forecast import Forecast
from lakehouse.declare.outlook import Outlook
from lakehouse.run.answers.champion import crowned
from lakehouse.run.answers.gates import gate_rows
from lakehouse.run.answers.model_part import write_part
from lakehouse.run.answers.trained import M, P, Trained
from lakehouse.run.answers.trials import frame_of, trials
from lakehouse.run.settings import Settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake, Written
from lakehouse.store.record.tracking_record import Record, record
from lakehouse.tables.governance import model_gate


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[P, M]):
    """What a question brings of its own.

    ``train`` and ``pictures`` are asked only where these very inputs led to no version before;
    ``kind`` is what is kept, ``tell`` its rows of what is to come, ``watch`` looks, with the
    answer's stamp, at what came of earlier ones. The rest goes into the :class:`Record`.
    """

    played: P
    train: Callable[[], Trained[P, M]]
    kind: type[M]
    tell: Callable[[M], pd.DataFrame]
    watch: Callable[[Mapping[str, Any]], object]
    card: str
    pictures: Callable[[], Mapping[str, Any]]
    inputs: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    about: Mapping[str, Any]


def answered(
    lake: Lake,
    asked: Forecast | Outlook,
    answer: Answer[P, M],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> Written:
    """Write the question's two tables, trials and answers; the last one's :class:`Written`."""
    played = answer.played
    version, champion = _champion(lake, asked, answer, stamp, about, settings)
    told = {**stamp, "model_name": champion.name, "model_version": version}
    write_part(lake, model_gate, told, gate_rows(played, told))
    tried = trials(played, asked.asks, told)
    lake.write(asked.trials, frame_of(lake, asked.trials, tried), about)
    told["model_version"] = champion.version
    ahead = answer.tell(champion.final).assign(**told)
    rows = frame_of(lake, asked.writes, ahead.to_dict("records"))
    written = lake.write(asked.writes, rows, about)
    answer.watch(told)
    return written


def _champion(
    lake: Lake,
    asked: Forecast | Outlook,
    answer: Answer[P, M],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Settings,
) -> tuple[str, tracking.Champion[M]]:
    """The version of these very inputs, recorded now if it was not before, and the champion."""
    name, made_of = f"{settings.city.name}_{asked.name}", str(about["made_of"])
    tracking.connect(settings.tracking, lake.root / "_models", name)
    version = tracking.known_version(name, made_of)
    if version is None:
        made = answer.train()
        there = [t for t in asked.reads if lake.exists(t)]
        kept = Record(
            name,
            made_of,
            tables={t.name: lake.version(t) for t in there},
            paths={t.name: lake.path(t) for t in there},
            about={**stamp, **answer.about},
            card=answer.card,
            lists=answer.lists,
            inputs=answer.inputs,
            pictures=answer.pictures(),
            scores=made.scores,
            code=str(about.get("code", "")),
        )
        version = record(answer.played, made.final, kept)
    why = answer.played.verdict
    return version, crowned(lake, name, version, answer.kind, stamp, about, why)
