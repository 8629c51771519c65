"""The sentence on top: the finding of the list, chosen by a rule."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.figures import FIRM, about
from lakehouse.portal.rows import ranked
from lakehouse.portal.wording import Words

ROUND = (100, 50, 20, 10)


@dataclass(frozen=True)
class Answer:
    """The title, and how many first premises it speaks of (0 when it names no number)."""

    title: Markup
    first: int


def first_few(scored: int) -> int:
    """How many first premises the sentence counts: the largest round number up to half of all.

    0 for fewer than 20 scored premises, where a first part says nothing.
    """
    return next((n for n in ROUND if 2 * n <= scored), 0)


def answer(list_rows: pd.DataFrame, words: Words) -> Answer:
    """The first rule that fits names the title.

    No row; no score; a score without probabilities or of too few premises (a question); no gain
    of a whole premises over drawing by lot (said so); else the expected number of premises with
    a critical violation among the first, beside the number by lot. Firm premises are counted.
    """
    if list_rows.empty:
        return Answer(words("answer.no_rows"), 0)
    scored = ranked(list_rows)
    if scored.empty:
        return Answer(words("answer.no_score"), 0)
    chances = scored["probability"]
    first = first_few(len(scored))
    if not first or chances.isna().any():
        return Answer(words.plural("answer.question", len(scored)), 0)
    expected = float(chances.iloc[:first].sum())
    by_lot = first * float(chances.mean())
    told = {"first": words.number(first), "lot": words.number(about(by_lot))}
    told["expected"] = words.number(about(expected))
    if about(expected) <= about(by_lot):
        return Answer(words("answer.no_gain", **told), first)
    firm = int((chances.iloc[:first].mul(100).round() >= FIRM).sum())
    if firm:
        return Answer(words.plural("answer.firm", firm, **told), first)
    return Answer(words("answer.gain", **told), first)


def unscored(list_rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Why premises have no score, with counts, the most frequent first; '' where none is given."""
    without = list_rows[list_rows["rank"].isna()]
    counts = without["why_no_score"].fillna("").value_counts()
    found = [(str(reason), int(count)) for reason, count in counts.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
