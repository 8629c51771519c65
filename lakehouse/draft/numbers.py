"""How the numbers of a column are written, and which words stand for no number at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pac

from lakehouse.declare.spelling import Spelling

WHOLE = "^[+-]?[0-9]{1,18}$"
# Texts that stand for nothing, in whatever column.
GAPS = (
    r"^(?i)\(?(n/?a|#n/a|n\.a\.|null|none|nil|nan|-+|\.+|\?+|\*+|missing|unknown|unk|"
    r"not available|not reported|no data|k\.a\.|s/d|tbd)\)?$"
)
# Those that no code list means: an empty field of a database, written out.
NULLS = r"^(?i)[(<]?(#n/a|null|nan)[)>]?$"
UNITS = ("$", "€", "£", "%", "km", "mi", "m", "°", "EUR", "USD")
MARKS = (("", "."), (",", "."), ("", ","), (".", ","), (" ", ","))
ENOUGH = 0.95
FEW_WORDS = 3


@dataclass(frozen=True)
class Numbers:
    """The numbers that a column's different texts are (NaN where one is none)."""

    spelling: Spelling
    values: np.ndarray
    whole: bool
    ambiguous: bool = False

    @property
    def fits(self) -> np.ndarray:
        return np.asarray(~np.isnan(self.values))


def gaps_in(values: pa.Array) -> np.ndarray:
    """Which texts stand for nothing at all: NA, null, -."""
    return _matches(values, GAPS)


def nulls_in(values: pa.Array) -> np.ndarray:
    """Which texts are the word of a database for nothing."""
    return _matches(values, NULLS)


def find_numbers(values: pa.Array, counts: np.ndarray) -> Numbers | None:
    """How nearly all rows are numbers; None when they are not.

    Where every number has one comma before three digits it cannot be told whether it parts
    thousands; that is taken for thousands, and said to be ambiguous.
    """
    best: tuple[float, Spelling] | None = None
    for unit in ("", *UNITS):
        if unit and not pac.any(pac.match_substring(values, unit)).as_py():
            continue
        for thousands, decimal in MARKS:
            spelling = Spelling((), thousands, decimal, unit)
            rows = counts[_fits(_bare(values, unit), spelling)].sum()
            if best is None or rows > best[0]:
                best = rows, spelling
    if best is None or best[0] == 0 or best[0] < ENOUGH * counts.sum():
        return None
    texts = _bare(values, best[1].unit)
    made = _numbers(texts, _fits(texts, best[1]), best[1])
    # 1e999 is spelt like a number, and is none.
    return made if made.fits.any() else None


def _bare(values: pa.Array, unit: str) -> pa.Array:
    return pac.utf8_trim(pac.replace_substring(values, unit, ""), " ") if unit else values


def _fits(texts: pa.Array, spelling: Spelling) -> np.ndarray:
    fits = _matches(texts, spelling.ungrouped)
    return fits | _matches(texts, spelling.grouped) if spelling.thousands else fits


def _numbers(texts: pa.Array, fits: np.ndarray, spelling: Spelling) -> Numbers:
    mark = spelling.thousands
    bare = pac.replace_substring(texts, mark, "") if mark else texts
    bare = pac.replace_substring(bare, spelling.decimal, ".")
    bare = pac.if_else(pa.array(fits), bare, None)
    values = pac.cast(pac.utf8_ltrim(bare, "+"), pa.float64())
    found = values.to_numpy(zero_copy_only=False)
    found = np.where(np.isfinite(found), found, np.nan)
    whole = bool(_matches(bare, WHOLE)[fits].all())
    commas = pac.all(pac.match_substring_regex(texts, "^[0-9]{1,3},[0-9]{3}$")).as_py()
    return Numbers(spelling, found, whole, bool(commas and whole))


def _matches(values: pa.Array, pattern: str) -> np.ndarray:
    found = pac.fill_null(pac.match_substring_regex(values, pattern), False)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
