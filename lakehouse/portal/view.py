"""What the templates are filled with, by their names there."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from lakehouse.portal import answer, arrival, calibration, charts, rows, trial, trust
from lakehouse.portal.data import PageData
from lakehouse.portal.figures import known, text_of, times_in
from lakehouse.portal.wording import Words
from lakehouse.tables import published

# An axis of shares has at most six numbers, so that they stay apart on a phone.
_TICKS = 5


def release_view(data: PageData, words: Words) -> dict[str, Any]:
    """The release itself: its days, model, sources, dictionary and files."""
    own = data.meanings[data.meanings["table_name"].str.startswith("published.", na=False)]
    listed = own[own["table_name"] == published.premises_to_inspect_first.name]
    return {
        "data": data,
        "as_of": words.day(data.as_of),
        "data_through": words.day(data.data_through),
        "model": _model(data.list_rows, words),
        "who": text_of(listed["owner"].iloc[0]) if len(listed) else "",
        "decides": text_of(listed["decides"].iloc[0]).rstrip(".") if len(listed) else "",
        "arrivals": arrival.arrivals(data.sources, data.as_of, words),
        "complete": arrival.complete(data.sources, data.as_of),
        "sources_title": arrival.sources_title(data.sources, data.as_of, words),
        "dictionary": _dictionary(own),
        "more_words": len(data.meanings) - len(own),
        "files": [(name, quote(name), sha, words.number(count)) for name, sha, count in data.files],
    }


def list_view(data: PageData, words: Words) -> dict[str, Any]:
    """The answer and the list, with why some premises are not on it."""
    scored = rows.ranked(data.list_rows)
    found = answer.answer(data.list_rows, words)
    shown = scored.head(rows.MOST)
    end = rows.axis_end(shown)
    times, of = times_in(data.list_level)
    drawn = scored["random_share"].map(lambda cell: known(cell) and bool(cell))
    reasons = answer.unscored(data.list_rows)
    return {
        "answer": found,
        "rows": rows.rows_of(shown, found.first, words),
        "shown_first": rows.SHOWN,
        "ticks": [(round(100 * at / end), round(100 * at)) for at in _ticks(end)],
        "times": times,
        "of": of,
        "drawn": int(drawn.sum()),
        "drawn_here": int(drawn.iloc[: len(shown)].sum()),
        "scored": len(scored),
        "all": len(data.list_rows),
        "unscored": [(why, words.number(count), count) for why, count in reasons],
        "map": charts.dot_map(scored, found.first),
    }


def past_view(data: PageData, words: Words) -> dict[str, Any]:
    """How the list did before, and whether its chances hold."""
    past = trial.trial_of(data.trials)
    points = calibration.dots(past, data.list_rows["probability"], data.calibration)
    times, of = times_in(data.trial_level)
    title, sentences = calibration.calibration_words(past, points, data.list_level, words)
    return {
        "trial": past,
        "past_times": times,
        "past_of": of,
        "doubt": trust.doubt(past, data.trial_level, words),
        "trust_title": trust.trust_title(past, words),
        "periods": trust.periods(past, words) if past else [],
        "lines": charts.pairs_lines(past) if past else {},
        "pairs_axis": trust.pairs_axis(past, pooled=False) if past else (0.0, 1.0),
        "pooled_ticks": _pooled_ticks(past) if past else [],
        "candidates": trust.candidates(past, words) if past else [],
        "dots": points,
        "dots_end": max([0.1, *(_top(dot) for dot in points)]),
        "calibration_title": title,
        "calibration": sentences,
    }


def _model(list_rows: pd.DataFrame, words: Words) -> str | Markup:
    made = list_rows.dropna(subset=["candidate"])
    if made.empty:
        return words("strip.no_model")
    name, version = (text_of(made[c].iloc[0]) for c in ("candidate", "model_version"))
    return words("strip.version", name=name, version=version) if version else name


def _dictionary(meanings: pd.DataFrame) -> list[tuple[str, str, list[dict[str, str]]]]:
    tables = []
    for name, columns in meanings.groupby("table_name", sort=True):
        cells = [
            {key: text_of(row[key]) for key in ("column_name", "type", "meaning")}
            for row in columns.to_dict("records")
        ]
        tables.append((str(name).split(".")[-1], text_of(columns["one_row"].iloc[0]), cells))
    return tables


def _ticks(end: float) -> list[float]:
    step = 0.1 if end <= _TICKS / 10 else 0.2
    return [step * k for k in range(int(round(end / step, 6)) + 1)]


def _pooled_ticks(past: trial.Trial) -> list[tuple[int, int]]:
    start, end = trust.pairs_axis(past, pooled=True)
    at = sorted({start, 0.5, end})
    return [(round(100 * (x - start) / (end - start)), round(100 * x)) for x in at]


def _top(dot: calibration.Dot) -> float:
    return math.ceil(round(10 * max(dot.stated, dot.observed, dot.high or 0), 9)) / 10
