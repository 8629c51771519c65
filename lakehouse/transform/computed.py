"""Costly features: a free function meets, once per as-of day and group, the facts known before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.costly import Costly
from lakehouse.transform.meeting import alike, within


def computed(asking: DataFrame, feature: Costly, facts: DataFrame) -> tuple[list[str], DataFrame]:
    """The feature, one row per entity and as-of day, and the columns it is joined back by.

    ``asking`` has ``as_of``, the feature's link and what it asks with; rows in which one of these
    is missing are not asked about. ``facts`` known on the day or later never reach the function.
    """
    of, by = feature.of, [*feature.link, "as_of"]
    entity = [*feature.link, *feature.asks, "as_of"]
    asked = asking.select(*entity).distinct().dropna()
    limits = [f"{of.known_at} < as_of"]
    limits += [within(of, feature.days)] if feature.days is not None else []
    limits += [f"({feature.where})"] if feature.where else []
    met = alike(asked, facts, feature.link).where(" and ".join(limits))
    # Whatever order rows arrive in, the function meets them in one.
    order = list(dict.fromkeys((str(of.happened_at), *of.key)))
    seen = dict.fromkeys((*order, *feature.takes))
    known = met.select(
        *(F.col(f"_{name}").alias(f"by_{name}") for name in feature.link),
        F.col("as_of").alias("by_as_of"),
        *seen,
    )
    kinds = [f"{f.name} {f.dataType.simpleString()}" for f in asked.schema]
    groups = asked.groupBy(*by).cogroup(known.groupBy(*(f"by_{name}" for name in by)))
    made = groups.applyInPandas(
        _asking(feature, order), ", ".join([*kinds, f"{feature.name} {feature.type}"])
    )
    return entity, made


def _asking(
    feature: Costly, order: list[str]
) -> Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]:
    name, function, takes = feature.name, feature.function, list(feature.takes)
    first = [*feature.link, *feature.asks]

    def asked_once(asked: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
        asked = asked.sort_values(first).reset_index(drop=True) if first else asked
        known = known.sort_values(order).reset_index(drop=True)
        values = np.asarray(function(asked.copy(), known[takes]))
        if values.shape != (len(asked),):
            raise ValueError(
                f"Feature {name} gave {values.shape} values for {len(asked)} row(s) asked about."
            )
        return asked.assign(**{name: values})

    return asked_once
