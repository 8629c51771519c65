"""The areas' measures: which there are, when they were taken, and who stands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lakehouse.portal.data import AREAS, PageData
from lakehouse.portal.decision import DOMAINS
from lakehouse.portal.said.figures import as_day, known, text_of
from lakehouse.portal.said.wording import Words


@dataclass(frozen=True)
class Measured:
    """One measure of one area, as written; '' where something is not known.

    ``place`` is where the rank lies between the first (0) and the last area (100).
    """

    measure: str
    meaning: str
    value: str
    per_1000: str
    rank: int | None
    of: int | None
    place: int
    period: str
    as_of: str
    why_not: str
    withheld: bool


def measures_of(data: PageData) -> pd.DataFrame:
    """The side-by-side table with codes as text, in order of domain, measure and code."""
    rows = data.rows(AREAS)
    if rows.empty:
        return rows
    made = rows.assign(community_area=rows["community_area"].astype("string"))
    at = {domain: place for place, domain in enumerate(DOMAINS)}
    made["_domain"] = [at.get(text_of(d), len(at)) for d in made["domain"]]
    by = ["_domain", "measure", "community_area"]
    return made.sort_values(by, kind="stable", ignore_index=True)


def chosen_measure(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of the measure that the map shows: the first known for most areas.

    Measures per 1,000 residents come before plain counts, for big areas count more of anything.
    """
    if measures.empty:
        return measures
    seen = measures[measures["value"].notna()]
    per = seen.groupby(["_domain", "measure"]).agg(
        rated=("per_1000", "count"), known=("value", "count")
    )
    if per.empty:
        return measures.iloc[:0]
    best = per.assign(rated=per["rated"] > 0).sort_values(
        ["rated", "known"], ascending=False, kind="stable"
    )
    return measures[measures["measure"] == best.index[0][1]]


def measured(cells: dict[str, object], words: Words) -> Measured:
    """One row of the table as it is shown."""
    rank, of = (int(cells[n]) if known(cells[n]) else None for n in ("rank", "of"))  # type: ignore[call-overload]
    days = [as_day(cells[name]) for name in ("period_from", "data_through", "as_of")]
    start, end, as_of = (words.short_day(day) for day in days)
    return Measured(
        measure=text_of(cells["measure"]).replace("_", " "),
        meaning=text_of(cells["meaning"]).rstrip("."),
        value=number(cells["value"], words),
        per_1000=number(cells["per_1000"], words),
        rank=rank,
        of=of,
        place=round(100 * (rank - 1) / max(1, of - 1)) if rank and of else 0,
        period=str(words("range.to", low=start, high=end)) if start and end else end,
        as_of=as_of,
        why_not=text_of(cells["why_not_combined"]),
        withheld=known(cells["withheld"]) and bool(cells["withheld"]),
    )


def number(cell: object, words: Words) -> str:
    """Whole from 100 up, else with one decimal, two below 1; '' where it is not known."""
    if not known(cell):
        return ""
    value = float(cell)  # type: ignore[arg-type]
    whole = abs(value) >= 100 or value.is_integer()
    return words.number(value, 0 if whole else 1 if abs(value) >= 1 else 2)


def spread(days: list[date]) -> int:
    """Days between the first and the last."""
    return (max(days) - min(days)).days if days else 0
