"""Past cases whose features stay on Spark: found again by a key, encoded a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lakehouse.modelling.design import Design, encoded
from lakehouse.modelling.exposure import Exposure

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from lakehouse.modelling.learners import Fitted
    from lakehouse.modelling.ties import Array

KEY, OUTCOME, MADE, MARGIN, SCORE = "case_key", "outcome", "made", "margin", "score"
# Cases that an encoding is learnt from: medians, spreads and common words are told by fewer.
SAMPLE = 200_000


def among(stored: DataFrame, keys: pd.Index, outcome: Sequence[float] | Array | None) -> DataFrame:
    """The stored rows of these keys, with the outcome of each where one is given."""
    named = {KEY: keys.to_numpy(dtype=np.int64)}
    if outcome is not None:
        named[OUTCOME] = np.asarray(outcome, dtype=float)
    asked = stored.sparkSession.createDataFrame(pd.DataFrame(named))
    return stored.drop(OUTCOME).join(asked, KEY)


def sample(stored: DataFrame, rows: int, most: int = SAMPLE) -> pd.DataFrame:
    """About ``most`` of ``rows`` stored rows in memory, the same ones whatever the partitions.

    Keys are hashes, so those below a bound are as good as drawn. Index ``KEY``, in its order.
    """
    taken = stored
    if rows > most:
        bound = int(-(2**63) + 2**64 * (most / rows))
        taken = stored.where(f"{KEY} < {bound}")
    return pd.DataFrame(taken.toPandas()).set_index(KEY).sort_index()


def made_of(
    rows: DataFrame, design: Design, workers: int, exposure: Exposure | None = None
) -> DataFrame:
    """Key, outcome, encoded numbers and an exposure's margin: a part for each worker, ordered.

    Sums of floating-point numbers depend on their order: the same rows in the same parts give
    the same model however the table was cut.
    """
    columns = [*design.features, *([exposure.column] if exposure else [])]

    def encode(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for batch in batches:
            made = encoded(design, batch[columns])
            margin = exposure.margin(batch) if exposure else 0.0
            yield batch[[KEY, OUTCOME]].assign(**{MADE: list(made), MARGIN: margin})

    asked = rows.select(KEY, OUTCOME, *columns)
    kinds = f"{KEY} long, {OUTCOME} double, {MADE} array<double>, {MARGIN} double"
    numbers = asked.mapInPandas(encode, kinds)
    return numbers.repartition(workers, KEY).sortWithinPartitions(KEY)


def scores(stored: DataFrame, fitted: Fitted, keys: pd.Index) -> Array:
    """The score of each key's row, in the order of the keys, shape (keys,)."""
    columns = list(fitted.features)

    def score(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for batch in batches:
            yield pd.DataFrame({KEY: batch[KEY], SCORE: fitted.score(batch[columns])})

    rows = among(stored.select(KEY, *columns), keys, None)
    found = pd.DataFrame(rows.mapInPandas(score, f"{KEY} long, {SCORE} double").toPandas())
    ordered: Array = found.set_index(KEY)[SCORE].reindex(keys).to_numpy(dtype=float)
    return ordered
