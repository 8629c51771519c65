"""Days known beside days forecast, of the same series: which are shown, and what tells of few."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

SERIES = ("resource", "stratum")
STAMP = ("as_of", "data_through", "model_name", "model_version")
DAYS_SHOWN = 60
# The plain forecast repeats these days: from one made of few people their number could be told.
LEANS_ON = 14


def days_before(known: DataFrame, ahead: DataFrame) -> DataFrame:
    """The last 60 days of the series in ``ahead``, with its stamp.

    The forecast starts after ``data_through``, also where a later day is known already.
    """
    asked = F.broadcast(ahead.select(*SERIES, *STAMP).distinct())
    shown = (F.col("day") > F.date_sub("data_through", DAYS_SHOWN)) & F.expr("day <= data_through")
    return known.join(asked, [*SERIES]).where(shown)


def told_ahead(
    ahead: DataFrame, past: DataFrame, few: Column, made_of: Sequence[str], why: str
) -> DataFrame:
    """``ahead`` without the numbers ``made_of`` counts, and ``why``, of series with few lately.

    ``past`` as ``days_before`` gives it; ``few`` says which of its rows tell of too few people.
    """
    lately = past.where(F.col("day") > F.date_sub("data_through", LEANS_ON))
    by_series = lately.groupBy(*SERIES).agg(F.bool_or(few).alias("_few"))
    hidden = F.coalesce("_few", F.lit(False))
    told = {name: F.when(~hidden, F.col(name)) for name in made_of}
    told["why_no_forecast"] = F.when(hidden, F.lit(why)).otherwise(F.col("why_no_forecast"))
    return ahead.join(F.broadcast(by_series), [*SERIES], "left").withColumns(told).drop("_few")
