"""How good the models are: every question with everybody who tried, by whatever was measured."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pandas as pd

from lakehouse.portal.said.figures import times_in
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.trial import ALL, Number, Trial, trials_of

# So many measures stand in columns; the rest is in the files.
COLUMNS = 4


@dataclass(frozen=True)
class Cell:
    """A measured value with its range, as written, '' where there is none."""

    value: str
    low: str
    high: str


@dataclass(frozen=True)
class Tried:
    """A candidate as a row: who, what it does, and its cells in the order of the measures."""

    name: str
    says: str
    plain: bool
    chosen: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Question:
    """A question of the trials; without ``trial`` nobody was chosen."""

    anchor: str
    asks: str
    trial: Trial | None
    periods: str
    times: int
    of: int
    measures: tuple[str, ...]
    tried: tuple[Tried, ...]


def questions_of(trials: pd.DataFrame, level: float, words: Words) -> list[Question]:
    """Every question of the table how_good_are_the_models."""
    return [asked(text, trial, level, words) for text, trial in trials_of(trials)]


def asked(text: str, trial: Trial | None, level: float, words: Words) -> Question:
    """One question; measures compared with a plain candidate come first."""
    times, of = times_in(level)
    measures = _measures(trial, words) if trial else ()
    tried = tuple(_tried(trial, name, measures, words) for name in _order(trial)) if trial else ()
    return Question(
        anchor="q-" + re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60],
        asks=text,
        trial=trial,
        periods=words.number(len(trial.windows)) if trial else "",
        times=times,
        of=of,
        measures=tuple(_called(name, words) for name in measures),
        tried=tried,
    )


def written(value: float, words: Words) -> str:
    """A measured value with three figures: 0.601, 5.71, 57.1, 1,234."""
    size = abs(value)
    decimals = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return words.number(value, decimals)


def _measures(trial: Trial, words: Words) -> tuple[str, ...]:
    """Those compared with a plain candidate, then by the order in which the text names them."""
    names = list(dict.fromkeys(m for _, window, m in trial.numbers if window == ALL))
    compared = [m for m in names if any(
        (n := trial.at(who, m)) and math.isfinite(n.difference) for who in trial.candidates
    )]  # fmt: skip
    told = [key.removeprefix("measure.") for key in words.sentences if key.startswith("measure.")]
    place = {name: at for at, name in enumerate(told)}
    names.sort(key=lambda m: (m not in compared, place.get(m, len(place))))
    return tuple(names[:COLUMNS])


def _called(measure: str, words: Words) -> str:
    plain = measure.replace("_", " ").replace(" percent", "%")
    return words.named(f"measure.{measure}", plain)


def _order(trial: Trial) -> list[str]:
    """The chosen one, then those it was compared with, then the others as they come."""
    first = [trial.chosen, *([trial.rival] if trial.rival else [])]
    return [*first, *(name for name in trial.candidates if name not in first)]


def _tried(trial: Trial, name: str, measures: tuple[str, ...], words: Words) -> Tried:
    says, plain = trial.candidates[name]
    cells = tuple(_cell(trial.at(name, measure), words) for measure in measures)
    return Tried(name, says.replace("_", " "), plain, name == trial.chosen, cells)


def _cell(number: Number | None, words: Words) -> Cell:
    if number is None:
        return Cell("", "", "")
    ranged = math.isfinite(number.low) and math.isfinite(number.high)
    low, high = (written(x, words) if ranged else "" for x in (number.low, number.high))
    return Cell(written(number.value, words), low, high)
