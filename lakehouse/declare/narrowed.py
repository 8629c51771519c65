"""A question as a city can ask it: without features of tables that no department delivers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from lakehouse.declare.costly import Costly, Declared
from lakehouse.declare.feature import Derived
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table


def narrowed(
    asked: Ranking,
    there: Callable[[Table], bool],
    made_of: Callable[[Table], Sequence[Table]] = lambda table: (table,),
) -> Ranking:
    """The ranking without those tables of ``may_lack`` that are not ``there``.

    Features that look at them go, and those made of such features; no candidate sees them, and one
    that is then as another was goes too. The card says which and why, by the department's tables
    that an absent one is ``made_of``. The ranking itself where nothing is absent.
    """
    absent = tuple(t for t in asked.may_lack if not there(t))
    if not absent:
        return asked
    gone = _gone(asked.features, absent)
    kept = tuple(f for f in asked.features if f.name not in gone)
    lost = [f for f in asked.features if f.name in gone and f.learn]
    roots = {t.name: tuple(made_of(t)) for t in absent}
    told = {name: " or ".join(t.name for t in tables) for name, tables in roots.items()}
    why = {f.meaning: f"No department of the city delivers {told[gone[f.name]]}." for f in lost}
    return replace(
        asked,
        reads=tuple(t for t in asked.reads if t not in absent),
        may_lack=tuple(t for t in asked.may_lack if t not in absent),
        lacks=tuple(dict.fromkeys(t for tables in roots.values() for t in tables)),
        features=kept,
        candidates=_candidates(asked.candidates, [f.name for f in kept if f.learn]),
        left_out={**asked.left_out, **why},
    )


def _gone(features: Sequence[Declared], absent: Sequence[Table]) -> dict[str, str]:
    """Features that cannot be made, with the table each lacks; what is made of one comes later."""
    gone: dict[str, str] = {}
    for feature in features:
        if isinstance(feature, Derived):
            made_of: Sequence[str] = re.findall(r"[A-Za-z_]\w*", feature.sql)
        elif feature.of in absent:
            gone[feature.name] = feature.of.name
            continue
        else:
            made_of = feature.link if isinstance(feature.link, tuple) else ()
            made_of = (*made_of, *feature.asks) if isinstance(feature, Costly) else made_of
        if lost := [name for name in made_of if name in gone]:
            gone[feature.name] = gone[lost[0]]
    return gone


def _candidates(
    makers: Mapping[str, Callable[[], Any]], learned: Sequence[str]
) -> dict[str, Callable[[], Any]]:
    """The candidates over the ``learned`` features; of two that are then alike the first."""
    kept: dict[str, Callable[[], Any]] = {}
    seen: set[tuple[type, Any]] = set()
    for name, make in makers.items():
        before, after = make(), _among(make, learned)
        alike = (type(after), getattr(after, "columns", None))
        if before != after and alike in seen:
            continue
        seen.add(alike)
        kept[name] = partial(_among, make, learned)
    return kept


def _among(make: Callable[[], Any], learned: Sequence[str]) -> Any:
    """A candidate that looks at none but the features that are left."""
    made = make()
    columns = getattr(made, "columns", None)
    if columns is None or all(c in learned for c in columns):
        return made
    return replace(made, columns=tuple(c for c in columns if c in learned))
