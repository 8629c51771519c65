"""Hospitals that may run over their capacity, as rows beside the city's beds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.declare.forecast import WHOLE
from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.said.answer import unscored
from lakehouse.portal.said.figures import (
    CLOSE,
    OPEN,
    as_day,
    chance_key,
    in_100,
    known,
    number_in,
    text_of,
    written,
)
from lakehouse.portal.said.wording import Words

RESULT = "hospitals_at_risk"


@dataclass(frozen=True)
class Ward:
    """One resource of one hospital, numbers as written, '' where not known; ``share`` 0 to 1."""

    name: str
    resource: str
    now: str
    capacity: str
    share: float
    chance: str
    word: str
    first_day: str
    worst_day: str
    expected: str
    low: str
    high: str
    naive_low: str
    naive_high: str
    reasons: tuple[str, ...]
    bar: Bar | None
    capacity_at: int | None


@dataclass(frozen=True)
class Wards:
    """Those with a rank, the whole city below them, and why the others are not shown."""

    ranked: tuple[Ward, ...] = ()
    city: tuple[Ward, ...] = ()
    without: tuple[tuple[str, int], ...] = ()

    @property
    def first(self) -> Ward | None:
        """The one most likely to run over."""
        return self.ranked[0] if self.ranked else None


def wards_of(rows: pd.DataFrame, words: Words) -> Wards:
    """The rows of the result as they are shown."""
    if not len(rows):
        return Wards()
    ranked = rows[rows["rank"].notna()].sort_values("rank")
    rest = rows[rows["rank"].isna()].sort_values(["resource", "hospital_id"])
    whole = (rest["hospital_id"] == WHOLE) & rest["in_use"].notna()
    return Wards(
        tuple(_ward(row, words) for row in ranked.to_dict("records")),
        tuple(_ward(row, words) for row in rest[whole].to_dict("records")),
        tuple(unscored(rest[~whole], words)),
    )


def title_of(found: Wards, words: Words) -> Markup | None:
    """What is said of the one most likely to run over; None where that is unlikely."""
    if found.first is None:
        return None
    written = round(100 * found.first.share)
    if written < OPEN:
        return None
    key = "wards.short" if written >= CLOSE else "wards.open"
    return words(key, name=found.first.name, resource=found.first.resource)


def _ward(cells: dict[str, object], words: Words) -> Ward:
    share = number_in(cells["probability_over"])

    def day(name: str) -> str:
        return words.short_day(as_day(cells[name]))

    def number(name: str, decimals: int = 0) -> str:
        return written(cells[name], words, decimals)

    whole = text_of(cells["hospital_id"]) == WHOLE
    bar, at = _bar(cells)
    return Ward(
        name=str(words("wards.city")) if whole else text_of(cells["name"]),
        resource=str(words(f"wards.resource.{text_of(cells['resource'])}")),
        now=number("in_use"),
        capacity=number("capacity"),
        share=share or 0.0,
        chance=in_100(share),
        word="" if share is None else chance_key(share),
        first_day=day("first_day_at_risk"),
        worst_day=day("worst_day"),
        expected=number("expected_in_use", 1),
        low=number("low"),
        high=number("high"),
        naive_low=number("naive_low"),
        naive_high=number("naive_high"),
        reasons=tuple(
            text_of(cells[f"reason_{n}"]) for n in (1, 2, 3) if known(cells[f"reason_{n}"])
        ),
        bar=bar,
        capacity_at=at,
    )


def _bar(cells: dict[str, object]) -> tuple[Bar | None, int | None]:
    """What is expected on the worst day, from nobody to a fifth above the largest number there."""
    asked = (number_in(cells[name]) for name in ("low", "high", "expected_in_use", "capacity"))
    low, high, middle, capacity = asked
    if low is None or high is None or middle is None or not capacity:
        return None, None
    end = 1.2 * max(high, capacity)
    return bar_of(low, high, middle, end), round(100 * capacity / end)
