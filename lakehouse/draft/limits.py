"""What the values of a column keep to: a code list, a pattern, a lowest and a highest one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pac

from lakehouse.declare.tag import Tag
from lakehouse.draft.kinds import Kind
from lakehouse.draft.texts import Texts

# What a number of such a name is, whatever was seen of it.
NAMED = {"month": (1, 12), "hour": (0, 23), "weekday": (0, 7), "minute": (0, 59)}
COUNTS = ("cases", "deaths", "injuries", "fatal", "number", "num", "count", "total", "crashes")
COLD = "temp temperature tmin tmax tavg dew dewpoint wet celsius fahrenheit change balance"
SPECIAL = re.compile(r"([.^$*+?()\[\]{}|\\])")
MOST_CODES, EACH, LONGEST_CODE = 25, 5, 60
MOST_SHAPES = 3
# Marks that stand for a run of such characters while shapes are compared.
DIGITS = "\x01"
RUNS = {DIGITS: "[0-9]", "\x02": "[A-Z]", "\x03": "[a-z]"}


def code_list(texts: Texts, missing: Sequence[str] = ()) -> list[str] | None:
    """The different texts but those for none, when they are few and each may come again."""
    there = ~np.isin(texts.values.to_numpy(zero_copy_only=False), missing)
    values, filled = texts.values.filter(pa.array(there)), texts.counts[there].sum()
    few = 1 < len(values) <= MOST_CODES and filled >= EACH * len(values)
    if not few or pac.max(pac.utf8_length(values)).as_py() > LONGEST_CODE:
        return None
    if pac.any(pac.match_substring(values, "\n")).as_py():
        return None
    return sorted(values.to_pylist())


def pattern_of(values: pa.Array) -> str | None:
    """A pattern that all texts have, when they are of three shapes at most; at least 20 texts."""
    if len(values) < 20 or pac.max(pac.utf8_length(values)).as_py() > LONGEST_CODE:
        return None
    ascii_only = pac.all(pac.match_substring_regex(values, r"^[0-9A-Za-z ./_#:-]+$")).as_py()
    if not ascii_only:
        return None
    shapes = values
    for mark, one in RUNS.items():
        shapes = pac.replace_substring_regex(shapes, f"{one}+", mark)
    different = pac.unique(shapes).to_pylist()
    if len(different) > MOST_SHAPES:
        return None
    if not all(DIGITS in shape for shape in different):
        return None  # words alone have no shape that the next one must have
    parts = [_spelt(values.filter(pac.equal(shapes, s)), s) for s in sorted(different)]
    return f"^{parts[0]}$" if len(parts) == 1 else f"^({'|'.join(parts)})$"


def _spelt(values: pa.Array, shape: str) -> str:
    if shape == DIGITS and not pac.any(pac.starts_with(values, "0")).as_py():
        return f"{RUNS[DIGITS]}+"  # counted numbers, which grow by a digit one day
    if not set(shape) & RUNS.keys():
        return SPECIAL.sub(r"\\\1", shape)
    groups = [
        f"(?P<g{i}>{RUNS[c]}+)" if c in RUNS else SPECIAL.sub(r"\\\1", c)
        for i, c in enumerate(shape)
    ]
    taken = pac.extract_regex(values, f"^{''.join(groups)}$")
    said = []
    for i, c in enumerate(shape):
        if c not in RUNS:
            said.append(SPECIAL.sub(r"\\\1", c))
            continue
        lengths = pac.min_max(pac.utf8_length(pac.struct_field(taken, f"g{i}"))).as_py()
        same = lengths["min"] == lengths["max"]
        often = "" if lengths["max"] == 1 else f"{{{lengths['min']}}}"
        said.append(f"{RUNS[c]}{often if same else '+'}")
    return "".join(said)


Limits = tuple[float | None, float | None]


def number_limits(kind: Kind, words: list[str]) -> Limits:
    """Lowest and highest number, rounded outward and with room for higher ones than were seen."""
    assert kind.numbers is not None
    there = kind.numbers[~np.isnan(kind.numbers)]
    if not len(there):
        return None, None
    low, high = float(there.min()), float(there.max())
    for name, (least, most) in NAMED.items():
        if name in words and least <= low and high <= most:
            return least, most
    if low == high == 0:
        return 0, None
    counted = set(words) & set(COUNTS)
    if (
        not counted
        and high == 1
        and low == 0
        and len(there) > 1
        and set(np.unique(there)) == {0, 1}
    ):
        return 0, 1
    if set(words) & set(COLD.split()):
        return -_outward(max(abs(low), abs(high))), _outward(max(abs(low), abs(high)))
    return (0 if low >= 0 else -_outward(-low)), (0 if high <= 0 else _outward(high))


def degree_limits(kind: Kind) -> Limits:
    """Lowest and highest coordinate, a tenth of a degree outward."""
    assert kind.numbers is not None
    there = kind.numbers[~np.isnan(kind.numbers)]
    if not len(there):
        return None, None
    low, high = float(there.min()) - 0.05, float(there.max()) + 0.05
    return math.floor(low * 10) / 10, math.ceil(high * 10) / 10


def first_day(moments: pd.Series) -> str:
    """The first of January of the earliest day's year."""
    return f"{moments.min().year:04d}-01-01"


def _outward(number: float) -> float:
    if number <= 1:
        return 1.0
    wanted = max(1.5 * number, number + 3)
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= wanted)


def keeps(tag: Tag, kind: Kind, texts: Texts) -> bool:
    """Whether every value keeps to what the tag asks of it alone; no text is a percentage."""
    if kind.type == "string":
        of_numbers = tag.low is not None or tag.high is not None
        return not of_numbers and (tag.pattern is None or _all(texts.values, tag.pattern))
    if kind.moments is not None:
        since = tag.since or "0001"
        return bool((kind.moments.dropna().dt.strftime("%Y-%m-%d") >= since).all())
    if kind.numbers is None:
        return True
    numbers = kind.numbers[~np.isnan(kind.numbers)]
    low = -math.inf if tag.low is None else tag.low
    high = math.inf if tag.high is None else tag.high
    cents = np.abs(numbers * 100 - np.round(numbers * 100)) < 0.001
    kept = (numbers >= low) & (numbers <= high)
    return bool((kept & (cents | (not tag.cents)) & ((numbers != 0) | (not tag.not_zero))).all())


def _all(values: pa.Array, pattern: str) -> bool:
    return bool(pac.all(pac.match_substring_regex(values, pattern)).as_py())
