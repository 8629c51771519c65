"""Which columns may be a file's key: one alone, or the fewest that tell all rows apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from lakehouse.draft.texts import Texts

FIRST_LOOK = 50_000  # rows that exclude nearly all combinations
CANDIDATES, MOST = 14, 4  # columns that are combined, and how many of them at once
NEARLY = 0.98
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits without order


def distinct(columns: list[np.ndarray]) -> int:
    """How many different rows the columns' codes make (by a hash of 64 bits)."""
    return len(pd.unique(_hashes(columns)))


def _hashes(columns: list[np.ndarray]) -> np.ndarray:
    joined = np.zeros(len(columns[0]), dtype=np.uint64)
    for codes in columns:
        joined = joined * SPREAD + (codes + 2).astype(np.uint64)
    return joined


def without_repeats(columns: list[Texts]) -> list[Texts]:
    """The columns with each row that is equal to one before it in every column left out."""
    first = ~pd.Series(_hashes([c.codes for c in columns])).duplicated().to_numpy()
    return [replace(c, codes=c.codes[first]) for c in columns]


def find_key(columns: list[Texts], likely: list[int]) -> tuple[int, ...]:
    """Places of the columns that are the key; empty when none tells all rows apart.

    ``likely`` are the places of columns that may be part of one, the likeliest first. All of them
    have a value in every row. Of several keys the shortest counts; of single columns then the
    likeliest, of more the first in the file, where departments write what a row is about.
    """
    places = [p for p in likely if (columns[p].codes >= 0).all()][:CANDIDATES]
    for size in range(1, MOST + 1):
        of_size = list(combinations(places, size))
        for combination in of_size if size == 1 else sorted(of_size, key=sum):
            codes = [columns[p].codes for p in combination]
            some = [c[:FIRST_LOOK] for c in codes]
            if distinct(some) == len(some[0]) and distinct(codes) == len(codes[0]):
                return tuple(sorted(combination))
    return ()


def nearly_unique(column: Texts) -> int:
    """Rows that share a value of a column whose other values stand once; 0 where it is no key."""
    if not column.filled or len(column.values) == column.filled:
        return 0
    if len(column.values) < NEARLY * column.filled:
        return 0
    return int(column.counts[column.counts > 1].sum())


def equal_rows(columns: list[Texts]) -> int:
    """How many rows are equal in every column to one before them."""
    if not columns or not len(columns[0].codes):
        return 0
    codes = [c.codes for c in columns]
    return len(codes[0]) - distinct(codes)
