"""Getis-Ord Gi* and local Moran as joins over a table of neighbours, for millions of places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType

from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.hot_spot import ALIKE, ISLAND, two_sided
from lakehouse.methods.sum_law import chance_of_sums, chance_of_sums_around
from lakehouse.transform.discovery import with_q

# Ord and Getis 1995, equation 14, weights 1 and the place itself included; s is the deviation.
STAR = (
    "if(s > 1e-12 and n > weight,"
    " (total - mean * weight) / (s * sqrt((n * weight - weight * weight) / (n - 1))), 0D)"
)
GAP = "(value - mean)"
# Anselin 1995; moments conditional on the place's own value (Sokal, Oden and Thomson 1998).
MORAN = f"if(s * s > 1e-24 and near > 0, {GAP} * (lag / near - mean) / (s * s), 0D)"
EXPECTED = f"if(near > 0, -{GAP} * {GAP} / ((n - 1) * s * s), 0D)"
VARIANCE = (
    f"if(near > 0, pow({GAP} / (s * s), 2) * n / (n - 2) * (1 / near - 1 / (n - 1))"
    f" * greatest(s * s - {GAP} * {GAP} / (n - 1), 0D), 0D)"
)
MORAN_Z = (
    f"if(s * s > 1e-24 and n > 2 and {VARIANCE} > 1e-24,"
    f" (moran - {EXPECTED}) / sqrt({VARIANCE}), 0D)"
)
CHANCES = (
    "value double, near bigint, lag double, gi_p double, gi_q double, moran_p double, "
    "moran_q double"
)
NOTE = f"case when s <= 1e-12 then '{ALIKE}' when near = 0 then '{ISLAND}' else '' end"


def with_gi_star(places: DataFrame, edges: DataFrame) -> DataFrame:
    """``places`` with ``gi_star``, the z of ``lakehouse.methods.hot_spot.getis_ord_star``.

    ``places``: place and value, each once and never missing; ``edges``: i and j, each pair in both
    directions. 0 where all values are alike, or where all places are neighbours.
    """
    around = _around(places, edges).withColumn("gi_star", F.expr(STAR))
    return around.select(*places.columns, "gi_star")


def with_hot_spots(places: DataFrame, edges: DataFrame, *, counts: bool = False) -> DataFrame:
    """``places`` with what ``lakehouse.methods.hot_spot`` tells, without a place in one memory.

    Arguments as in :func:`with_gi_star`. Adds ``mean`` (of all places), ``near`` (how many
    neighbours) and ``lag`` (the sum of their values), ``gi_star``, ``gi_p``, ``gi_q``, ``moran``,
    ``moran_z``, ``moran_p``, ``moran_q`` and ``note``: p two-sided, normal or that of all ways to
    lay ``counts`` out; q controls the false-discovery rate over all places. Never missing: an
    island and places that are all alike have z 0, p 1 and a note.
    """
    told = _around(places, edges).withColumns(
        {"gi_star": F.expr(STAR), "moran": F.expr(MORAN), "note": F.expr(NOTE)}
    )
    told = told.withColumn("moran_z", F.expr(MORAN_Z))
    if counts:
        told = _sure_of_counts(told)
    else:
        told = told.withColumns({"gi_p": _p("gi_star"), "moran_p": _p("moran_z")})
        told = with_q(with_q(told, "gi_p", "gi_q"), "moran_p", "moran_q")
    made = ("gi_star", "gi_p", "gi_q", "moran", "moran_z", "moran_p", "moran_q", "note")
    return told.select(
        *places.columns, "mean", F.col("near").cast("int").alias("near"), "lag", *made
    )


@F.pandas_udf(DoubleType())  # type: ignore[attr-defined, untyped-decorator]
def _p(z: pd.Series) -> pd.Series:
    """``two_sided``, which Spark has no function for."""
    return pd.Series(two_sided(z))


def _sure_of_counts(told: DataFrame) -> DataFrame:
    """Places of one count, sum around and number of neighbours have one p and q: few are computed.

    The whole plan of ``told`` stands twice in what comes out, once beside its few unlike places.
    """
    asked = ("value", "near", "lag")
    unlike = told.groupBy(*asked).agg(F.count(F.lit(1)).alias("times"))
    chances = unlike.groupBy().applyInPandas(_chances, CHANCES)
    return told.join(chances, list(asked))


def _chances(unlike: pd.DataFrame) -> pd.DataFrame:
    """Of unlike value, near and lag, and how many ``times`` each is met: as ``CHANCES`` has it."""
    own, near, lag, times = (unlike[n].to_numpy() for n in ("value", "near", "lag", "times"))
    counts, first = np.repeat(own, times), np.cumsum(times) - times
    p = {
        "gi": chance_of_sums(counts, near + 1, lag + own),
        "moran": chance_of_sums_around(counts, own, near, lag),
    }
    q = {name: benjamini_hochberg(np.repeat(one, times))[first] for name, one in p.items()}
    made = {f"{name}_{kind}": of[name] for name in p for kind, of in (("p", p), ("q", q))}
    return unlike[["value", "near", "lag"]].assign(**made)


def _around(places: DataFrame, edges: DataFrame) -> DataFrame:
    """Each place with its neighbours' sum and number, and the moments of all places."""
    values = places.select(F.col("place").alias("j"), F.col("value").alias("other"))
    lag = (
        edges.where("i != j")
        .join(values, "j")
        .groupBy(F.col("i").alias("place"))
        .agg(F.sum("other").alias("_lag"), F.count("*").alias("_near"))
    )
    whole = places.agg(
        F.count("*").alias("n"), F.avg("value").alias("mean"), F.stddev_pop("value").alias("s")
    )
    return (
        places.join(lag, "place", "left")
        .crossJoin(F.broadcast(whole))
        .withColumns({"near": F.coalesce("_near", F.lit(0)), "lag": F.coalesce("_lag", F.lit(0.0))})
        .withColumns({"weight": F.col("near") + 1, "total": F.col("lag") + F.col("value")})
    )
