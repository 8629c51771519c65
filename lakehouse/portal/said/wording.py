"""Every sentence of the page comes from one text file, found by its key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from markupsafe import Markup

from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.portal.said.translated import differences

ENGLISH = "en"
SHOWN = 5  # mistakes of a language that are named at once
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True)
class Words:
    """Sentences by key; calling it fills the named places, escaping what is put in.

    KeyError when the key or a named place is missing.
    """

    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> Markup:
        """The sentence of ``key`` with ``values`` in its named places."""
        return Markup(self.sentences[key]).format(**values)

    def named(self, key: str, plain: str) -> str:
        """What people call a word of the tables: the sentence of ``key``, ``plain`` without one."""
        return str(self(key)) if key in self.sentences else plain

    def plural(self, key: str, n: int, **values: object) -> Markup:
        """The sentence of ``key.one`` or ``key.many``, with ``n`` written as a number."""
        form = "one" if n == 1 else "many"
        return self(f"{key}.{form}", n=self.number(n), **values)

    def listing(self, names: Sequence[str]) -> Markup:
        """The names in a sentence: A; A and B; A, B and C."""
        if len(names) < 2:
            return Markup("").join(names)
        return self("range.and", names=Markup(", ").join(names[:-1]), last=names[-1])

    def number(self, value: float, decimals: int = 0) -> str:
        """1234.5 as the reader writes it, here 1,234.5."""
        plain = f"{value:,.{decimals}f}"
        swap = {",": self.sentences["format.thousands"], ".": self.sentences["format.decimal"]}
        return "".join(swap.get(character, character) for character in plain)

    def day(self, day: date | None) -> str:
        """16 April 2014, '' for none."""
        if day is None:
            return ""
        return str(self("format.day", day=day.day, month=self._month(day), year=day.year))

    def short_day(self, day: date | None) -> str:
        """16 Apr 2014, '' for none."""
        if day is None:
            return ""
        month = self.sentences["format.short_months"].split()[day.month - 1]
        return str(self("format.short_day", day=day.day, month=month, year=day.year))

    def dated(self, text: str) -> str:
        """The text of a table with its days as people write them."""

        def said(found: re.Match[str]) -> str:
            try:
                return self.day(date.fromisoformat(found[0]))
            except ValueError:
                return found[0]

        return _ISO.sub(said, text)

    def weekday(self, day: date) -> str:
        """Wednesday."""
        return self.sentences["format.weekdays"].split()[day.weekday()]

    def _month(self, day: date) -> str:
        return self.sentences["format.months"].split()[day.month - 1]


def read_words(language: str = ENGLISH, texts: Traversable | None = None) -> Words:
    """The sentences of a language, from the folder ``texts``, that of the package without one.

    Raises :class:`SettingError` where the file is not there, is no TOML, or does not say just what
    English says (:func:`~lakehouse.portal.said.translated.differences`).
    """
    own = files("lakehouse.portal").joinpath("text")
    told = _read(own if texts is None else texts, language)
    if language == ENGLISH:
        return Words(told)
    if wrong := differences(told, _read(own, ENGLISH), language):
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise SettingError(
            f"{language}.toml cannot be used: {'; '.join(wrong[:SHOWN])}{more}.",
            f"Every key of {ENGLISH}.toml is said once, with the same {{places}}.",
        )
    return Words(told)


def _read(texts: Traversable, language: str) -> dict[str, str]:
    file = texts.joinpath(f"{language}.toml")
    known = sorted(f.name[:-5] for f in texts.iterdir() if f.name.endswith(".toml"))
    if f"{language}.toml" not in {f"{name}.toml" for name in known}:
        raise SettingError(
            f"The pages have no language '{language}'{did_you_mean(language, known)}.",
            f"Languages are: {', '.join(known)}. CONTRIBUTING.md says how to add one.",
        )
    try:
        return dict(flat(tomllib.loads(file.read_text("utf-8"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{file.name} cannot be read: {error}.", "Mend it.") from error


def flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Nested tables as pairs of dotted key and sentence."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(value)
