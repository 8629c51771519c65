"""The difference between two releases: every result compared, and its change split by cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from lakehouse.portal.change import Change, Changes, Parts
from lakehouse.portal.decision import kind_of
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.releases.cause import cause_of
from lakehouse.run.releases.compared import VALUES, compared
from lakehouse.run.releases.kept import Release
from lakehouse.run.releases.old_model import asked_again
from lakehouse.run.releases.split import (
    Asked,
    entered_by,
    needs_old_model,
    only,
    split_by_models,
    split_by_one,
)
from lakehouse.run.settings import Settings

# What both models say again, by the result's last name and its entries in both manifests.
Ask = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Asked | None]


def difference(
    before: Release, after: Release, keys: Mapping[str, Sequence[str]], ask: Ask
) -> Changes:
    """Compare two releases; ``keys`` names the key of each result by last name."""
    there, then = set(before.tables), set(after.tables)
    both = [name for name in after.tables if name in there and name in keys]
    return Changes(
        (before.name, after.name),
        (before.day, after.day),
        tuple(_change(name, before, after, keys[name], ask) for name in both),
        tuple(sorted(then - there)),
        tuple(sorted(there - then)),
    )


def asking(settings: Settings, catalogue: Catalogue) -> Ask:
    """Asks the registered models of a city again."""

    def ask(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Asked | None:
        result = catalogue.tables[f"published.{name}"]
        return asked_again(settings, catalogue, result, (before, after))

    return ask


def keys_of(catalogue: Catalogue) -> dict[str, Sequence[str]]:
    """The key of each published table by last name."""
    return {t.last: t.key for t in catalogue.tables.values() if t.schema == "published"}


def _change(name: str, before: Release, after: Release, key: Sequence[str], ask: Ask) -> Change:
    frames = before.frame(name), after.frame(name)
    entries = before.results.get(name, {}), after.results.get(name, {})
    cause = cause_of(*entries)
    plain = compared(name, key, frames, cause)
    if not plain.is_list or plain.same:
        return plain
    value = next(v for v in VALUES if v in frames[1])
    old, new = (_values(frame, key, value) for frame in frames)
    entered = [move.key for move in plain.entered]
    if by := only(cause):
        share = Parts(**{"data": 0, "model": 0, "rules": 0, by: len(entered)})
        return compared(name, key, frames, cause, split_by_one(old, new, by), share)
    asked = ask(name, *entries) if needs_old_model(cause) else None
    parts = split_by_models(old, new, asked, cause) if asked else None
    if asked is None or parts is None:
        return plain
    ranks = _values(frames[1], key, "rank")
    share = entered_by(entered, plain.first, asked.between, ranks, cause)
    return compared(name, key, frames, cause, parts, share)


def _values(frame: pd.DataFrame, key: Sequence[str], value: str) -> pd.Series:
    """A column of the scored rows by key."""
    assert kind_of(frame) == "list"
    scored = frame[frame["rank"].notna()]
    index = scored[list(key)].astype(str).agg(" / ".join, axis=1)
    return pd.Series(scored[value].to_numpy(dtype=float), index=index.to_numpy(dtype=object))
