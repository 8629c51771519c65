"""What the page of one area is filled with: the domains side by side, and the places in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.decision import DOMAINS, Decision, decisions
from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.drawn.outline import area_page, named, view_box
from lakehouse.portal.listed import Listed, listed
from lakehouse.portal.measures import Measured, measured, measures_of
from lakehouse.portal.rows import MOST, Row, axis_of, rows_of
from lakehouse.portal.said.figures import text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.risks import Risk
from lakehouse.portal.views.riskview import CITY, city_risks, top_of

# The three that every area page shows, also where nothing is known of them.
ALWAYS = DOMAINS[:3]
PLACES = 10


@dataclass(frozen=True)
class Domain:
    """One domain of an area with its measures, none where nothing was delivered."""

    name: str
    measures: tuple[Measured, ...]


@dataclass(frozen=True)
class PlacesIn:
    """The places of one list that lie in the area; ``says`` counts them or says why none is."""

    decision: Decision
    name: str
    as_of: str
    says: Markup
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class InAreas:
    """One list with its rows by area, and the axis that all areas share."""

    decision: Decision
    found: Listed
    voice: Voice
    axis: Axis
    parts: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class AreaPages:
    """What all area pages share, made once: names, measures by code, lists with their areas."""

    names: dict[str, str]
    measures: dict[str, pd.DataFrame]
    lists: tuple[InAreas, ...]
    words: Words
    view_box: str
    paths: dict[str, str]
    risks: dict[str, Risk]
    top: int


def area_pages(data: PageData, words: Words) -> AreaPages:
    """The areas of a release, by code in the order of their names."""
    table = measures_of(data)
    names = named(data.outlines, table)
    by_code = {str(c): rows for c, rows in table.groupby("community_area")} if len(table) else {}
    lists = []
    for decision in decisions(data):
        if decision.kind == "list":
            found = listed(decision)
            inside = found.ranked.assign(code=found.ranked["community_area"].map(text_of))
            parts = {str(code): rows for code, rows in inside.groupby("code") if code}
            axis = axis_of(found, found.ranked.head(MOST))
            lists.append(InAreas(decision, found, Voice(words, decision.name), axis, parts))
    order = dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0])))
    paths = {code: path for code, _, path, *_ in data.outlines}
    scored = {one.code: one for one in city_risks(data, words) if one.rank}
    box, top = view_box(data.outlines), top_of(data.rows(CITY))
    return AreaPages(order, by_code, tuple(lists), words, box, paths, scored, top)


def area_view(shared: AreaPages, code: str) -> dict[str, Any]:
    """Everything on the page of the area ``code``."""
    words, own = shared.words, shared.measures.get(code, pd.DataFrame())
    domains = _domains(own, words)
    ranked = [m for domain in domains for m in domain.measures if m.rank and m.of]
    top = min(ranked, key=lambda m: ((m.rank or 1) / (m.of or 1), m.measure), default=None)
    people = list(own["population"].dropna()) if len(own) else []
    name = shared.names[code]
    return {
        "code": code,
        "area": name,
        "domains": domains,
        "population": words.number(float(people[0])) if people else "",
        "area_title": _title(name, top, words),
        "lists": [_places(one, code, words) for one in shared.lists],
        "combined": _combined(own, words),
        "why_not": sorted({m.why_not for d in domains for m in d.measures if m.why_not}),
        "risk": shared.risks.get(code),
        "risk_top": shared.top,
        "neighbours": _around(shared.names, code),
        "locator": _locator(shared, code),
    }


def _combined(own: pd.DataFrame, words: Words) -> str:
    """The one number of an area's domains, '' where they are not combined."""
    made = list(own["combined"].dropna()) if len(own) else []
    return words.number(float(made[0])) if made else ""


def _title(name: str, top: Measured | None, words: Words) -> Markup:
    if top is None:
        return words("area.title_bare", name=name)
    told = {"name": name, "rank": top.rank, "of": top.of, "measure": top.measure}
    return words("area.title_first" if top.rank == 1 else "area.title", **told)


def _domains(own: pd.DataFrame, words: Words) -> list[Domain]:
    given: dict[str, list[Measured]] = {name: [] for name in ALWAYS}
    for cells in own.to_dict("records"):
        given.setdefault(text_of(cells["domain"]), []).append(measured(cells, words))
    return [Domain(name, tuple(rows)) for name, rows in given.items()]


def _places(one: InAreas, code: str, words: Words) -> PlacesIn:
    ranked, decision = one.found.ranked, one.decision
    inside = one.parts.get(code, ranked.iloc[:0])
    rows = rows_of(one.found, inside.head(PLACES), 0, one.voice, one.axis)
    if not one.parts:
        says = words("area.not_located")
    elif inside.empty:
        says = words.plural("area.none_here", len(ranked))
    else:
        says = words.plural("area.here", len(inside), all=words.number(len(ranked)))
        says = Markup(" ").join((words("area.counts", what=one.voice("counted")), says))
    as_of = words.day(decision.as_of)
    return PlacesIn(decision, one.voice.title, as_of, says, tuple(rows))


def _locator(shared: AreaPages, code: str) -> dict[str, str] | None:
    """All outlines as one path and the one of this area, None where it has none."""
    if code not in shared.paths:
        return None
    every = "".join(shared.paths.values())
    return {"view_box": shared.view_box, "every": every, "here": shared.paths[code]}


def _around(names: dict[str, str], code: str) -> tuple[tuple[str, str] | None, ...]:
    """The areas before and after in the order of names, as (page, name)."""
    codes = list(names)
    at = codes.index(code)
    before = codes[at - 1] if at else None
    after = codes[at + 1] if at + 1 < len(codes) else None
    return tuple((area_page(c), names[c]) if c else None for c in (before, after))
