"""Did it work before: the past in sentences and in the rows of two tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.said.figures import in_100, times_in
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
    both = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if not both:
        return words("trust.no_rival", chosen=trial.chosen)
    better = sum(ours.value > theirs.value for ours, theirs in both)
    return words.plural("trust.learner_won", len(both), better=words.number(better))


def periods(trial: Trial, words: Words) -> list[Period]:
    """One row per past period, the oldest first."""
    rows = []
    for window in trial.windows:
        ours, theirs = _pair(trial, window)
        visits = trial.at(trial.chosen, "rows", window)
        rate = trial.at(trial.chosen, "base_rate", window)
        rows.append(
            Period(
                day=words.short_day(date.fromisoformat(window)),
                visits=words.number(visits.value) if visits else "",
                share=in_100(rate.value) if rate else "",
                ours=in_100(ours.value) if ours else "",
                theirs=in_100(theirs.value) if theirs else "",
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
    names = sorted(
        trial.candidates,
        key=lambda name: (-(n.value if (n := trial.at(name, "auc")) else -1.0), name),
    )
    return [_candidate(trial, name, words) for name in names]


def _candidate(trial: Trial, name: str, words: Words) -> Candidate:
    says, plain = trial.candidates[name]
    auc, days = trial.at(name, "auc"), trial.at(name, "days_earlier")
    half = trial.at(name, "share_found_first_half")
    tenth = trial.at(name, "precision_first_10_percent")
    start, end = pairs_axis(trial, pooled=True)
    ranged = auc is not None and math.isfinite(auc.low) and math.isfinite(auc.high)
    return Candidate(
        name=name,
        says=says.replace("_", " "),
        plain=plain,
        chosen=name == trial.chosen,
        pairs=in_100(auc.value) if auc else "",
        low=in_100(auc.low) if auc and ranged else "",
        high=in_100(auc.high) if auc and ranged else "",
        bar=bar_of(auc.low, auc.high, auc.value, end, start) if auc and ranged else None,
        first_half=in_100(half.value) if half else "",
        first_tenth=in_100(tenth.value) if tenth else "",
        days_earlier=words.number(days.value, 1) if days else "",
    )


def _pair(trial: Trial, window: str) -> tuple[Number | None, Number | None]:
    return trial.at(trial.chosen, "auc", window), trial.at(trial.rival, "auc", window)


def _between(number: Number, level: float, words: Words) -> Markup:
    if not (math.isfinite(number.low) and math.isfinite(number.high)):
        return words("range.none")
    times, of = times_in(level)
    return words(
        "range.times", times=times, of=of, low=in_100(number.low), high=in_100(number.high)
    )
