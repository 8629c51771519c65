"""All pages of a release: self-contained HTML files that link to each other and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lakehouse.portal.data import TRIALS, PageData
from lakehouse.portal.decision import Decision, decisions
from lakehouse.portal.drawn.areamap import area_map
from lakehouse.portal.drawn.outline import area_page
from lakehouse.portal.made import Made
from lakehouse.portal.measures import chosen_measure, measures_of
from lakehouse.portal.parts import part_views
from lakehouse.portal.promised import promised
from lakehouse.portal.release import data_view, release_view
from lakehouse.portal.said.figures import in_100
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.views import alerts, infections, load, wards
from lakehouse.portal.views.areaview import area_pages, area_view
from lakehouse.portal.views.arrivals import arrivals_view
from lakehouse.portal.views.background import heat_view, repeats_view
from lakehouse.portal.views.briefview import brief_view
from lakehouse.portal.views.changeview import changes_view
from lakehouse.portal.views.frontview import front_view
from lakehouse.portal.views.hours import hours_view
from lakehouse.portal.views.listview import list_view
from lakehouse.portal.views.measures_taken import measures_view
from lakehouse.portal.views.modelview import model_pages
from lakehouse.portal.views.monitorview import monitor_pages
from lakehouse.portal.views.pulseview import PULSE, pulse_view
from lakehouse.portal.views.questions import questions_of
from lakehouse.portal.views.riskview import CITY, risk_view
from lakehouse.portal.views.roads import roads_view
from lakehouse.portal.views.seriesdays import apart_of
from lakehouse.portal.views.speeds import speeds_view
from lakehouse.portal.views.waits import waits_view
from lakehouse.portal.views.within import within_view
from lakehouse.portal.views.worklists import PAGES, worklist_view
from lakehouse.portal.withdrawn import releases_view

STYLES = ("tokens.css", "page.css", "list.css", "front.css", "print.css", "brief.css")


def pages(data: PageData) -> Made:
    """The HTML of every page by file name, the same bytes for the same data, made when asked for.

    Links are relative: put the pages, and ``data.files``, beside each other. PromiseBroken when a
    frame lacks a column that the pages need, SettingError when there is no such language.
    """
    return render(data, read_words(data.language))


def render(data: PageData, words: Words) -> Made:
    """As ``pages``, with the sentences of ``words``."""
    promised(data)
    made = environment()
    css = Markup("").join(_asset(name) for name in STYLES)
    shared = release_view(data, words) | speaking(words)
    shared |= {"css": css, "script": _asset("page.js")}
    return Made(
        (name, made.get_template(template).render(shared, page=name, **view) + "\n")
        for name, template, view in _each(data, words)
    )


@cache
def environment() -> Environment:
    """The package's templates, escaping all that is not a sentence; compiled once."""
    return Environment(
        loader=PackageLoader("lakehouse.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def speaking(words: Words) -> dict[str, Any]:
    """What every template says its sentences and numbers with."""
    return {"t": words, "n": words.plural, "number": words.number, "in_100": in_100}


def _each(data: PageData, words: Words) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, template and values of every page."""
    front = front_view(data, words)
    yield "index.html", "front.html", front
    yield "brief.html", "brief.html", brief_view(front)
    shared = area_pages(data, words)
    for decision in decisions(data):
        yield decision.page, *_decision(data, decision, shared.names, words)
        if decision.kind == "list":
            for name, view in part_views(data, decision, shared.names, words):
                yield name, "rows.html", view
    if shared.names:
        # The numbers of the front page's places stand beside their list alone.
        areas = area_map(data.outlines, chosen_measure(measures_of(data)), {}, words, data.classes)
        listed = [(area_page(code), name, code) for code, name in shared.names.items()]
        yield "areas.html", "areas.html", {"areas": areas, "listed": listed}
    for code in shared.names:
        yield area_page(code), "area.html", area_view(shared, code)
    if len(data.rows(CITY)):
        yield "risk.html", "risk.html", risk_view(data, words)
    if len(data.rows(PULSE)):
        yield "pulse.html", "pulse.html", pulse_view(data, words)
    for name, page in PAGES.items():
        if len(data.rows(name)):
            yield page, "worklist.html", worklist_view(name, data, words)
    asked = questions_of(data.rows(TRIALS), data.trial_level, words)
    yield "trust.html", "questions.html", {"questions": asked, "pages_of": _by_model(data)}
    for name, view in model_pages(data, words):
        yield name, "model.html", view
    for name, view in monitor_pages(data, words):
        yield name, "monitor.html", view
    yield "data.html", "data.html", data_view(data, words)
    if data.releases:
        yield "changes.html", "changes.html", changes_view(data.changes, words)
        yield "releases.html", "releases.html", releases_view(data.releases, words)


def _decision(
    data: PageData, decision: Decision, names: dict[str, str], words: Words
) -> tuple[str, dict[str, Any]]:
    if decision.kind == "list":
        return "decision.html", list_view(data, decision, names, words) | measures_view(
            decision, words
        ) | repeats_view(decision, words)
    if decision.kind == "hours":
        return "hours.html", hours_view(decision, names, data.list_level, words)
    if decision.kind == "speeds":
        return "speeds.html", speeds_view(decision, words) | within_view(
            decision, words
        ) | roads_view(decision, words)
    voice = Voice(words, decision.name)
    view: dict[str, Any] = {"decision": decision, "d": voice, "list_name": voice.title}
    if decision.kind == "alerts":
        series = alerts.series_of(decision.rows, words)
        told, rest = alerts.cards_and_rest(series)
        view |= {"series": series, "told": told, "rest": rest}
        view |= infections.infections_view(decision, words) | waits_view(decision, words)
        view |= heat_view(decision, words)
        view["apart"] = apart_of(decision.rows, words)
        return "alerts.html", view | {"title": alerts.title_of(series, words)}
    loads = load.loads_of(decision.rows, words)
    hospitals = wards.wards_of(decision.told_with(wards.RESULT), words)
    view |= {"wards": hospitals, "wards_title": wards.title_of(hospitals, words)}
    view |= arrivals_view(decision, words)
    return "load.html", view | {"loads": loads, "title": load.title_of(loads, words, hospitals)}


def _by_model(data: PageData) -> dict[str, str]:
    """The page that each model's answer is on."""
    return {model: decision.page for decision in decisions(data) for model in decision.models}


def _asset(name: str) -> Markup:
    return Markup(files("lakehouse.portal").joinpath("templates", name).read_text("utf-8"))
