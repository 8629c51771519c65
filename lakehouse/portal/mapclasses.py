"""The limits of a release's map classes, for its manifest: the next release takes them over."""

from __future__ import annotations

from lakehouse.portal.data import PageData
from lakehouse.portal.drawn.classes import classes_of, key_of
from lakehouse.portal.measures import chosen_measure, measures_of
from lakehouse.portal.views.riskview import scored


def map_classes(data: PageData) -> dict[str, list[float]]:
    """Limits by measure: of the maps of this release, and of those that earlier ones had."""
    maps = (chosen_measure(measures_of(data)), scored(data))
    now = {key_of(m): list(classes_of(m, data.classes).limits) for m in maps if len(m)}
    return {key: list(limits) for key, limits in data.classes.items()} | now
