"""The sentence on top of a list: its finding, chosen by a rule."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.figures import FIRM, OPEN, about
from lakehouse.portal.listed import Listed
from lakehouse.portal.voice import Voice

ROUND = (100, 50, 20, 10)


@dataclass(frozen=True)
class Answer:
    """The title; how many first places it speaks of (0 when it names no number); its numbers.

    ``told`` holds first, expected, lot and all as written; ``quiet`` says that nothing is to do.
    """

    title: Markup
    first: int
    told: dict[str, str]
    quiet: bool = False


def first_few(scored: int) -> int:
    """How many first places the sentence counts: the largest round number up to half of all.

    0 for fewer than 20 scored places, where a first part says nothing.
    """
    return next((n for n in ROUND if 2 * n <= scored), 0)


def answer(found: Listed, voice: Voice, only_if_likely: bool = False) -> Answer:
    """The first rule that fits names the title.

    No row; no score; ``only_if_likely`` and every chance unlikely; no values or too few places
    (a question); no gain of a whole one over drawing by lot (said so); else what is expected
    among the first, beside the number by lot, with firm places counted.
    """
    if found.rows.empty:
        return Answer(voice("answer.no_rows"), 0, {})
    scored = found.ranked
    if scored.empty:
        return Answer(voice("answer.no_score"), 0, {})
    values = scored["value"]
    written = values.mul(100).round() if found.chance else values
    if only_if_likely and found.chance and values.notna().all() and written.max() < OPEN:
        return Answer(voice.plural("answer.quiet", len(scored)), 0, {}, quiet=True)
    first = first_few(len(scored))
    if not first or values.isna().any():
        return Answer(voice.plural("answer.question", len(scored)), 0, {})
    expected, lot = about(float(values.iloc[:first].sum())), about(first * float(values.mean()))
    number = voice.words.number
    told = {"first": number(first), "expected": number(expected), "lot": number(lot)}
    told["all"] = number(about(float(values.sum())))
    if expected <= lot:
        return Answer(voice("answer.no_gain", **told), first, told)
    firm = int((written.iloc[:first] >= FIRM).sum()) if found.chance else 0
    if firm:
        return Answer(voice.plural("answer.firm", firm, **told), first, told)
    return Answer(voice("answer.gain", **told), first, told)


def unscored(without: pd.DataFrame) -> list[tuple[str, int]]:
    """Why rows have no score, with counts, the most frequent first; '' where none is given."""
    counts = without["why_no_score"].fillna("").value_counts()
    found = [(str(reason), int(count)) for reason, count in counts.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
