"""What every page says of its release, and the page of the words, sources and files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pandas as pd

from lakehouse.portal.data import MEANINGS, PageData
from lakehouse.portal.decision import decisions
from lakehouse.portal.drawn.outline import named
from lakehouse.portal.measures import measures_of
from lakehouse.portal.said.figures import text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views import arrival
from lakehouse.portal.views.pulseview import PULSE
from lakehouse.portal.views.riskview import CITY
from lakehouse.portal.views.worklists import HAZARDS

# So many late sources stand open on the front page.
SHOWN = 3


def release_view(data: PageData, words: Words) -> dict[str, Any]:
    """The release itself: its day, its decisions and who takes them, and what is not there."""
    arrivals = arrival.arrivals(data.sources, data.as_of, words)
    missing = [
        (Voice(words, name).title, _lacking(why, words))
        for name, why in sorted(data.missing.items())
    ]
    return {
        "data": data,
        "as_of": words.day(data.as_of),
        "own_days": _own_days(data, words),
        "day": words.day,
        "every": [(d.page, Voice(words, d.name).title, d.domain) for d in decisions(data)],
        "has_areas": bool(named(data.outlines, measures_of(data))),
        "has_risk": bool(len(data.rows(CITY))),
        "has_hazards": bool(len(data.rows(HAZARDS))),
        "has_pulse": bool(len(data.rows(PULSE))),
        "who": _said(data, "owner"),
        "cards": {card.name: (card.page, card.asks) for card in data.models},
        "monitors": [(card.page, card.asks, card.result) for card in data.monitors],
        "decides": _said(data, "decides"),
        "arrivals": arrivals,
        "right": {
            name: words(
                "facts.of_100", n=arrival.right_of_100(share, words), feed=feed.replace("_", " ")
            )
            for name, (share, feed) in data.quality.items()
        },
        "shown_wrong": SHOWN,
        "wrong": [row for row in arrivals if row.status in ("none", "late")],
        "complete": arrival.complete(data.sources, data.as_of) and not data.missing,
        "sources_title": arrival.sources_title(data.sources, data.as_of, words),
        "missing": missing,
        "unfinished": [(name, why) for name, why in missing if not why],
        "not_asked": [(name, why) for name, why in missing if why],
    }


def _own_days(data: PageData, words: Words) -> str:
    """For which days the questions decide, where that is not the day of the release."""
    days = sorted({d.as_of for d in decisions(data) if d.as_of})
    if not days or days == [data.as_of]:
        return ""
    first, last = words.short_day(days[0]), words.short_day(days[-1])
    return str(words("strip.day" if first == last else "strip.days", first=first, last=last))


def _lacking(tables: str, words: Words) -> str:
    """The tables that a result waits for, as people call what they hold."""
    names = [name.replace(".", " ").replace("_", " ") for name in tables.split(", ") if name]
    return str(words.listing(names).unescape())


def data_view(data: PageData, words: Words) -> dict[str, Any]:
    """The dictionary of the published tables and the files to take."""
    meanings = data.rows(MEANINGS)
    names = meanings["table_name"] if len(meanings) else pd.Series(dtype="object")
    own = meanings[names.str.startswith("published.", na=False)] if len(meanings) else meanings
    return {
        "dictionary": _dictionary(own),
        "more_words": len(meanings) - len(own),
        "files": [(name, quote(name), sha, words.number(count)) for name, sha, count in data.files],
    }


def _said(data: PageData, column: str) -> dict[str, str]:
    """What the dictionary says of each published table in ``column``, by last name."""
    meanings = data.rows(MEANINGS)
    if meanings.empty:
        return {}
    own = meanings.drop_duplicates("table_name")
    return {
        text_of(row["table_name"]).split(".")[-1]: text_of(row[column]).rstrip(".")
        for row in own.to_dict("records")
        if text_of(row["table_name"]).startswith("published.")
    }


def _dictionary(meanings: pd.DataFrame) -> list[tuple[str, str, list[dict[str, str]]]]:
    if meanings.empty:
        return []
    tables = []
    for name, columns in meanings.groupby("table_name", sort=True):
        cells = [
            {key: text_of(row[key]) for key in ("column_name", "type", "meaning")}
            for row in columns.to_dict("records")
        ]
        tables.append((str(name).split(".")[-1], text_of(columns["one_row"].iloc[0]), cells))
    return tables
