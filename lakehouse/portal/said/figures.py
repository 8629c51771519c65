"""Numbers and doubt as a person reads them."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd

from lakehouse.portal.said.wording import Words

FIRM, CLOSE, OPEN = 80, 50, 20


def in_100(cell: object) -> str:
    """A share as a whole number in 100, '' where missing: 0.174 is '17'; ends are '<1', '>99'.

    A share below 0.8 is not written as 80, the number that is called firm: 0.799 is '79'.
    """
    share = number_in(cell)
    if share is None:
        return ""
    if share < 0.01:
        return "<1"
    if share > 0.99:
        return ">99"
    return str(whole_in_100(share))


def chance_key(share: float) -> str:
    """Which of the four words a chance has, from the number as it is written.

    firm from 80 in 100 and no less, close from 50, open from 20, else unlikely.
    """
    written = whole_in_100(share)
    if written >= FIRM:
        return "firm"
    if written >= CLOSE:
        return "close"
    return "open" if written >= OPEN else "unlikely"


def whole_in_100(share: float) -> int:
    """A share as a whole number in 100, rounded, but not up to :data:`FIRM`."""
    written = round(100 * share)
    # What is 0.8 but for its last bits is 0.8.
    return written - (written == FIRM and round(100 * share, 6) < FIRM)


def about(count: float) -> float:
    """A count to three significant figures, whole: 1234.5 is 1230."""
    if count < 1:
        return float(round(count))
    digits = max(0, math.floor(math.log10(count)) - 2)
    return float(round(count / 10**digits) * 10**digits)


def times_in(level: float) -> tuple[int, int]:
    """A level as k times in n with the smallest n up to 100: 0.9 is (9, 10), 0.95 is (19, 20)."""
    for n in (10, 20, 100):
        if math.isclose(level * n, round(level * n), abs_tol=1e-9):
            return round(level * n), n
    return round(level * 100), 100


def round_up(share: float) -> float:
    """The next full tenth, at least 0.1 and at most 1: the end of an axis of shares."""
    return min(10, max(1, math.ceil(round(10 * share, 9)))) / 10


def known(value: object) -> bool:
    """Whether a cell holds something: not None, not nan, not NaT, not NA."""
    return value is not None and not pd.isna(value)


def as_day(value: object) -> date | None:
    """A cell as a date, None where it is missing."""
    if not known(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else pd.Timestamp(str(value)).date()


def text_of(value: object) -> str:
    """A cell as text without space around it, empty where it is missing."""
    return str(value).strip() if known(value) else ""


def number_in(cell: object) -> float | None:
    """A cell as a number, None where it is missing."""
    return float(cell) if known(cell) else None  # type: ignore[arg-type]


def written(cell: object, words: Words, decimals: int = 0) -> str:
    """A number as the reader writes it, '' where it is missing."""
    found = number_in(cell)
    return "" if found is None else words.number(found, decimals)
