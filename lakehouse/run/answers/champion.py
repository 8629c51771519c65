"""Make the version that a contest led to the champion, unless a person took it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakehouse.store import tracking
from lakehouse.store.lake import Lake
from lakehouse.store.record.ledger import CHAMPION, Cause
from lakehouse.store.record.promotion import promote
from lakehouse.store.tracking import Champion, F

AGAIN = "The same inputs led to it before."


def crowned(
    lake: Lake,
    name: str,
    version: str,
    kind: type[F],
    stamp: Mapping[str, Any],
    about: Mapping[str, Any],
    why: str = AGAIN,
) -> Champion[F]:
    """The model that answers: ``version``, or the present champion where that was withdrawn."""
    there = tracking.aliased(name, CHAMPION)
    if there is None or not tracking.withdrawn(name, version):
        promote(lake.root, name, version, Cause(stamp["as_of"], str(about["run"]), why))
    return tracking.champion(name, kind)
