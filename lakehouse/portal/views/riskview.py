"""What the page of the city's risk is filled with: areas by score, how sure, and what adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.drawn.areamap import AreaMap, area_map
from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.said.figures import as_day, known, text_of, times_in
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.risks import PARTS, Risk, risks

CITY, DISTRICTS = "city_risk", "district_risk"
NAMED = 3
LEVEL = 0.9


def risk_view(data: PageData, words: Words) -> dict[str, Any]:
    """Everything on risk.html, by its names in the templates."""
    rows = data.rows(CITY)
    listed, districts = city_risks(data, words), _districts(data, words)
    ranked = [one for one in listed if one.rank]
    times, of = times_in(LEVEL)
    days = [day for name in ("period_from", "data_through") if (day := _first(rows, name))]
    return {
        "listed": listed,
        "ranked": ranked,
        "districts": districts,
        "axis": axis_of(len(ranked)),
        "districts_ranked": any(one.rank for one in districts),
        "district_axis": axis_of(len([one for one in districts if one.rank])),
        "risk_title": title_of(ranked, words),
        "close": [one.name for one in ranked if one.word == "close"],
        "top": top_of(rows),
        "areas": risk_map(data, listed, words),
        "times": times,
        "of": of,
        "why_not": sorted(
            {words.dated(text_of(why)) for why in _column(rows, "why_no_score")} - {""}
        ),
        "not_here": _not_here(rows, words),
        "withheld": [one.name for one in listed if one.withheld],
        "days": tuple(words.day(day) for day in days) if len(days) == 2 else None,
        # What is known of no area has no column.
        "parts": [(n, name) for n, name in enumerate(PARTS) if rows[name].notna().any()],
    }


def title_of(ranked: list[Risk], words: Words) -> Markup:
    """The finding: the areas that are firm; else the question, or that nothing is combined."""
    if not ranked:
        return words("risk.apart")
    firm = [one.name for one in ranked if one.word == "firm"]
    if not firm:
        return words("risk.open")
    if len(firm) > NAMED:
        return words("risk.firm_many", names=", ".join(firm[:NAMED]), n=len(firm) - NAMED)
    return words.plural("risk.firm", len(firm), names=words.listing(firm))


def _not_here(rows: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    """The names of areas without a score, and why, those alike in it together."""
    without = rows[rows["score"].isna()] if len(rows) else rows
    return [
        (words.listing(sorted(map(text_of, own["name"]))), words.dated(text_of(why)))
        for why, own in (without.groupby("why_no_score") if len(without) else ())
    ]


def axis_of(areas: int) -> Axis:
    """One axis of ranks, from the first to the last."""
    ends = sorted({1, (areas + 1) // 2, max(2, areas)})
    wide = max(1, areas - 1)
    return Axis(areas, tuple((round(100 * (n - 1) / wide), str(n)) for n in ends), 1)


def risk_map(
    data: PageData, listed: list[Risk], words: Words, pins: Mapping[str, str] = MappingProxyType({})
) -> AreaMap | None:
    """The map of the scores with ``pins`` by code; None where there is no score or no outline."""
    asked = scored(data).assign(meaning=str(words("risk.meaning")))
    made = area_map(data.outlines, asked, pins, words, data.classes)
    if made is None:
        return None
    by_code = {one.code: one for one in listed}
    areas = tuple(
        replace(area, label=_label(by_code[area.code], words)) if area.code in by_code else area
        for area in made.areas
    )
    return replace(made, areas=areas)


def scored(data: PageData) -> pd.DataFrame:
    """The scores as a measure of the areas, without a row where there is none."""
    rows = data.rows(CITY)
    if rows.empty or rows["score"].isna().all():
        return rows.iloc[:0]
    value, why_not = rows["score"].round(0), rows["why_no_score"]
    return rows.assign(measure=CITY, value=value, per_1000=np.nan, why_not_combined=why_not)


def city_risks(data: PageData, words: Words) -> list[Risk]:
    """The areas by rank, none without the result."""
    return risks(data.rows(CITY), "community_area", words)


def _districts(data: PageData, words: Words) -> list[Risk]:
    return risks(data.rows(DISTRICTS), "police_district", words)


def _label(one: Risk, words: Words) -> Markup:
    if not one.rank:
        return words("areas.label_unknown", name=one.name)
    return words("risk.label", name=one.name, score=one.score, rank=one.rank, of=one.of,
                 low=one.low, high=one.high)  # fmt: skip


def _column(rows: pd.DataFrame, name: str) -> list[object]:
    return list(rows[name]) if name in rows else []


def _first(rows: pd.DataFrame, name: str) -> Any:
    found = [cell for cell in _column(rows, name) if known(cell)]
    return as_day(found[0]) if found else None


def top_of(rows: pd.DataFrame) -> int:
    """How many areas are called the top, 0 where that is not said."""
    found = [int(cell) for cell in _column(rows, "top") if known(cell)]  # type: ignore[call-overload]
    return found[0] if found else 0
