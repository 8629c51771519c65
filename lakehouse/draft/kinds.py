"""The type of a column from its texts: day, moment, number, yes or no, else text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pac

from lakehouse.declare.spelling import PLAIN, Spelling
from lakehouse.draft.dates import Days, find_days
from lakehouse.draft.naming import words_of
from lakehouse.draft.numbers import FEW_WORDS, Numbers, find_numbers, gaps_in
from lakehouse.draft.texts import Texts

# A number that is called one of these names something: it is neither added nor averaged.
CODES = (
    "id no nr number num code key ref zip zipcode postcode plz fips geoid ward district tract "
    "precinct beat iucr cd license licence permit parcel pin sku serial account uuid guid objectid"
)
COUNTED = "week day month year hour floor seq floors rooms units age lane lanes"
MEASURED = "rate avg average mean ratio percent pct percentage index share temperature"
TRUE = ("true", "t", "yes", "y", "1")
FALSE = ("false", "f", "no", "n", "0")
INT = 200_000_000  # beyond this a number may outgrow 32 bits with time


@dataclass(frozen=True)
class Kind:
    """A type with how it is written; ``fits`` says which of the different texts are of it."""

    type: str
    fits: np.ndarray
    format: str | None = None
    spelling: Spelling = PLAIN
    numbers: np.ndarray | None = None
    moments: pd.Series | None = None
    notes: tuple[str, ...] = field(default=())


def kind_of(texts: Texts, order: str = "") -> Kind:
    """The type that nearly all texts of a column have; ``order`` as in :func:`find_days`."""
    values, counts = texts.values, texts.counts
    everything = np.ones(len(values), dtype=bool)
    if not len(values):
        return Kind("string", everything, notes=("no row has a value",))
    gaps = gaps_in(values)
    some = ~gaps
    if not some.any():
        return Kind("string", everything, notes=("no row has a value but words for none",))
    kept = values.filter(pa.array(some))
    days = find_days(kept, order)
    if days is not None and not _by_chance(texts.header, days):
        return _days(days, values, some, counts)
    words = words_of(texts.header)
    truth = _truth(kept, words)
    if truth:
        return Kind("boolean", some, spelling=_missing(values, gaps))
    words_for_none = _few_words(values, counts, some)
    bare = some & ~words_for_none
    numbers = find_numbers(values.filter(pa.array(bare)), counts[bare]) if bare.any() else None
    if numbers is None or _is_code(words, values.filter(pa.array(bare)), numbers):
        return Kind("string", everything)
    return _numbers(numbers, values, bare, texts.header)


def _days(days: Days, values: pa.Array, some: np.ndarray, counts: np.ndarray) -> Kind:
    pattern, notes = days.pattern, []
    moments = pd.Series(pd.NaT, index=range(len(values)), dtype="datetime64[ns]")
    moments[some] = days.moments.to_numpy()
    fits = moments.notna().to_numpy()
    if days.ambiguous:
        notes.append(
            "TODO day and month cannot be told apart: no value has a number above 12; "
            f"{pattern.spark} is a guess"
        )
    if pattern.spark.replace("yyyy", "").count("y"):
        notes.append("a year of two digits is taken for 2000 to 2099")
    if pattern.moment and days.midnight:
        notes.append("every time is midnight, so it is a day")
    kind = "timestamp" if pattern.moment and not days.midnight else "date"
    missing = _missing(values, ~some)
    return Kind(kind, fits, pattern.spark, missing, None, moments, tuple(notes))


def _by_chance(header: str, days: Days) -> bool:
    """Eight digits may be a number that happens to be a day; a few may all be days."""
    named = {"date", "day", "dt", "datum", "fecha", "on"} & set(words_of(header))
    return days.pattern.spark == "yyyyMMdd" and not named and len(days.moments) < 30


def _truth(values: pa.Array, words: list[str]) -> bool:
    lower = set(pac.unique(pac.utf8_lower(values)).to_pylist())
    if not lower or not lower <= {*TRUE, *FALSE}:
        return False
    if lower <= {"0", "1"}:
        return bool({"is", "has", "flag"} & set(words))
    # N alone may be north, and 1 beside Y a code.
    both = lower & set(TRUE) and lower & set(FALSE)
    return bool(lower & {"true", "false"} or (both and not lower & {"0", "1"}))


def _few_words(values: pa.Array, counts: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Which texts are words without digits beside many numbers, when they are few."""
    digits = pac.match_substring_regex(values, "[0-9]").to_numpy(zero_copy_only=False)
    short = pac.less_equal(pac.utf8_length(values), 12).to_numpy(zero_copy_only=False)
    words = some & ~digits & short
    few = 0 < words.sum() <= FEW_WORDS and (some & digits).sum() >= 5
    return words if few else np.zeros(len(values), dtype=bool)


def _is_code(words: list[str], values: pa.Array, numbers: Numbers) -> bool:
    if pac.any(pac.match_substring_regex(values, "^[0-9]{16,}$")).as_py():
        return True  # more digits than a number keeps
    if not numbers.whole or not numbers.spelling.plain:
        return False
    zeros = pac.any(pac.match_substring_regex(values, "^0[0-9]")).as_py()
    if set(pac.unique(values).to_pylist()) <= {"0", "1"}:
        return False  # whether there is one
    last = words[-1].rstrip("0123456789") if words else ""
    named = last in CODES.split() or {"zip", "zipcode", "postal", "fips", "geoid"} & set(words)
    counted = set(words) & set(COUNTED.split()) or words[:1] in (["num"], ["number"])
    return bool(zeros or (named and not counted))


def _numbers(numbers: Numbers, values: pa.Array, some: np.ndarray, header: str) -> Kind:
    all_of = np.full(len(values), np.nan)
    all_of[some] = numbers.values
    there = numbers.values[numbers.fits]
    notes = []
    if numbers.ambiguous:
        notes.append("TODO the comma is taken for thousands; or is it a decimal comma?")
    kind = "double"
    if numbers.whole and not set(words_of(header)) & set(MEASURED.split()):
        kind = "int" if np.abs(there).max() < INT else "bigint"
    spelt, missing = numbers.spelling, _missing(values, ~some)
    if missing.missing:
        notes.append(
            f"TODO beside numbers stands {', '.join(missing.missing)}: taken for missing; does one "
            "mean something, as too small to measure?"
        )
    if there.min() > 100_000_000 and {"date", "time", "at", "timestamp"} & set(words_of(header)):
        notes.append("seconds since 1970? Then a SELECT has timestamp_seconds(...)")
    spelling = Spelling(missing.missing, spelt.thousands, spelt.decimal, spelt.unit)
    return Kind(kind, ~np.isnan(all_of), None, spelling, all_of, None, tuple(notes))


def _missing(values: pa.Array, gaps: np.ndarray) -> Spelling:
    return Spelling(tuple(sorted(values.filter(pa.array(gaps)).to_pylist())))
