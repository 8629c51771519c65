"""How old each part of the release is, side by side, and whether its parts may be added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import DOMAINS, Decision
from lakehouse.portal.measures import spread
from lakehouse.portal.said.figures import as_day, text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

# From this many days apart on, numbers of different parts are not combined into one.
A_YEAR = 365


@dataclass(frozen=True)
class Dated:
    """One part: its domain, its name, the day it decides for, the last day of its data.

    ``at`` and ``start`` are where the data end and begin on the common axis, in per cent;
    ``start`` is None where no beginning is given.
    """

    domain: str
    name: str
    page: str
    as_of: str
    data_through: str
    at: int
    start: int | None


@dataclass(frozen=True)
class Dates:
    """The parts in order of domain, the labelled years of the axis, and the sentence on them."""

    parts: tuple[Dated, ...]
    years: tuple[tuple[int, str], ...]
    combined: bool
    says: Markup
    first_year: str = ""
    last_year: str = ""


_Part = tuple[str, str, str, date | None, date, date | None]


def dates_of(
    found: list[Decision], measures: pd.DataFrame, words: Words, scored: bool = False
) -> Dates:
    """The parts of a release on one axis of years.

    They are said not to be combined where their data end more than a year apart, or where the
    table of the areas itself says that its measures may not be combined; ``scored`` where the areas
    have a score over all domains.
    """
    parts: list[_Part] = [
        (d.domain, Voice(words, d.name).title, d.page, d.as_of, d.data_through, None)
        for d in found
        if d.data_through
    ]
    parts += _measured(measures, words)
    parts.sort(key=lambda p: (DOMAINS.index(p[0]) if p[0] in DOMAINS else len(DOMAINS), p[1]))
    ends = [part[4] for part in parts]
    if not parts:
        return Dates((), (), False, words("dates.none"))
    starts = [part[5] for part in parts if part[5]]
    first, last = min([*ends, *starts]).year, max(ends).year + 1
    from_day, to_day = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def place(day: date) -> int:
        return round(100 * (day.toordinal() - from_day) / (to_day - from_day))

    shown = tuple(
        Dated(
            domain=domain,
            name=name,
            page=page,
            as_of=words.short_day(as_of),
            data_through=words.short_day(end),
            at=place(end),
            start=place(start) if start else None,
        )
        for domain, name, page, as_of, end, start in parts
    )
    step = max(1, (last - first + 4) // 5)
    years = tuple((place(date(y, 1, 1)), str(y)) for y in range(first, last + 1, step))
    apart = spread(ends) > A_YEAR
    ends_in = str(min(ends).year), str(max(ends).year)
    return Dates(shown, years, not apart, _says(parts, words, scored), *ends_in)


def _says(parts: list[_Part], words: Words, scored: bool) -> Markup:
    ends = sorted(part[4] for part in parts)
    told = {"first": words.day(ends[0]), "last": words.day(ends[-1])}
    if len(parts) == 1:
        return words("dates.only", last=told["last"])
    if spread(ends) > A_YEAR:
        return words("dates.apart", **told)
    return words("dates.scored" if scored else "dates.together", **told)


def _measured(measures: pd.DataFrame, words: Words) -> list[_Part]:
    """The areas' measures, one part a domain: from its first day to its last."""
    if measures.empty:
        return []
    parts: list[_Part] = []
    for domain, rows in measures[measures["data_through"].notna()].groupby("domain", sort=True):
        start = as_day(rows["period_from"].dropna().min()) if "period_from" in rows else None
        end = as_day(rows["data_through"].max())
        as_of = as_day(rows["as_of"].dropna().max()) if len(rows["as_of"].dropna()) else None
        if end:
            name = str(words("dates.measures"))
            parts.append((text_of(domain), name, "areas.html", as_of, end, start))
    return parts
