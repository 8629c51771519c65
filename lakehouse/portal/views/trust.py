"""Did it work before: the past in sentences and in the rows of two tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.said.figures import in_100, times_in, written
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.trial import ALL, Number, Trial


@dataclass(frozen=True)
class Candidate:
    """Who tried, as a row: shares in 100, days with one decimal, '' where not measured."""

    name: str
    says: str
    plain: bool
    chosen: bool
    pairs: str
    low: str
    high: str
    bar: Bar | None
    first_half: str
    first_tenth: str
    days_earlier: str


@dataclass(frozen=True)
class Period:
    """A past period as a row: the visits, the share with a violation, right pairs in 100."""

    day: str
    visits: str
    share: str
    ours: str
    theirs: str


def doubt(trial: Trial | None, level: float, voice: Voice) -> list[Markup]:
    """The sentences under the title: what this order found in the past, beside its baselines."""
    words = voice.words
    if trial is None:
        return [words("doubt.untested")]
    found = trial.at(trial.chosen, "share_found_first_half")
    if found is None:
        return [words("doubt.plain_won", chosen=trial.chosen)] if trial.plain else []
    said = {"share": in_100(found.value), "range": _between(found, level, words)}
    periods = len(trial.windows)
    if trial.months > 1:
        first = voice.plural("doubt.months", periods, months=words.number(trial.months), **said)
    else:
        first = voice.plural("doubt.periods", periods, **said)
    rival = trial.at(trial.rival, "share_found_first_half")
    if trial.plain:
        return [first, words("doubt.plain_won", chosen=trial.chosen)]
    if rival is None:
        return [first]
    return [first, words("doubt.rival", rival=trial.rival, share=in_100(rival.value))]


def trust_title(trial: Trial | None, words: Words) -> Markup:
    """The finding of the section: the plain one won, or in how many periods the learner led."""
    if trial is None:
        return words("trust.untested")
    if trial.plain:
        return words("trust.plain_won", chosen=trial.chosen)
    pairs = [_pair(trial, window) for window in trial.windows]
    both = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    if not both:
        return words("trust.no_rival", chosen=trial.chosen)
    better = sum(ours > theirs for ours, theirs in both)
    return words.plural("trust.learner_won", len(both), better=words.number(better))


def periods(trial: Trial, words: Words) -> list[Period]:
    """One row per past period, the oldest first."""
    rows = []
    for window in trial.windows:
        ours, theirs = _pair(trial, window)
        rows.append(
            Period(
                day=words.short_day(date.fromisoformat(window)),
                visits=written(trial.value(trial.chosen, "rows", window), words),
                share=in_100(trial.value(trial.chosen, "base_rate", window)),
                ours=in_100(ours),
                theirs=in_100(theirs),
            )
        )
    return rows


def pairs_axis(trial: Trial, pooled: bool) -> tuple[float, float]:
    """From and to, in steps of 0.05, of an axis that holds the shares of right pairs and 0.5.

    Of all windows together with their ranges when ``pooled``, else of each window.
    """
    values = [0.5, 0.55]
    for (_, window, measure), number in trial.numbers.items():
        if measure == "auc" and (window == ALL) == pooled:
            ends = (number.low, number.high) if pooled else ()
            values += [x for x in (number.value, *ends) if math.isfinite(x)]
    low, high = min(values), max(values)
    return math.floor(round(20 * low, 9)) / 20, math.ceil(round(20 * high, 9)) / 20


def candidates(trial: Trial, words: Words) -> list[Candidate]:
    """Everybody who tried, the best order first, the chosen one marked."""

    def place(name: str) -> tuple[float, str]:
        auc = trial.value(name, "auc")
        return (1.0 if auc is None else -auc, name)

    return [_candidate(trial, name, words) for name in sorted(trial.candidates, key=place)]


def _candidate(trial: Trial, name: str, words: Words) -> Candidate:
    says, plain = trial.candidates[name]
    auc, (start, end) = trial.at(name, "auc"), pairs_axis(trial, pooled=True)
    ranged = auc if auc and math.isfinite(auc.low) and math.isfinite(auc.high) else None
    return Candidate(
        name=name,
        says=says.replace("_", " "),
        plain=plain,
        chosen=name == trial.chosen,
        pairs=in_100(trial.value(name, "auc")),
        low=in_100(ranged.low if ranged else None),
        high=in_100(ranged.high if ranged else None),
        bar=bar_of(ranged.low, ranged.high, ranged.value, end, start) if ranged else None,
        first_half=in_100(trial.value(name, "share_found_first_half")),
        first_tenth=in_100(trial.value(name, "precision_first_10_percent")),
        days_earlier=written(trial.value(name, "days_earlier"), words, 1),
    )


def _pair(trial: Trial, window: str) -> tuple[float | None, float | None]:
    return trial.value(trial.chosen, "auc", window), trial.value(trial.rival, "auc", window)


def _between(number: Number, level: float, words: Words) -> Markup:
    if not (math.isfinite(number.low) and math.isfinite(number.high)):
        return words("range.none")
    times, of = times_in(level)
    return words(
        "range.times", times=times, of=of, low=in_100(number.low), high=in_100(number.high)
    )
