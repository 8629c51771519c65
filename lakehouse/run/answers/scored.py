"""Score whoever waits with the registered model, and put them in the order of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.final import FinalModel

# Nobody reads further down a list: beyond, exact shares of trees cost a millisecond a row.
EXACT_REASONS = 100_000
REASONS = "reason_1 string, reason_2 string, reason_3 string"


def score(rows: DataFrame, final: FinalModel, asked: Ranking) -> DataFrame:
    """Score rows on Spark with the model as loaded from the registry, whole batches at a time.

    Reasons are exact on lists of up to ``EXACT_REASONS`` rows, else those of the trees' paths; a
    list has only one of the two.
    """
    about = asked.about
    if rows.limit(EXACT_REASONS + 1).count() > EXACT_REASONS:
        final = final.along_paths()

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


def ranked(
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
    placed = scored.withColumns(
        {
            "rank": F.row_number().over(order),
            "random_share": drawn < int(asked.random_share * 10_000),
            "candidate": F.lit(final.name),
        }
    )
    joined = waiting.join(placed, asked.about, "left")
    stamped = joined.withColumns({k: F.lit(v) for k, v in stamp.items()})
    return stamped.select(*asked.writes.column_names)
