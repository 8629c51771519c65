"""Names of columns and feeds from what a department calls them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60
OURS = ("known_at",)  # what typing adds to the delivered columns
SIGNS = {"%": " percent ", "#": " number ", "&": " and ", "+": " plus ", "€": " euro "}
# Digits belong to the word they stand at: pop10, but age 0 17.
WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def words_of(header: str) -> list[str]:
    """The words of a header in small letters: ``DateUTC`` has date and utc."""
    for sign, word in SIGNS.items():
        header = header.replace(sign, word)
    lower = header.translate(LETTERS)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return [w.lower() for w in WORD.findall(plain)]


def name_of(header: str, place: int = 1) -> str:
    """A column's name: small words joined by underscores; ``column_3`` where no letter is left."""
    name = "_".join(words_of(header))[:LONGEST].strip("_")
    if not name:
        return f"column_{place}"
    if name[0].isdigit():
        return f"n_{name}"
    return f"{name}_said" if name in OURS else name


def names_of(headers: Iterable[str]) -> list[str]:
    """A name for each header, each different."""
    found: list[str] = []
    for place, header in enumerate(headers, start=1):
        name = once = name_of(header, place)
        nth = 2
        while name in found:
            name, nth = f"{once}_{nth}", nth + 1
        found.append(name)
    return found


def feed_name(stem: str) -> str:
    """What a file's feed may be called: its name without the day, month or number of a delivery."""
    words = [w for w in words_of(stem) if not w.isdigit()]
    return name_of("_".join(words)) if words else "feed"
