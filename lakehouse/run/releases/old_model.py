"""Ask the models of two releases again, so that a change can be told apart from a new model's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from deltalake import DeltaTable

from lakehouse.declare.errors import CityLakeError
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.releases.split import Asked
from lakehouse.run.settings import Settings
from lakehouse.store.delta import delta_log
from lakehouse.store.lineage import said_of

Entry = Mapping[str, Any]


def asked_again(
    settings: Settings, catalogue: Catalogue, result: Table, entries: tuple[Entry, Entry]
) -> Asked | None:
    """What both releases' models say of their own features, and the old one of the new.

    None for a result that no ranking made, and where a model or its features are gone.
    """
    ranking = _ranking(settings, catalogue, result, entries[1])
    if ranking is None:
        return None
    from lakehouse.modelling.final import FinalModel
    from lakehouse.store.tracking import kept

    name = f"{settings.city.name}_{ranking.name}"
    versions = [entry.get("models", {}).get(name, "") for entry in entries]
    models = [kept(settings.tracking, name, v, FinalModel) for v in versions]
    waits = [_waiting(settings, ranking, entry) for entry in entries]
    if models[0] is None or models[1] is None or waits[0] is None or waits[1] is None:
        return None
    try:
        own = _said(models[0], waits[0], ranking), _said(models[1], waits[1], ranking)
        between = _said(models[0], waits[1], ranking)
    except (CityLakeError, KeyError):  # the old model wants a feature that is no more
        return None
    return Asked(own[0], own[1], between)


def _ranking(
    settings: Settings, catalogue: Catalogue, result: Table, entry: Entry
) -> Ranking | None:
    """The ranking whose model made the result, where both name a row the same way."""
    _, makers = catalogue.above([result])
    asked = [m for m in makers if isinstance(m, Ranking) and tuple(result.key) == (m.about,)]
    named = [m for m in asked if f"{settings.city.name}_{m.name}" in entry.get("models", {})]
    return named[0] if len(named) == 1 else None


def _waiting(settings: Settings, ranking: Ranking, entry: Entry) -> pd.DataFrame | None:
    """The features that were scored, found by what the matrix and the scores were made of."""
    scores, matrix = (settings.lake / t.schema / t.last for t in (ranking.writes, ranking.matrix))
    version = entry["made_from"]["tables"].get(ranking.writes.name)
    newest = delta_log.version(matrix)
    if version is None or newest is None:
        return None
    made_of = said_of(scores, version).get("made_of")
    same = (v for v in range(newest, -1, -1) if said_of(matrix, v).get("made_of") == made_of)
    found = next(same, None) if made_of else None
    if found is None:
        return None
    frame: pd.DataFrame = DeltaTable(str(matrix), version=found).to_pandas()
    return frame[frame["outcome"].isna() & frame["happened_on"].isna()]


def _said(model: Any, rows: pd.DataFrame, ranking: Ranking) -> pd.Series:
    made = model.predict(rows[list(model.features)])[model.gives[0]]
    return made.set_axis(rows[ranking.about].astype(str), axis=0)
