"""The map of the areas: one measure in five steps of one colour, areas in order of rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import Outline
from lakehouse.portal.drawn.classes import classes_of
from lakehouse.portal.drawn.outline import area_page, view_box
from lakehouse.portal.measures import Measured, measured, number
from lakehouse.portal.said.figures import known
from lakehouse.portal.said.wording import Words


@dataclass(frozen=True)
class Area:
    """One area on the map: its page, path, class (0 not known, 1 to 5) and what is read out."""

    code: str
    name: str
    page: str
    path: str
    step: int
    label: Markup
    row: Measured | None
    pin: str
    x: int
    y: int


@dataclass(frozen=True)
class AreaMap:
    """The areas by rank, the view box, the legend as (class, words), and the finding.

    ``note`` says whether colours compare with the release before.
    """

    areas: tuple[Area, ...]
    view_box: str
    legend: tuple[tuple[int, Markup], ...]
    title: Markup
    meaning: str
    period: str
    rated: bool
    note: Markup


def area_map(
    outlines: tuple[Outline, ...],
    chosen: pd.DataFrame,
    pins: Mapping[str, str],
    words: Words,
    before: Mapping[str, Sequence[float]],
) -> AreaMap | None:
    """The map of ``chosen`` (one measure, a row per area); None without outlines or measure.

    ``pins`` are the numbers to write on areas, by code; ``before`` the limits of earlier classes.
    """
    if not outlines or chosen.empty:
        return None
    by_code = {str(row["community_area"]): row for row in chosen.to_dict("records")}
    classes = classes_of(chosen, before)
    edges, rated = classes.limits, classes.column == "per_1000"
    areas = [
        _area(outline, by_code.get(outline[0]), edges, rated, pins, words) for outline in outlines
    ]
    order = sorted(areas, key=lambda a: (a.row.rank or 10**9 if a.row else 10**9, a.name))
    one = next(area.row for area in [*order] if area.row) if by_code else None
    assert one is not None
    first = [area.name for area in order if area.row and area.row.rank][:2]
    title = words("areas.highest", first=first[0], second=first[1]) if len(first) > 1 else words(
        "areas.unranked", meaning=one.meaning)  # fmt: skip
    return AreaMap(tuple(order), view_box(outlines), _legend(edges, words, order), title,
                   one.meaning, one.period, rated, _note(classes.kept, words))  # fmt: skip


def _note(kept: bool | None, words: Words) -> Markup:
    return Markup("") if kept is None else words("areas.kept" if kept else "areas.anew")


def _area(
    outline: Outline,
    cells: dict[str, object] | None,
    edges: tuple[float, ...],
    rated: bool,
    pins: Mapping[str, str],
    words: Words,
) -> Area:
    code, name, path, x, y = outline
    row = measured(cells, words) if cells else None
    value = cells["per_1000" if rated else "value"] if cells else None
    step = _step(float(value), edges) if known(value) else 0  # type: ignore[arg-type]
    return Area(code, name, area_page(code), path, step, _label(name, row, rated, words), row,
                pins.get(code, ""), round(x), round(y))  # fmt: skip


def _step(value: float, edges: tuple[float, ...]) -> int:
    """Few classes are spread over the whole scale, so that the highest is always the darkest."""
    place = sum(value >= edge for edge in edges)
    return 1 + round(4 * place / max(1, len(edges)))


def _label(name: str, row: Measured | None, rated: bool, words: Words) -> Markup:
    if row is None or not row.value:
        return words("areas.label_unknown", name=name)
    if row.rank is None or row.of is None:
        return words("areas.label_unranked", name=name, value=row.value)
    told = {"name": name, "value": row.value, "rank": row.rank, "of": row.of}
    if rated and row.per_1000:
        return words("areas.label_rate", **told, rate=row.per_1000)
    return words("areas.label", **told)


def _legend(
    edges: tuple[float, ...], words: Words, areas: list[Area]
) -> tuple[tuple[int, Markup], ...]:
    said = [number(edge, words) for edge in edges]
    rows = [(_step(float("-inf"), edges), words("areas.under", high=said[0]))] if said else []
    for low, (edge, high) in zip(
        said, zip(edges, [*said[1:], ""][: len(said)], strict=True), strict=True
    ):
        text = words("areas.between", low=low, high=high) if high else words("areas.over", low=low)
        rows.append((_step(edge, edges), text))
    if any(area.step == 0 for area in areas):
        rows.append((0, words("areas.unknown")))
    return tuple(rows)
