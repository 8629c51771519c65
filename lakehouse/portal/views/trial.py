"""How the chosen candidate did before, beside the best of the other kind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from lakehouse.portal.said.figures import known, text_of

ALL = "all"
_VALUES = ("value", "low", "high", "difference", "difference_low", "difference_high")


@dataclass(frozen=True)
class Number:
    """A measured value with its range, and its difference to the best plain candidate (or nan)."""

    value: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float


@dataclass(frozen=True)
class Trial:
    """The trials of one question, ready to be asked.

    ``rival`` is the best plain candidate, or the best learner where the plain one was chosen;
    None where nobody else was tried. ``numbers`` has the key (candidate, window, measure).
    """

    question: str
    model: str
    chosen: str
    plain: bool
    rival: str | None
    verdict: str
    candidates: Mapping[str, tuple[str, bool]]
    windows: tuple[str, ...]
    numbers: Mapping[tuple[str, str, str], Number]

    def at(self, candidate: str | None, measure: str, window: str = ALL) -> Number | None:
        """One number, None where it was not measured."""
        found = self.numbers.get((candidate or "", window, measure))
        return found if found is not None and math.isfinite(found.value) else None

    def value(self, candidate: str | None, measure: str, window: str = ALL) -> float | None:
        """What was measured alone, None where it was not."""
        found = self.at(candidate, measure, window)
        return found.value if found else None

    @property
    def months(self) -> int:
        """Months between one window and the next, 0 where that differs or cannot be told."""
        days = [date.fromisoformat(window) for window in self.windows]
        steps = {
            12 * (b.year - a.year) + b.month - a.month for a, b in pairwise(days) if a.day == b.day
        }
        regular = len(steps) == 1 and len({day.day for day in days}) == 1
        return steps.pop() if regular else 0


def trial_of(trials: pd.DataFrame) -> Trial | None:
    """The trials as one value, None where nobody was tried or nobody chosen.

    Of several questions the first that has a chosen candidate is read.
    """
    if trials.empty:
        return None
    chosen = trials[[known(cell) and bool(cell) for cell in trials["chosen"]]]
    if chosen.empty:
        return None
    question = chosen["question"].iloc[0]
    rows = trials[trials["question"] == question]
    name = str(chosen["candidate"].iloc[0])
    about = {
        str(row["candidate"]): (text_of(row["says"]), bool(row["plain"]))
        for row in rows.drop_duplicates("candidate").to_dict("records")
    }
    numbers = {
        (str(row["candidate"]), str(row["window"]), str(row["measure"])): Number(
            *(float(row[v]) if known(row[v]) else math.nan for v in _VALUES)
        )
        for row in rows.to_dict("records")
    }
    return Trial(
        question=text_of(question),
        model=text_of(chosen["model_name"].iloc[0]),
        chosen=name,
        plain=about[name][1],
        rival=_named(chosen["compared_with"], about) or _rival(name, about, numbers),
        verdict=text_of(chosen["verdict"].iloc[0]),
        candidates=about,
        windows=tuple(sorted({w for _, w, _ in numbers if w != ALL})),
        numbers=numbers,
    )


def trials_of(trials: pd.DataFrame) -> list[tuple[str, Trial | None]]:
    """Every question in order of its words, with its trial, None where nobody was chosen."""
    if trials.empty:
        return []
    return [(str(asked), trial_of(rows)) for asked, rows in trials.groupby("question", sort=True)]


def trial_behind(trials: pd.DataFrame, model: str) -> Trial | None:
    """The trial of the question that ``model`` answers, None where it was never tried."""
    return trial_of(trials[trials["model_name"] == model]) if len(trials) and model else None


def _named(compared_with: pd.Series, about: Mapping[str, tuple[str, bool]]) -> str | None:
    names = [str(name) for name in compared_with.dropna().unique()]
    return next((name for name in names if name in about), None)


def _rival(
    chosen: str,
    about: Mapping[str, tuple[str, bool]],
    numbers: Mapping[tuple[str, str, str], Number],
) -> str | None:
    others = [name for name, (_, plain) in about.items() if plain != about[chosen][1]]
    tried = [name for name in others if (name, ALL, "auc") in numbers]
    return max(tried, key=lambda name: (numbers[name, ALL, "auc"].value, name), default=None)
