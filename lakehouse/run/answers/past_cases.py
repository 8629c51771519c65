"""The past cases of a question: in memory where they fit, else trained on where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.on_spark.learner import OnSpark, trains_on_spark
from lakehouse.modelling.on_spark.rows import KEY, sample
from lakehouse.run.settings import Models
from lakehouse.store.delta.files import frame_of
from lakehouse.store.lake import Lake

PAST, WAITING = "outcome is not null", "outcome is null"
CASE = ("case_id", "as_of", "happened_on", "known_at", "outcome")


@dataclass(frozen=True)
class PastCases:
    """``rows``: every case with what it is judged by and what candidates in memory look at.

    ``sample``: cases with every feature, the rows themselves where all fit; ``features`` are
    those that ``rows`` has. Both in one order, whatever order Spark wrote them in.
    """

    rows: pd.DataFrame
    sample: pd.DataFrame
    features: tuple[str, ...]
    candidates: Mapping[str, Candidate]


def past_cases(lake: Lake, asked: Ranking, models: Models) -> PastCases:
    """The cases of the question's matrix; with more numbers than memory takes, learners on Spark.

    Raises :class:`PlanError` where a candidate that looks at too much cannot be trained there.
    """
    candidates = {name: make() for name, make in asked.candidates.items()}
    features = tuple(asked.learned)
    if lake.rows(asked.matrix) * len(features) > models.cells_in_memory:
        return _on_spark(lake, asked, candidates, features, models)
    rows = past_frame(lake, asked)
    return PastCases(rows, rows, features, candidates)


def _on_spark(
    lake: Lake,
    asked: Ranking,
    candidates: Mapping[str, Candidate],
    features: tuple[str, ...],
    models: Models,
) -> PastCases:
    here = {n: c for n, c in candidates.items() if not trains_on_spark(c)}
    held = _held(asked, here)
    if lake.rows(asked.matrix) * len(held) > models.cells_in_memory:
        raise PlanError(
            f"{asked.name} has {lake.rows(asked.matrix):,} cases of which {', '.join(here)} look "
            f"at {len(held)} features in memory; that is kept to {models.cells_in_memory:,} "
            "numbers.",
            "Leave a candidate out, or raise cells_in_memory in [models].",
        )
    stored = _stored(lake, asked)
    narrow = stored.select(KEY, *CASE, *(c.name for c in asked.carries), *held)
    rows = pd.DataFrame(narrow.toPandas()).sort_values(["as_of", "case_id"]).set_index(KEY)
    wide = stored.select(KEY, *features)
    there = {
        n: OnSpark(c, wide, features, models.workers) if trains_on_spark(c) else c
        for n, c in candidates.items()
    }
    return PastCases(rows, sample(wide, len(rows)), tuple(held), there)


def past_frame(
    lake: Lake,
    asked: Ranking,
    columns: Sequence[str] | None = None,
    version: int | None = None,
) -> pd.DataFrame:
    """The past cases in memory, in one order whatever order Spark wrote them in.

    ``columns`` (by default all) hold those of the case.
    """
    frame = lake.frame(asked.matrix, version, columns)
    past = frame[frame["outcome"].notna()].sort_values(["as_of", "case_id"])
    return past.reset_index(drop=True)


def learnt_and_asked(
    lake: Lake,
    asked: Ranking,
    features: Sequence[str],
    models: Models,
    learnt: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """These features of the past cases and of those waiting, of a sample where they are many.

    ``learnt``: the matrix's version that the model learnt from; without it, or where it is gone,
    past cases are today's.
    """
    rows, wanted = lake.rows(asked.matrix), ["outcome", *features]
    then = learnt if learnt is not None and learnt <= (lake.version(asked.matrix) or 0) else None
    if rows * len(wanted) <= models.cells_in_memory:
        now = lake.frame(asked.matrix, names=wanted)
        past = now if then is None else lake.frame(asked.matrix, then, wanted)
        return past[past["outcome"].notna()], now[now["outcome"].isna()]
    kept = [
        _stored(lake, asked, test, version).select(KEY, *wanted)
        for test, version in ((PAST, then), (WAITING, None))
    ]
    return sample(kept[0], kept[0].count()), sample(kept[1], kept[1].count())


def _stored(lake: Lake, asked: Ranking, which: str = PAST, version: int | None = None) -> DataFrame:
    """Cases on Spark under a key of eight bytes: two texts would be sent twice a fold.

    An earlier version may lack features declared since.
    """
    rows = frame_of(lake.spark, lake.path(asked.matrix), version)
    return rows.where(which).withColumn(KEY, F.xxhash64("case_id", "as_of"))


def _held(asked: Ranking, here: Mapping[str, Candidate]) -> list[str]:
    """The features that candidates and gates look at in memory."""
    seen = [f for c in here.values() for f in c.looks_at(asked.learned)]
    told = [f for pair in asked.gates.known_on.items() for f in pair]
    carried = {c.name for c in asked.carries}
    return [f for f in dict.fromkeys([*seen, *told]) if f not in carried]
