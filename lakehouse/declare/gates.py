"""What a question demands of a candidate before it may be published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lakehouse.declare.column import Column
from lakehouse.declare.costly import Costly, Declared
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feature import Feature
from lakehouse.declare.table import Table
from lakehouse.declare.waiver import Waiver

Band = tuple[float, float]


@dataclass(frozen=True)
class Fair:
    """Groups that a list must treat alike: those of the matrix's column ``across``.

    The first ``top`` (a share) of each list counts as chosen. Each of ``rates`` (names of
    ``lakehouse.methods.fairness``) of each group over that of the group in which they are best
    known has to lie within ``band``; those of ``shown`` are told beside them. With ``outlines``, a
    table of areas, ``across`` is a kind of area in which the platform finds each row by its place.
    ``waivers`` are the exceptions in force. PlanError unless 0 < top < 1 and the band holds 1.
    """

    across: str
    top: float
    rates: tuple[str, ...] = ("fpr", "fnr")
    band: Band = (0.8, 1.25)
    shown: tuple[str, ...] = ()
    outlines: Table | None = None
    waivers: tuple[Waiver, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.top < 1 or not self.band[0] < 1 < self.band[1]:
            raise PlanError(
                f"A list's first {self.top} cannot be compared within {self.band}.",
                "Give a share between 0 and 1, and a band around 1.",
            )


@dataclass(frozen=True, kw_only=True)
class Gates:
    """The bars that a question sets; the names are those of features or of columns handed in.

    ``known_later``: changed after the day of the list, so that they know the future;
    ``known_on``: the day each column's values became known, by the name of the column that says
    so. ``about_observer``: they tell who looked, not what was there. ``slope_within``: a
    calibration slope is also good enough when its whole interval lies in here; (1, 1) demands
    that the interval holds 1. ``level_within``: the same for observed per expected of counts.
    ``too_good``: an AUC or a capture that is higher than this for sure is not believed.
    ``covered``: the share that 90 % intervals may hold.
    """

    known_later: tuple[str, ...] = ()
    known_on: Mapping[str, str] = field(default_factory=dict)
    about_observer: tuple[str, ...] = ()
    slope_within: Band = (1.0, 1.0)
    level_within: Band = (0.8, 1.25)
    too_good: float = 0.97
    covered: Band = (0.8, 1.0)
    fair: Fair | None = None


def made_of(
    features: Iterable[Declared],
    tables: Iterable[Table],
    mark: str,
    carries: Iterable[Column] = (),
) -> tuple[str, ...]:
    """What is a column that a table marks (``about_observer``, ``changes_later``), or made of one.

    A feature's window names its columns in ``take``, ``where`` and ``link``, a costly one in
    ``takes`` and ``asks`` as well, a derived one the features and carried columns it is made of.
    A carried column is marked itself, or has the name of a marked column of one of the tables: a
    question's own function hands it over.
    """
    marked = {t.name: [c.name for c in t.columns if getattr(c, mark)] for t in tables}
    somewhere = {name for names in marked.values() for name in names}
    found = [c.name for c in carries if getattr(c, mark) or c.name in somewhere]
    for feature in features:
        if isinstance(feature, Feature):
            link = feature.link if isinstance(feature.link, tuple) else ()
            text = " ".join((feature.take, feature.where or "", *link))
            names = marked.get(feature.of.name, [])
        elif isinstance(feature, Costly):
            # Its function is handed these alone; what it asks with is carried.
            text = " ".join((*feature.takes, feature.where or "", *feature.link, *feature.asks))
            names = [*marked.get(feature.of.name, []), *found]
        else:
            text, names = feature.sql, found
        if set(names) & set(re.findall(r"[A-Za-z_]\w*", text)):
            found.append(feature.name)
    return tuple(found)
