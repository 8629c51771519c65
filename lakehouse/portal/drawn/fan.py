"""A fan of chances: where a number will lie 5 and 9 times in 10, beside its limit."""

from __future__ import annotations

import pandas as pd

from lakehouse.portal.drawn.axis import count_axis
from lakehouse.portal.drawn.plots import Box, Plot, Point
from lakehouse.portal.said.figures import about, as_day, number_in
from lakehouse.portal.said.wording import Words

QUANTILES = ("q05", "q25", "q50", "q75", "q95")


def fan_plot(past: pd.DataFrame, ahead: pd.DataFrame, capacity: float | None, words: Words) -> Plot:
    """The past days as a line, the days ahead as a fan, the capacity and the plain rule beside."""
    days = [d for d in map(as_day, [*past["day"], *ahead["day"]]) if d]
    line = _points(past, "observed")
    fans = {q: [*line[-1:], *_points(ahead, q)] for q in QUANTILES if q in ahead}
    naive = [p for q in ("naive_q05", "naive_q95") for p in _points(ahead, q)]
    every = [v for points in (line, naive, *fans.values()) for _, v in points if v is not None]
    axis = count_axis(max([*every, capacity or 0, 1]), 4, min(every))
    box = Box(days[0].toordinal(), days[-1].toordinal(), axis)
    paths = [("fan90", box.band(fans["q05"], fans["q95"]))]
    if "q25" in fans and "q75" in fans:
        paths.append(("fan50", box.band(fans["q25"], fans["q75"])))
    paths += [("ln", box.line(line)), ("mid", box.line(fans["q50"]))]
    for name in ("naive_q05", "naive_q95"):
        paths.append(
            ("naive", box.line([*line[-1:], *_points(ahead, name)]) if name in ahead else "")
        )
    if capacity:
        paths.append(("cap", f"M0 {box.y(capacity)}H1000"))
    middle = fans["q50"][-1]
    label = words.number(about(middle[1] or 0))
    marks = (box.mark(middle[0], middle[1] or 0, "end", label),)
    return Plot(tuple((n, p) for n, p in paths if p), marks, axis,
                words.short_day(days[0]), words.short_day(days[-1]))  # fmt: skip


def _points(rows: pd.DataFrame, column: str) -> list[Point]:
    if column not in rows:
        return []
    at = (day.toordinal() for day in map(as_day, rows["day"]) if day)
    return list(zip(at, values_of(rows, column), strict=True))


def values_of(rows: pd.DataFrame, column: str) -> list[float | None]:
    """The numbers of a column, None where one is missing or the column is."""
    cells = rows[column] if column in rows else [None] * len(rows)
    return [number_in(cell) for cell in cells]
