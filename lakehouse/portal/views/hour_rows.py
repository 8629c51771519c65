"""Hours of areas as the rows of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lakehouse.portal.drawn.axis import Axis, bar_of, count_axis
from lakehouse.portal.rows import Row
from lakehouse.portal.said.figures import as_day, known, number_in, text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

# Chances of one hour are small: they are told of a hundred of them.
OF = 100


def axis_of(rows: pd.DataFrame) -> Axis:
    """The axis that all rows share, crashes in a hundred such hours."""
    highest = pd.concat([rows["expected"], rows["expected_high"]]).astype("float64").max()
    return count_axis(OF * float(highest) if known(highest) else 1.0, 4)


def watched(rows: pd.DataFrame, voice: Voice, axis: Axis) -> list[Row]:
    """Each hour of an area as a row of a list, with its place by moment and by worth."""
    worth = rows["expected"].rank(method="dense").astype(int).astype(str)
    return [
        _row(cells, f"{cells['place']},{at},{place}", voice, axis)
        for cells, at, place in zip(rows.to_dict("records"), _moments(rows), worth, strict=True)
    ]


def span(hour: int, words: Words) -> str:
    """The hour from its beginning to its end."""
    return str(words("hours.span", low=hour, high=hour + 1))


def moment(cells: Mapping[str, Any], words: Words) -> str:
    """Weekday, day and hour."""
    day = as_day(cells["day"])
    told = {"weekday": words.weekday(day), "day": words.short_day(day)} if day else {}
    return str(words("hours.moment", hour=span(int(cells["hour"]), words), **told))


def _row(cells: dict[str, Any], keys: str, voice: Voice, axis: Axis) -> Row:
    def said(name: str) -> str:
        value = number_in(cells.get(name))
        return "" if value is None else voice.words.number(OF * value, 1)

    value, low, high = (number_in(cells[n]) for n in ("expected", "expected_low", "expected_high"))
    ranged = value is not None and low is not None and high is not None
    told = [voice("row.usual", value=said("usual"))] if said("usual") else []
    if known(cells["observed"]):
        told.append(voice("row.observed", value=voice.words.number(cells["observed"])))
    wet = str(voice("row.wet", value=said("expected_if_wet"))) if said("expected_if_wet") else ""
    return Row(
        rank=int(cells["place"]),
        name=moment(cells, voice.words),
        place="",
        area=text_of(cells["community_area"]),
        told=tuple(told),
        value=said("expected"),
        word="",
        low=said("expected_low") if ranged else "",
        high=said("expected_high") if ranged else "",
        bar=bar_of(OF * low, OF * high, OF * value, axis.end) if ranged else None,  # type: ignore[operator]
        reasons=tuple(filter(None, (text_of(cells["why"]), wet))),
        by_lot=False,
        first=False,
        keys=keys,
    )


def _moments(rows: pd.DataFrame) -> list[str]:
    """The place of each row in time."""
    at = rows.groupby(["day", "hour"], sort=True).ngroup() + 1
    return [str(one) for one in at]
