"""What is put on finished pages: the notice of a withdrawn release, the list of all releases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from lakehouse.portal.change import Listed
from lakehouse.portal.said.wording import Words

_NOTICE = '<div class="example" id="withdrawn">'
# Below the header's menu, so that it is in a landmark; a page of another make gets it on top.
_BEFORE = re.compile(r'<div class="rel">')
_BODY = re.compile(r"<body[^>]*>")
_LIST = re.compile(r"(<!--releases-->).*(<!--/releases-->)", re.DOTALL)


def with_notice(html: str, because: str, words: Words) -> str:
    """The page with the notice that its release was withdrawn; one that has it stays as it is."""
    if _NOTICE in html:
        return html
    said = words("withdrawn.notice", because=because)
    return placed(html, f'{_NOTICE}<p class="wrap">{said}</p></div>\n')


def placed(html: str, notice: str) -> str:
    """The page with a notice in its header; one of another make gets it on top."""
    if found := _BEFORE.search(html):
        return html[: found.start()] + notice + html[found.start() :]
    found = _BODY.search(html)
    at = found.end() if found else 0
    return html[:at] + notice + html[at:]


def with_releases(html: str, rows: Sequence[Listed], made: Environment, words: Words) -> str:
    """The page of releases with another list; any other page stays as it is."""
    table = made.get_template("releases_table.html").render(t=words, **releases_view(rows, words))
    return _LIST.sub(lambda found: found[1] + table + found[2], html)


def releases_view(rows: Sequence[Listed], words: Words) -> dict[str, Any]:
    """The rows of the page of releases: name, day, when, number of results, state."""
    return {
        "listed": [
            {
                "name": row.name,
                "day": words.day(row.day),
                "made_at": _moment(row, words),
                "tables": words.number(row.tables),
                "state": _state(row, words),
                "withdrawn": row.withdrawn is not None,
            }
            for row in rows
        ]
    }


def _moment(row: Listed, words: Words) -> str:
    if row.made_at is None:
        return str(words("mark.missing"))
    return f"{words.day(row.made_at.date())}, {row.made_at:%H:%M}"


def _state(row: Listed, words: Words) -> Markup:
    if row.withdrawn is not None:
        return words("releases.withdrawn", because=row.withdrawn)
    return words("releases.here" if row.here else "releases.stands")
