"""The speeds of a day at one detector as a line in its range, beside what is usual."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lakehouse.portal.drawn.axis import count_axis
from lakehouse.portal.drawn.fan import values_of
from lakehouse.portal.drawn.plots import Box, Plot
from lakehouse.portal.said.figures import as_day
from lakehouse.portal.said.wording import Words


def speed_plot(told: pd.DataFrame, slow: Sequence[bool], words: Words) -> Plot:
    """The speeds expected, in their range, over the usual ones; ``slow`` hours are marked."""
    at = range(len(told))
    lines = {
        name: list(zip(at, values_of(told, name), strict=True))
        for name in ("expected", "expected_low", "expected_high", "usual_speed")
    }
    every = [v for points in lines.values() for _, v in points if v is not None]
    axis = count_axis(max([*every, 1.0]), 4, min(every))
    box = Box(0, max(1, len(told) - 1), axis)
    paths = (
        ("band", box.band(lines["expected_low"], lines["expected_high"])),
        ("mid", box.line(lines["usual_speed"])),
        ("ln", box.line(lines["expected"])),
    )
    marks = tuple(
        box.mark(n, value, "warning")
        for (n, value), is_slow in zip(lines["expected"], slow, strict=True)
        if is_slow and value is not None
    )
    ends = [_moment(told.iloc[n], words) for n in (0, -1)]
    return Plot(tuple((n, p) for n, p in paths if p), marks, axis, *ends)


def _moment(row: pd.Series, words: Words) -> str:
    day = as_day(row["day"])
    return str(words("speeds.moment", day=words.short_day(day), hour=row["hour"]))
