"""One card per decision: what to do, how much of it, how sure, by which data, and where to look."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lakehouse.portal.decision import ONLY_IF_LIKELY, Decision
from lakehouse.portal.drawn.axis import Bar
from lakehouse.portal.listed import listed
from lakehouse.portal.rows import axis_of, rows_of
from lakehouse.portal.said.answer import answer
from lakehouse.portal.said.figures import OPEN
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views import alerts, hours, load, speeds
from lakehouse.portal.views.hour_rows import axis_of as hours_axis
from lakehouse.portal.views.hour_rows import watched
from lakehouse.portal.views.seriesdays import apart_of
from lakehouse.portal.views.wards import RESULT as HOSPITALS
from lakehouse.portal.views.wards import Ward, wards_of
from lakehouse.portal.views.wards import title_of as title_of_wards

SHOWN = 5


@dataclass(frozen=True)
class Drawn:
    """A row of a card's picture: a bar with its dot, its sign, and where a threshold stands."""

    bar: Bar
    sign: str = ""
    tick: int | None = None
    firm: bool = False


@dataclass(frozen=True)
class Card:
    """A decision in short; ``quiet`` when nothing is to do, ``label`` says what is drawn."""

    decision: Decision
    name: str
    title: Markup
    says: Markup
    picture: tuple[Drawn, ...]
    label: Markup
    doubt: Markup
    as_of: str
    data_through: str
    link: Markup
    quiet: bool


def card(decision: Decision, words: Words) -> Card:
    """The card of any decision."""
    of_kind = {"list": _list, "alerts": _alerts, "load": _load, "hours": _hours, "speeds": _speeds}
    made = of_kind[decision.kind](decision, words)
    title, says, picture, label, doubt, quiet = made
    voice = Voice(words, decision.name)
    as_of, through = (
        words.short_day(day) if day else str(words("mark.missing"))
        for day in (decision.as_of, decision.data_through)
    )
    link = voice("card.link")
    return Card(
        decision, voice.title, title, says, picture, label, doubt, as_of, through, link, quiet
    )


_Made = tuple[Markup, Markup, tuple[Drawn, ...], Markup, Markup, bool]


def _list(decision: Decision, words: Words) -> _Made:
    found, voice = listed(decision), Voice(words, decision.name)
    said = answer(found, voice, decision.name in ONLY_IF_LIKELY)
    shown = found.ranked.head(SHOWN)
    rows = rows_of(found, shown, said.first, voice, axis_of(found, shown)) if len(shown) else []
    picture = tuple(
        Drawn(row.bar, str(row.rank), firm=row.word == "firm") for row in rows if row.bar
    )
    title = voice("card.title", **said.told) if said.first and said.gains else said.title
    says = voice("card.says", **said.told) if said.first else voice.plural("card.few", len(rows))
    if not rows or not rows[0].value:
        return title, says, (), words("card.undrawn"), words("card.unsure"), said.quiet
    one = rows[0]
    pair = {"name": one.name, "value": one.value, "low": one.low, "high": one.high}
    ranged = "doubt" if one.low else "first"
    doubt = (
        words(f"card.{ranged}_chance", **pair, word=words(f"chance.{one.word}"))
        if one.word
        else words(f"card.{ranged}_count", **pair)
    )
    return title, says, picture, words.plural("card.label", len(picture)), doubt, said.quiet


