"""How texts are written, as a contract or a command line says it: encoding, delimiter, quote."""

from __future__ import annotations

from lakehouse.declare.errors import PlanError
from lakehouse.store.formats.encodings import is_usable

DELIMITERS = {"tab": "\t", "\\t": "\t"}
QUOTES = ("", '"', "'")


def an_encoding(where: str, said: str) -> str:
    """The name of an encoding that files can be read in; raises :class:`PlanError`."""
    if not is_usable(said):
        raise PlanError(
            f"{where}: the encoding {said!r} is unknown, or none that files are read in.",
            "Use utf-8, utf-16, windows-1252 or iso-8859-1, say.",
        )
    return said


def a_delimiter(where: str, said: str, quote: str = '"') -> str:
    """One printable character of ASCII that is not the quote, or a tab, written as ``tab``."""
    mark = DELIMITERS.get(said, said)
    plain = len(mark) == 1 and mark.isascii() and (mark.isprintable() or mark == "\t")
    if not plain or mark == quote:
        raise PlanError(
            f"{where}: the delimiter {said!r} is not one plain character (ASCII), or is the quote.",
            "Use a comma, a semicolon or | say; a tab is written: tab.",
        )
    return mark


def a_quote(where: str, said: str) -> str:
    """The mark around values, empty for ``none``."""
    mark = "" if said == "none" else said
    if mark not in QUOTES:
        raise PlanError(f"{where}: quote is {said!r}.", "Say \", ' or none.")
    return mark
