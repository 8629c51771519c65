"""What the first k of a list are expected to give, for each k: made here, shown by the page."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.said.answer import Answer, count_in_words
from lakehouse.portal.said.voice import Voice


@dataclass(frozen=True)
class Steps:
    """For k from 1 to ``most``: what is expected, what by lot, what one more gives, as written.

    ``first`` is the page's own k, and ``says`` the sentence about it; ``all`` is what the whole
    list holds. Numbers of all k are joined by ``|``.
    """

    first: int
    most: int
    expected: str
    lot: str
    more: str
    all: str
    says: Markup


def steps_of(scored: pd.DataFrame, shown: pd.DataFrame, said: Answer, voice: Voice) -> Steps | None:
    """The steps over the rows on the page, each with a row after it; None where k says nothing.

    ``scored`` are all rows with a rank in its order, ``shown`` those of them on the page.
    """
    if not said.first or said.first >= len(shown):
        return None
    values = scored["value"].astype("float64")
    most, mean = len(shown) - 1, float(values.mean())
    expected = [count_in_words(x, voice) for x in values.cumsum().iloc[:most]]
    lot = [count_in_words(k * mean, voice) for k in range(1, most + 1)]
    more = [_more(x, voice) for x in values.iloc[1 : most + 1]]
    at, name = said.first - 1, voice.called(str(shown["name"].iloc[said.first]))
    told = {"expected": expected[at], "lot": lot[at], "more": more[at], "name": name}
    says = voice.plural("step.gain", said.first, all=said.told["all"], **told)
    numbers = {"expected": expected, "lot": lot, "more": more}
    joined = {name: "|".join(written) for name, written in numbers.items()}
    return Steps(said.first, most, all=said.told["all"], says=says, **joined)


def _more(count: float, voice: Voice) -> str:
    tiny = round(count, 1) == 0
    return str(voice.words("step.tiny")) if tiny else voice.words.number(count, 1)
