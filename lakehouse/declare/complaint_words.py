"""The words by which a city's complaints are told apart, in its own language: a versioned list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.errors import SettingError, did_you_mean

# What complaints and requests are looked through for; every city says its words for each.
KINDS = ("refuse", "animals", "water", "light")
WAYS = ("contains", "whole")
LETTER = r"\p{L}"


@dataclass(frozen=True)
class ComplaintWords:
    """For each of ``KINDS`` the pieces of text and the whole words that tell it, small letters."""

    version: str
    language: str
    contains: tuple[tuple[str, tuple[str, ...]], ...]
    whole: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def basis(self) -> str:
        """Whose words they are, in words."""
        return f"{self.language}, version {self.version}"

    def pattern(self, kind: str) -> str:
        """A regular expression (Java's) that finds the kind in a text of small letters."""
        parts = [re.escape(word) for word in dict(self.contains)[kind]]
        alone = [re.escape(word) for word in dict(self.whole)[kind]]
        parts += [f"(?<!{LETTER})(?:{'|'.join(alone)})(?!{LETTER})"] if alone else []
        return "|".join(parts)


def read_complaint_words(said: Mapping[str, Any], where: str) -> ComplaintWords:
    """The words as ``where`` says them; SettingError for what is missing, unknown or no word."""
    strange = [name for name in said if name not in ("version", "language", *KINDS)]
    if strange:
        raise SettingError(
            f"{where}: {strange[0]} is unknown{did_you_mean(strange[0], KINDS)}.",
            f"Kinds are {', '.join(KINDS)}.",
        )
    for name in ("version", "language", *KINDS):
        if name not in said:
            raise SettingError(f"{where} does not say '{name}'.", "Add it.")
    told = {kind: _words(said[kind], f"{where}: {kind}") for kind in KINDS}
    return ComplaintWords(
        str(said["version"]),
        str(said["language"]),
        *(tuple((kind, told[kind][way]) for kind in KINDS) for way in WAYS),
    )


def _words(said: Any, where: str) -> dict[str, tuple[str, ...]]:
    """The words of one kind by how they are looked for, in small letters."""
    if not isinstance(said, Mapping) or not set(said) <= set(WAYS):
        raise SettingError(
            f"{where} is not words by how they are looked for.",
            f"Give {' or '.join(WAYS)}, each a list of words.",
        )
    found = {way: said.get(way, []) for way in WAYS}
    every = [word for words in found.values() if isinstance(words, list) for word in words]
    good = all(isinstance(word, str) and word.strip() for word in every)
    if not every or not good or not all(isinstance(words, list) for words in found.values()):
        raise SettingError(
            f"{where} has no list of words, or one that is empty or no text.",
            'Write them as ["first", "second"]; a kind needs one at least.',
        )
    return {way: tuple(word.strip().lower() for word in words) for way, words in found.items()}
