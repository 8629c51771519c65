"""A language that nobody speaks: every sentence in letters of its own, so that others stand out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lakehouse.portal.said.wording import Words

# Letters of a sentence become full-width ones; its places, tags and entities stay.
_KEPT = re.compile(r"(\{\w*\}|<[^>]*>|&\w+;)")
_WIDE = {ord(c): ord(c) - 0x21 + 0xFF01 for c in map(chr, range(0x21, 0x7F)) if c.isalpha()}
_SPOKEN = re.compile(r"aria-label|title|alt|placeholder|label|value|data-.*")
# What a script looks for or leads to is not said.
_SILENT = re.compile(r"\{\w*\}|[\w-]+\.html")


def pseudo(words: Words) -> Words:
    """The same sentences in the letters of a language that has none in common with English."""
    return Words(
        {
            key: text if key in ("language", "direction") else _wide(text)
            for key, text in words.sentences.items()
        }
    )


def said_by(html: str) -> list[str]:
    """The texts of a page: between its tags, and in attributes that are read out or filled in."""
    return _Said(html).found


def phrases(text: str) -> list[str]:
    """The Latin words of a text that stand together, in lower case, without what is between."""
    bare = re.sub(r"\.(\s|$)", "|", _SILENT.sub("|", text))
    runs = re.split(r"[^A-Za-z\s_.'’-]+", bare)
    found = (" ".join(re.findall(r"[a-z]{2,}", run.casefold())) for run in runs)
    return [phrase for phrase in found if phrase]


def _wide(text: str) -> str:
    return "".join(p if _KEPT.fullmatch(p) else p.translate(_WIDE) for p in _KEPT.split(text))


class _Said(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found += [value for name, value in attrs if value and _SPOKEN.fullmatch(name)]

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "script"):
            self.found.append(data)
