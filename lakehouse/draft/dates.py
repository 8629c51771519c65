"""Which pattern the days and times of a column are written in, in Spark's letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pac

ENOUGH = 0.95  # of the different texts
# What all patterns begin like: most columns are no days, and need not be held against each one.
DATELIKE = (
    "^([0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{2,4}|[0-9]{8}"
    "|[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4})"
)


@dataclass(frozen=True)
class Pattern:
    """``spark`` is the pattern a contract says, ``shape`` what a text has to look like for it.

    ``order`` is ``md`` or ``dm`` where day and month could be confused.
    """

    spark: str
    shape: str
    python: str
    moment: bool
    order: str = ""


def _days() -> list[tuple[str, str, str, str]]:
    two, one, four = "[0-9]{2}", "[0-9]{1,2}", "(18|19|20|21)[0-9]{2}"
    found = [
        ("yyyy-MM-dd", f"{four}-{two}-{two}", "%Y-%m-%d", ""),
        ("yyyy/MM/dd", f"{four}/{two}/{two}", "%Y/%m/%d", ""),
        ("yyyy.MM.dd", rf"{four}\.{two}\.{two}", "%Y.%m.%d", ""),
        ("yyyyMMdd", f"{four}{two}{two}", "%Y%m%d", ""),
    ]
    for mark, (year, spelt, code) in product("/-.", (("yyyy", four, "%Y"), ("yy", two, "%y"))):
        m = re.escape(mark)
        for letters, digits in (("MM dd", two), ("M d", one)):
            month, day = letters.split()
            shape = f"{digits}{m}{digits}{m}{spelt}"
            orders = [
                (f"{month}{mark}{day}{mark}{year}", shape, f"%m{mark}%d{mark}{code}", "md"),
                (f"{day}{mark}{month}{mark}{year}", shape, f"%d{mark}%m{mark}{code}", "dm"),
            ]
            # Points are written where the day comes first.
            found += orders if mark == "/" else orders[::-1]
    for mark, (year, spelt, code) in product("- ", (("yyyy", four, "%Y"), ("yy", two, "%y"))):
        shape = f"{one}{mark}[A-Za-z]{{3}}{mark}{spelt}"
        found.append((f"d{mark}MMM{mark}{year}", shape, f"%d{mark}%b{mark}{code}", ""))
    found.append(("MMM d, yyyy", f"[A-Za-z]{{3}} {one}, {four}", "%b %d, %Y", ""))
    found.append(("MMMM d, yyyy", f"[A-Za-z]{{3,9}} {one}, {four}", "%B %d, %Y", ""))
    found.append(("d MMMM yyyy", f"{one} [A-Za-z]{{3,9}} {four}", "%d %B %Y", ""))
    return found


TIMES = (
    ("", "", ""),
    (" HH:mm:ss", " [0-9]{2}:[0-9]{2}:[0-9]{2}", " %H:%M:%S"),
    (" HH:mm", " [0-9]{2}:[0-9]{2}", " %H:%M"),
    (" H:mm:ss", " [0-9]{1,2}:[0-9]{2}:[0-9]{2}", " %H:%M:%S"),
    (" H:mm", " [0-9]{1,2}:[0-9]{2}", " %H:%M"),
    (" hh:mm:ss a", " [0-9]{2}:[0-9]{2}:[0-9]{2} [AaPp][Mm]", " %I:%M:%S %p"),
    (" h:mm:ss a", " [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AaPp][Mm]", " %I:%M:%S %p"),
    (" hh:mm a", " [0-9]{2}:[0-9]{2} [AaPp][Mm]", " %I:%M %p"),
    (" h:mm a", " [0-9]{1,2}:[0-9]{2} [AaPp][Mm]", " %I:%M %p"),
    ("'T'HH:mm:ss", "T[0-9]{2}:[0-9]{2}:[0-9]{2}", "T%H:%M:%S"),
    ("'T'HH:mm", "T[0-9]{2}:[0-9]{2}", "T%H:%M"),
    ("'T'HH:mm:ss.SSS", r"T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}", "T%H:%M:%S.%f"),
    (" HH:mm:ss.SSS", r" [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}", " %H:%M:%S.%f"),
    (" HH:mm:ss[.SSSSSS]", r" [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?", "ISO8601"),
    ("'T'HH:mm:ssXXX", "T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})", "T%H:%M:%S%z"),
    (
        "'T'HH:mm:ss.SSSXXX",
        r"T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}(Z|[+-][0-9]{2}:[0-9]{2})",
        "T%H:%M:%S.%f%z",
    ),
)
PATTERNS = [
    Pattern(
        f"{spark}{later}",
        f"^{shape}{time}$",
        "ISO8601" if clock == "ISO8601" else f"{python}{clock}",
        bool(later),
        order,
    )
    for later, time, clock in TIMES
    for spark, shape, python, order in _days()
    if clock != "ISO8601" or spark == "yyyy-MM-dd"
]


@dataclass(frozen=True)
class Days:
    """A column's texts as moments (NaT where one is none), and how sure its pattern is."""

    pattern: Pattern
    moments: pd.Series
    ambiguous: bool

    @property
    def fits(self) -> np.ndarray:
        return np.asarray(self.moments.notna())

    @property
    def midnight(self) -> bool:
        """Whether no moment has a time of day."""
        there = self.moments.dropna()
        return bool((there == there.dt.normalize()).all())


def find_days(values: pa.Array, order: str = "") -> Days | None:
    """The pattern that most different texts are days in, None when none is.

    ``order`` (``md`` or ``dm``) is what other columns of the file told of an ambiguous one.
    """
    few = values.slice(0, 200)
    if _share(few, DATELIKE) < ENOUGH - 0.05:
        return None
    shaped = [p for p in PATTERNS if _share(few, p.shape) >= ENOUGH - 0.05]
    fitting = []
    for pattern in shaped:
        days = _parsed(values, pattern)
        if days.notna().mean() >= ENOUGH:
            fitting.append((pattern, days))
    if not fitting:
        return None
    most = max(days.notna().mean() for _, days in fitting)
    best = [(p, d) for p, d in fitting if d.notna().mean() == most]
    asked = [(p, d) for p, d in best if p.order == order] if order else []
    pattern, days = (asked or best)[0]
    both = {p.order for p, _ in best} >= {"md", "dm"}
    return Days(pattern, days, both and not asked)


def _share(values: pa.Array, shape: str) -> float:
    return float(pac.mean(pac.cast(pac.match_substring_regex(values, shape), "int8")).as_py() or 0)


def _parsed(values: pa.Array, pattern: Pattern) -> pd.Series:
    shaped = pac.match_substring_regex(values, pattern.shape)
    texts = pac.if_else(shaped, values, None).to_pandas()
    utc = pattern.python.endswith("%z")
    found = pd.to_datetime(texts, format=pattern.python, errors="coerce", utc=utc)
    return found.dt.tz_localize(None) if utc else found
