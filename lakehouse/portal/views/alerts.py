"""Series that are watched: what was counted, what was expected, and where it was too much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.drawn.band import band_plot
from lakehouse.portal.drawn.plots import Plot
from lakehouse.portal.said.figures import as_day, in_100, known, number_in, text_of
from lakehouse.portal.said.proper import spelt
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.readable import gaps_of
from lakehouse.tables.few import WITHHELD

ORDER = ("alert", "warning", "none", "no judgement")
RECENT = 8
# So many series have a card of their own, those in alarm first; the others are a table.
DRAWN = 12


@dataclass(frozen=True)
class Period:
    """One period of a series as a row: its day, the numbers as written, its level."""

    day: str
    observed: str
    expected: str
    upper: str
    level: str


@dataclass(frozen=True)
class Series:
    """One series, judged at its last period; numbers as written, '' where not known.

    ``gaps`` is said in place of the plot where too few of its counts may be shown.
    """

    key: str
    title: str
    level: str
    lasting: bool
    last: Period
    why: str
    false_in_100: str
    bar: Bar | None
    upper_at: int
    alarms: int
    periods: int
    recent: tuple[Period, ...]
    plot: Plot
    gaps: Markup
    as_of: str
    data_through: str
    algorithm: str


def series_of(rows: pd.DataFrame, words: Words) -> list[Series]:
    """Every series, alerts first, then by title; the last period of each is its judgement."""
    found = [
        _series(str(key), own.sort_values("day"), words)
        for key, own in rows.groupby("series", sort=True)
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.level), one.title))


def cards_and_rest(found: list[Series]) -> tuple[list[Series], list[Series]]:
    """The first series that are judged or have a plot that reads, and all others, in order.

    Within a level those with a plot come first, so that pictures stand beside pictures.
    """
    told = [one for one in found if one.level != "no judgement" or not one.gaps][:DRAWN]
    rest = [one for one in found if one not in told]
    return sorted(told, key=lambda one: (ORDER.index(one.level), bool(one.gaps))), rest


def title_of(found: list[Series], words: Words) -> Markup:
    """How many series are above what was expected, or that none is."""
    alerts = [one for one in found if one.level == "alert"]
    if alerts:
        return words.plural("alerts.title", len(alerts), first=alerts[0].title)
    judged = [one for one in found if one.level != "no judgement"]
    return words.plural("alerts.quiet", len(judged)) if judged else words("alerts.unjudged")


def _series(key: str, own: pd.DataFrame, words: Words) -> Series:
    last = own.iloc[-1]
    cell = last.to_dict()
    upper, observed, expected = (number_in(cell.get(n)) for n in ("upper", "observed", "expected"))
    top = max(x for x in (upper, observed, expected, 1.0) if x is not None) * 1.25
    ranged = upper is not None and observed is not None and expected is not None
    return Series(
        key=key,
        title=spelt(text_of(cell.get("title"))) or key.replace("_", " "),
        level=_level(cell),
        lasting=_level(cell) == "alert" and known(cell.get("lasting")) and bool(cell["lasting"]),
        last=_period(cell, words),
        why=text_of(cell.get("why_no_bound")),
        false_in_100=in_100(cell.get("q")),
        bar=bar_of(0, expected or 0, observed or 0, top) if ranged else None,
        upper_at=round(100 * (upper or 0) / top),
        alarms=int(((own["level"] == "alert") & own["observed"].notna()).sum()),
        periods=len(own),
        recent=tuple(_period(row, words) for row in own.tail(RECENT).to_dict("records")),
        plot=band_plot(own, words),
        gaps=gaps_of(own, words),
        as_of=_day(cell.get("as_of"), words),
        data_through=_day(cell.get("data_through"), words),
        algorithm=_method(text_of(cell.get("algorithm")), words),
    )


def _method(name: str, words: Words) -> str:
    """What epidemiologists call a method."""
    return words.named(f"alerts.method.{name}", name)


def _period(cell: dict[str, object], words: Words) -> Period:
    numbers = (number_in(cell.get(name)) for name in ("observed", "expected", "upper"))
    observed, expected, upper = (_written(x, words) for x in _counted(*numbers))
    if not observed and text_of(cell.get("why_no_bound")) == WITHHELD:
        observed = words("mark.withheld")
    return Period(_day(cell["day"], words), observed, expected, upper, _level(cell))


def _level(cell: dict[str, object]) -> str:
    """The level of a period; none without its count, for a level tells where a count lies."""
    said = text_of(cell["level"])
    return said if said in ORDER and known(cell.get("observed")) else "no judgement"


def _counted(
    observed: float | None, expected: float | None, upper: float | None
) -> tuple[float | None, ...]:
    """With the bound as the last whole count that is no alarm: more than 15.9 is more than 15."""
    return observed, expected, None if upper is None else float(math.floor(upper))


def _written(value: float | None, words: Words) -> str:
    if value is None:
        return ""
    return words.number(value, 0 if value >= 20 or value.is_integer() else 1)


def _day(cell: object, words: Words) -> str:
    day: date | None = as_day(cell)
    return words.short_day(day)
