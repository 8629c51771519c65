"""What the front page is filled with: the week in one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lakehouse.portal.data import TRIALS, PageData
from lakehouse.portal.dates import Dates, dates_of
from lakehouse.portal.decision import ONLY_IF_LIKELY, Decision, decisions
from lakehouse.portal.drawn.areamap import AreaMap, area_map
from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.drawn.outline import named
from lakehouse.portal.listed import listed
from lakehouse.portal.measures import chosen_measure, measures_of
from lakehouse.portal.rows import Row, axis_of, rows_of
from lakehouse.portal.said.answer import Answer, answer
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.ten import Place, pins_of, ten_places
from lakehouse.portal.views import alerts, arrival, load
from lakehouse.portal.views.cards import Card, card
from lakehouse.portal.views.changecard import change_card
from lakehouse.portal.views.firstcards import first_cards
from lakehouse.portal.views.pulseview import PULSE, beats_of, judged_first
from lakehouse.portal.views.pulseview import title_of as pulse_title
from lakehouse.portal.views.questions import questions_of
from lakehouse.portal.views.riskfront import first_areas
from lakehouse.portal.views.trial import trial_behind
from lakehouse.portal.views.trust import doubt

TOP = 8
SERIES = 3  # of each result that watches series
BEATS = 5  # of the indicators, those outside what was expected first


@dataclass(frozen=True)
class TopOf:
    """The first rows of a list as a chart, on its own axis."""

    decision: Decision
    name: str
    title: Markup
    says: Markup
    rows: tuple[Row, ...]
    axis: Axis


def front_view(data: PageData, words: Words) -> dict[str, Any]:
    """Everything on index.html, by its names in the templates."""
    found, measures = decisions(data), measures_of(data)
    cards = [card(decision, words) for decision in found]
    shown, others = first_cards(cards)
    lists = [decision for decision in found if decision.kind == "list"]
    areas, places = places_view(data, words)
    first, asked = first_areas(data, words), title_of(cards, data.city_title, words)
    # Areas stand in the title if they are firm, but not in place of a city's only answer.
    titled = first is not None and first.firm and not _one_list(cards)
    title, rest = (first.title, asked) if first and titled else (asked, first and first.title)
    dates = dates_of(found, measures, words, scored=first is not None)
    beats = beats_of(data.rows(PULSE), words) if len(data.rows(PULSE)) else []
    return {
        "on_paper": False,
        "cards": shown,
        "others": others,
        "front_title": title,
        "one_answer": titled or _one_list(cards),
        "lead": [
            *([words("front.where", finding=rest)] if rest else []),
            *lead_of(data, cards, dates, words),
        ],
        "areas": areas,
        "first_areas": first,
        "ten": places,
        "turns": len([one for one in asking(lists, words) if len(one.rows)]),
        "tops": [_top(one, words) for one in lists if one.rows["rank"].notna().any()],
        "series": [
            (decision, one)
            for decision in found
            if decision.kind == "alerts"
            for one in _drawn(decision, words)
        ],
        "loads": [
            (decision, one)
            for decision in found
            if decision.kind == "load"
            for one in load.loads_of(decision.rows, words)
        ],
        "dates": dates,
        "changed": change_card(data.changes, words),
        "beats": judged_first(beats)[:BEATS],
        "beats_of": len(beats),
        "beats_title": pulse_title(beats, words),
        "questions": questions_of(data.rows(TRIALS), data.trial_level, words),
    }


def places_view(data: PageData, words: Words) -> tuple[AreaMap | None, list[Place]]:
    """The map of the chosen measure, and the ten places whose numbers stand on it."""
    measures = measures_of(data)
    lists = [decision for decision in decisions(data) if decision.kind == "list"]
    places = ten_places(asking(lists, words), named(data.outlines, measures), words)
    return (
        area_map(data.outlines, chosen_measure(measures), pins_of(places), words, data.classes),
        places,
    )


def asking(lists: list[Decision], words: Words) -> list[Decision]:
    """The lists of which something has to be done; all of them where that is so of none."""
    loud = [one for one in lists if not _answer(one, words).quiet]
    return loud or lists


def title_of(cards: list[Card], city: str, words: Words) -> Markup:
    """The one answer of a city with one decision, else how many ask for something to be done."""
    if not cards:
        return words("front.nothing", city=city)
    if _one_list(cards):
        return _answer(cards[0].decision, words).title
    busy = [one for one in cards if not one.quiet]
    if not busy:
        return words.plural("front.all_quiet", len(cards), city=city)
    quiet = len(cards) - len(busy)
    if not quiet:
        return words.plural("front.all_busy", len(cards), city=city)
    return words.plural("front.title", len(busy), all=words.number(len(cards)), city=city)


def lead_of(data: PageData, cards: list[Card], dates: Dates, words: Words) -> list[Markup]:
    """The line under the title: how sure, what needs nothing, what is apart or missing."""
    said: list[Markup] = []
    if _one_list(cards):
        one = cards[0].decision
        past = trial_behind(data.rows(TRIALS), one.model)
        said += doubt(past, data.trial_level, Voice(words, one.name))
    quiet = [one.name for one in cards if one.quiet]
    if quiet and len(cards) > len(quiet):
        said.append(words("front.quiet", names=words.listing(quiet)))
    if dates.parts and not dates.combined:
        said.append(words("front.apart", first=dates.first_year, last=dates.last_year))
    for key, asked in (("front.missing", True), ("front.not_asked", False)):
        # What a city lacks data for is not asked; what is asked for has no reason yet.
        if count := sum((not why) == asked for why in data.missing.values()):
            said.append(words.plural(key, count))
    if any(arrival.status_of(source, data.as_of) in ("late", "none") for source in data.sources):
        title = arrival.sources_title(data.sources, data.as_of, words)
        said.append(words("front.late", title=title))
    return said


def _answer(decision: Decision, words: Words) -> Answer:
    voice = Voice(words, decision.name)
    return answer(listed(decision), voice, decision.name in ONLY_IF_LIKELY)


def _drawn(decision: Decision, words: Words) -> list[alerts.Series]:
    return [one for one in alerts.series_of(decision.rows, words) if not one.gaps][:SERIES]


def _one_list(cards: list[Card]) -> bool:
    """Whether the answer of one list is all there is: then it names no city by itself."""
    return len(cards) == 1 and cards[0].decision.kind == "list"


def _top(decision: Decision, words: Words) -> TopOf:
    found, voice = listed(decision), Voice(words, decision.name)
    shown = found.ranked.head(TOP)
    axis = axis_of(found, shown)
    said = _answer(decision, words)
    rows = tuple(rows_of(found, shown, said.first, voice, axis))
    title = voice("card.title", **said.told) if said.first and said.gains else said.title
    return TopOf(decision, voice.title, title, voice("counted"), rows, axis)
