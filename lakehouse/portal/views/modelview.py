"""The page of each model: what it says, how it was judged, and what it is not to be used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.data import TRIALS, PageData
from lakehouse.portal.decision import Decision, decisions
from lakehouse.portal.modelcard import ModelCard
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views import trust
from lakehouse.portal.views.gates import gates_told
from lakehouse.portal.views.groups import groups_told
from lakehouse.portal.views.listview import calibration_view
from lakehouse.portal.views.questions import asked
from lakehouse.portal.views.trial import Trial, trial_behind


def model_pages(data: PageData, words: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and values of the page of every model that is on record."""
    used = decisions(data)
    for card in data.models:
        yield card.page, model_view(data, card, used, words)


def model_view(
    data: PageData, card: ModelCard, used: list[Decision], words: Words
) -> dict[str, Any]:
    """What is on the page of one model, by its names in the templates."""
    past = trial_behind(data.rows(TRIALS), card.name)
    where = [decision for decision in used if card.name in decision.models]
    voice = Voice(words, where[0].name if where else "any")
    return {
        "card": card,
        "model_title": _finding(past, words),
        "lacks": words.listing([name.replace(".", " ").replace("_", " ") for name in card.lacks]),
        "used": [(decision.page, Voice(words, decision.name).title) for decision in where],
        "trial": past,
        "question": asked(card.asks, past, data.trial_level, words) if past else None,
        "gates": gates_told(card.gates, words),
        "groups": groups_told(card.groups, words),
        **calibration_view(data, card.name, past, pd.Series(dtype=float), voice),
    }


def _finding(past: Trial | None, words: Words) -> Markup:
    if past is None or past.at(past.chosen, "auc") is not None:
        return trust.trust_title(past, words)
    return words("contest.plain" if past.plain else "contest.learner", chosen=past.chosen)
