"""What the page of a list is filled with: its answer, its rows, and how it did before."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal import rows
from lakehouse.portal.data import TRIALS, PageData
from lakehouse.portal.decision import ONLY_IF_LIKELY, Decision, first_text
from lakehouse.portal.drawn import calibration, charts
from lakehouse.portal.listed import Listed, listed
from lakehouse.portal.parts import parts_of, table_view
from lakehouse.portal.said import answer
from lakehouse.portal.said.figures import known, times_in
from lakehouse.portal.said.fits import capacity_said
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.steps import steps_of
from lakehouse.portal.views import trial, trust
from lakehouse.portal.views.questions import asked


def list_view(
    data: PageData, decision: Decision, names: Mapping[str, str], words: Words
) -> dict[str, Any]:
    """Everything on the page of a ranking-shaped result, by its names in the templates."""
    found, voice = listed(decision), Voice(words, decision.name)
    return {
        "d": voice,
        "dn": voice.plural,
        "decision": decision,
        "list_name": voice.title,
        "model": _model(decision, words),
        **_shown(data, decision, found, voice, names),
        **past_view(data, decision, found, voice),
    }


def _shown(
    data: PageData, decision: Decision, found: Listed, voice: Voice, names: Mapping[str, str]
) -> dict[str, Any]:
    said = answer.answer(found, voice, decision.name in ONLY_IF_LIKELY)
    scored = found.ranked
    shown = scored.head(rows.MOST)
    axis = rows.axis_of(found, shown)
    drawn = scored["random_share"].map(lambda cell: known(cell) and bool(cell))
    steps = steps_of(scored, shown, said, voice)
    made = rows.rows_of(found, shown, said.first, voice, axis)
    return {
        **table_view(data, found, made, axis, names),
        "answer": said,
        "shown_first": rows.SHOWN,
        "short": True,
        "steps": steps,
        "fits": capacity_said(data, voice),
        "parts": parts_of(decision, len(scored)),
        "drawn": int(drawn.sum()),
        "drawn_here": int(drawn.iloc[: len(shown)].sum()),
        "scored": len(scored),
        "all": len(found.rows),
        "unscored": [
            (why, voice.words.number(count), count)
            for why, count in answer.unscored(found.without, voice.words)
        ],
        # Orange is for this week's list, so where nothing is to do there is no map of it.
        "map": None
        if said.quiet
        else charts.dot_map(
            scored, said.first or min(10, len(scored) // 2), steps.most if steps else 0
        ),
    }


def past_view(data: PageData, decision: Decision, found: Listed, voice: Voice) -> dict[str, Any]:
    """How the list did before, and whether its chances hold."""
    past = trial.trial_behind(data.rows(TRIALS), decision.model)
    chances = found.ranked["value"] if found.chance else found.ranked["value"].iloc[:0]
    times, of = times_in(data.trial_level)
    pairs = past is not None and past.at(past.chosen, "auc") is not None
    return {
        "trial": past,
        "in_pairs": pairs,
        "question": asked(past.question, past, data.trial_level, voice.words) if past else None,
        "past_times": times,
        "past_of": of,
        "doubt": trust.doubt(past, data.trial_level, voice),
        "trust_title": trust.trust_title(past, voice.words),
        "periods": trust.periods(past, voice.words) if past and pairs else [],
        "lines": charts.pairs_lines(past) if past and pairs else {},
        "pairs_axis": trust.pairs_axis(past, pooled=False) if past else (0.0, 1.0),
        "pooled_ticks": _pooled_ticks(past) if past else [],
        "candidates": trust.candidates(past, voice.words) if past else [],
        **calibration_view(data, decision.model, past, chances, voice),
    }


def calibration_view(
    data: PageData, model: str, past: trial.Trial | None, chances: pd.Series, voice: Voice
) -> dict[str, Any]:
    """Whether the chances of ``model`` hold; ``chances`` are those that are stated now."""
    bins = data.calibration.get(model)
    points = calibration.dots(past, chances, bins)
    levels = data.list_level, voice, data.trial_level
    title, said = calibration.calibration_words(past, points, *levels)
    return {
        "dots": points,
        "dots_end": max([0.1, *(_top(dot) for dot in points)]),
        "binned": bins is not None,
        "calibration_title": title,
        "calibration": said,
    }


def _model(decision: Decision, words: Words) -> str | Markup:
    name = first_text(decision.rows, "candidate")
    version = first_text(decision.rows, "model_version")
    if not name:
        return words("strip.no_model")
    return words("strip.version", name=name, version=version) if version else name


def _pooled_ticks(past: trial.Trial) -> list[tuple[int, int]]:
    start, end = trust.pairs_axis(past, pooled=True)
    # Close to the half an end has no room for its own number.
    ends = [x for x in (start, end) if abs(x - 0.5) > (end - start) / 5]
    at = sorted({0.5, *ends})
    return [(round(100 * (x - start) / (end - start)), round(100 * x)) for x in at]


def _top(dot: calibration.Dot) -> float:
    return math.ceil(round(10 * max(dot.stated, dot.observed, dot.high or 0), 9)) / 10