def _alerts(decision: Decision, words: Words) -> _Made:
    series = alerts.series_of(decision.rows, words)
    title = alerts.title_of(series, words)
    told = next((one for one in series if one.bar), None)
    quiet = not any(one.level == "alert" for one in series)
    if told is None:
        why = words("alerts.why", why=series[0].why) if series else words("alerts.none")
        return title, why, (), words("card.undrawn"), words("card.unsure"), quiet
    last = told.last
    pair = {"title": told.title, "observed": last.observed, "expected": last.expected}
    pair |= {"upper": last.upper, "day": last.day}
    picture = (Drawn(told.bar, tick=told.upper_at, firm=not quiet),) if told.bar else ()
    if not quiet and told.false_in_100:
        doubt = words.plural("alerts.false", len(series), q=told.false_in_100)
    else:
        near = sum(one.level == "warning" for one in series)
        doubt = words.plural("alerts.near", near) if near else words("alerts.far")
    says = Markup(" ").join(
        filter(None, (words("alerts.says", **pair), apart_of(decision.rows, words)))
    )
    return title, says, picture, words("alerts.drawn", **pair), doubt, quiet


def _load(decision: Decision, words: Words) -> _Made:
    found = load.loads_of(decision.rows, words)
    hospitals = wards_of(decision.told_with(HOSPITALS), words)
    title = load.title_of(found, words, hospitals)
    if not found:
        return title, words("load.nothing"), (), words("card.undrawn"), words("card.unsure"), True
    if hospitals.first and title == title_of_wards(hospitals, words):
        return _hospital(title, hospitals.first, words)
    one = found[0]
    last = one.worst
    pair = {"title": one.title, "middle": last.middle, "low": last.low, "high": last.high}
    pair |= {"day": last.day, "capacity": one.capacity or words("mark.missing")}
    says = words("load.says", **pair)
    picture = (Drawn(one.bar, tick=one.capacity_at),) if one.bar else ()
    doubt = (
        words("load.chance", chance=last.chance, word=words(f"chance.{last.word}"), **pair)
        if last.chance
        else words("load.no_chance")
    )
    quiet = round(100 * (one.chance or 0)) < OPEN
    return title, says, picture, words("load.drawn", **pair), doubt, quiet


def _hospital(title: Markup, one: Ward, words: Words) -> _Made:
    """Where the title is about one hospital, all of the card is."""
    pair = {"name": one.name, "resource": one.resource, "now": one.now, "capacity": one.capacity}
    pair |= {"expected": one.expected, "low": one.low, "high": one.high, "day": one.worst_day}
    picture = (Drawn(one.bar, tick=one.capacity_at),) if one.bar else ()
    doubt = words("wards.chance_said", chance=one.chance, word=words(f"chance.{one.word}"))
    return title, words("wards.says", **pair), picture, words("wards.drawn", **pair), doubt, False


def _hours(decision: Decision, words: Words) -> _Made:
    said, voice = hours.watch_of(decision, words), Voice(words, decision.name)
    shown = decision.rows.sort_values("place").head(SHOWN)
    rows = watched(shown, voice, hours_axis(shown)) if len(shown) else []
    picture = tuple(Drawn(row.bar, str(row.rank)) for row in rows if row.bar)
    if not picture:
        return said.title, Markup(said.says), (), words("card.undrawn"), words("card.unsure"), True
    one = rows[0]
    doubt = words("hours.doubt", name=one.name, value=one.value, low=one.low, high=one.high)
    label = words.plural("card.label", len(picture))
    return said.title, Markup(said.says), picture, label, doubt, said.quiet


def _speeds(decision: Decision, words: Words) -> _Made:
    found = speeds.detectors_of(decision.rows, words)
    title = speeds.title_of(found, words)
    if not found or not found[0].worst:
        return title, words("speeds.none"), (), words("card.undrawn"), words("card.unsure"), True
    one, last = found[0], found[0].worst
    pair = {"title": one.title, "hour": last.at, "expected": last.expected}
    pair |= {"low": last.low, "high": last.high}
    picture = (Drawn(one.bar, tick=one.usual_at, firm=one.slow),) if one.bar else ()
    sure = speeds.sure_of(decision.rows, words, "speeds.doubt")
    doubt = Markup(sure) if sure else words("card.unsure")
    says, drawn = words("speeds.first", **pair), words("speeds.drawn", **pair)
    return title, says, picture, drawn, doubt, not one.slow
