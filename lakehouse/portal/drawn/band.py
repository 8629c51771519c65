"""A line over the band that was expected, with a sign where it was too much."""

from __future__ import annotations

import pandas as pd

from lakehouse.portal.drawn.axis import count_axis
from lakehouse.portal.drawn.plots import Box, Plot
from lakehouse.portal.said.figures import about, as_day, number_in
from lakehouse.portal.said.wording import Words


def band_plot(own: pd.DataFrame, words: Words) -> Plot:
    """One series in order of its days; alarms and warnings are signs, the last count a label."""
    days = [day for cell in own["day"] if (day := as_day(cell))]
    at = [day.toordinal() for day in days]
    lines = {
        name: list(
            zip(at, map(number_in, own[name] if name in own else [None] * len(at)), strict=True)
        )
        for name in ("observed", "expected", "upper")
    }
    highest = max((v for points in lines.values() for _, v in points if v is not None), default=1)
    axis = count_axis(float(highest), 4)
    box = Box(at[0], at[-1], axis)
    paths = (
        ("band", box.band(lines["expected"], lines["upper"])),
        ("mid", box.line(lines["expected"])),
        ("ln", box.line(lines["observed"])),
    )
    loud = [
        box.mark(day, value, level)
        for (day, value), level in zip(lines["observed"], own["level"], strict=True)
        if value is not None and level in ("alert", "warning")
    ]
    ends = [p for p in lines["observed"] if p[1] is not None][-1:]
    label = [box.mark(d, v, "end", words.number(about(v))) for d, v in ends if v is not None]
    return Plot(
        tuple((name, path) for name, path in paths if path),
        (*loud, *label),
        axis,
        words.short_day(days[0]),
        words.short_day(days[-1]),
    )
