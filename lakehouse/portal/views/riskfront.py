"""Where first, on the front page: the areas that several departments put first together."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.drawn.areamap import AreaMap
from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.said.figures import times_in
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.risks import Risk
from lakehouse.portal.views.riskview import (
    CITY,
    LEVEL,
    axis_of,
    city_risks,
    risk_map,
    title_of,
    top_of,
)

SHOWN = 10


@dataclass(frozen=True)
class FirstAreas:
    """The first areas by score on one axis of ranks, their map, and how many are the top.

    ``title`` is the finding, ``sure`` how many of the first are firm; ``firm`` whether any is.
    """

    title: Markup
    sure: Markup
    firm: bool
    rows: tuple[Risk, ...]
    axis: Axis
    map: AreaMap | None
    top: int
    of: int
    times: int
    times_of: int


def first_areas(data: PageData, words: Words) -> FirstAreas | None:
    """The first areas; None where no area has a rank over all domains."""
    listed = city_risks(data, words)
    ranked = [one for one in listed if one.rank]
    if not ranked:
        return None
    top = top_of(data.rows(CITY))
    times, times_of = times_in(LEVEL)
    pins = {one.code: str(one.rank) for one in ranked[:top]}
    drawn = risk_map(data, listed, words, pins)
    title, firm = title_of(ranked, words), sum(one.word == "firm" for one in ranked)
    sure = _sure(firm, top, words) if firm else title
    return FirstAreas(title, sure, firm > 0, tuple(ranked[:SHOWN]), axis_of(len(ranked)), drawn,
                      top, len(ranked), times, times_of)  # fmt: skip


def _sure(firm: int, top: int, words: Words) -> Markup:
    if firm >= top:
        return words.plural("first_areas.all_firm", firm)
    return words.plural("first_areas.firm", firm, top=top)
