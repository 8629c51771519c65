"""The sentence on top of a list: its finding, chosen by a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.listed import Listed
from lakehouse.portal.said.figures import FIRM, OPEN, about, whole_in_100
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

ROUND = (100, 50, 20, 10)
# An order that finds less than half a case more than the lot hardly matters.
LEAST_GAIN = 0.5
# Below this an expected count has a decimal; from it on, three significant figures.
WHOLE = 10
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Answer:
    """The title; how many first places it speaks of (0 when it names no number); its numbers.

    ``told`` holds first, expected, lot and all as written; ``quiet`` says that nothing is to do,
    ``gains`` that the order finds more than the lot.
    """

    title: Markup
    first: int
    told: dict[str, str]
    quiet: bool = False
    gains: bool = True


def first_few(scored: int) -> int:
    """How many first places the sentence counts: the largest round number up to half of all.

    0 for fewer than 20 scored places, where a first part says nothing.
    """
    return next((n for n in ROUND if 2 * n <= scored), 0)


def answer(found: Listed, voice: Voice, only_if_likely: bool = False) -> Answer:
    """The first rule that fits names the title.

    No row; no score; ``only_if_likely`` and every chance unlikely; no values or too few places
    (a question); no gain of half a case over drawing by lot (said so); else what is expected
    among the first, beside the number by lot, with firm places counted.
    """
    if found.rows.empty:
        return Answer(voice("answer.no_rows"), 0, {})
    scored = found.ranked
    if scored.empty:
        return Answer(voice("answer.no_score"), 0, {})
    values = scored["value"]
    written = values.map(whole_in_100, na_action="ignore") if found.chance else values
    if only_if_likely and found.chance and values.notna().all() and written.max() < OPEN:
        return Answer(voice.plural("answer.quiet", len(scored)), 0, {}, quiet=True)
    first = first_few(len(scored))
    if not first or values.isna().any():
        return Answer(voice.plural("answer.question", len(scored)), 0, {})
    expected, lot = float(values.iloc[:first].sum()), first * float(values.mean())
    told = {"first": voice.words.number(first), "expected": count_in_words(expected, voice)}
    told |= {"lot": count_in_words(lot, voice), "all": count_in_words(float(values.sum()), voice)}
    if expected - lot < LEAST_GAIN:
        return Answer(voice("answer.no_gain", **told), first, told, gains=False)
    firm = int((written.iloc[:first] >= FIRM).sum()) if found.chance else 0
    if firm:
        return Answer(voice.plural("answer.firm", firm, **told), first, told)
    return Answer(voice("answer.gain", **told), first, told)


def count_in_words(count: float, voice: Voice) -> str:
    """An expected count in a sentence: 2.5, 32, 3,390."""
    return voice.words.number(count, 1) if count < WHOLE else voice.words.number(about(count))


def unscored(without: pd.DataFrame, words: Words) -> list[tuple[str, int]]:
    """Why rows have no score, with counts, the most frequent first; '' where none is given.

    Reasons that are the same but for one number are counted together.
    """
    counts = without["why_no_score"].fillna("").value_counts()
    alike: dict[str, list[tuple[str, int]]] = {}
    for reason, count in counts.items():
        alike.setdefault(_NUMBER.sub("#", str(reason)), []).append((str(reason), int(count)))
    found = [one for same in alike.values() for one in _joined(same, words)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _joined(same: list[tuple[str, int]], words: Words) -> list[tuple[str, int]]:
    """Reasons that differ in one number as one, from its lowest to its highest."""
    numbers = [_NUMBER.findall(reason) for reason, _ in same]
    apart = [n for n, column in enumerate(zip(*numbers, strict=True)) if len({*column}) > 1]
    if len(apart) != 1:
        return same
    at = apart[0]
    low, high = (f([row[at] for row in numbers], key=_size) for f in (min, max))
    said, span = same[0][0], str(words("range.to", low=low, high=high).unescape())
    places = list(_NUMBER.finditer(said))[at]
    told = said[: places.start()] + span + said[places.end() :]
    return [(told, sum(count for _, count in same))]


def _size(number: str) -> float:
    return float(number.replace(",", ""))
