"""In which encoding a file's bytes are text."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

# What exports are written in; a guess among all there are would be wrong more often.
ENCODINGS = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp437", "shift_jis", "gb18030")
CLEARLY = 0.02  # share of characters that stand together as in no language


def find_encoding(start: bytes) -> tuple[str, tuple[str, ...]]:
    """The encoding of a file that begins so, and what is to be told of a guess."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        return "utf-8", ()
    except UnicodeDecodeError:
        text = start.decode("utf-8", "replace")
    wrong, other = text.count("\ufffd"), sum(not c.isascii() for c in text)
    if wrong * 20 < other:
        return "utf-8", ("some characters are damaged: those rows will be held back",)
    found = _nearest(start[: 1 << 18])
    return found, (f"the encoding {found} is a guess: look at words with accents",)


def _nearest(start: bytes) -> str:
    """The likeliest of ENCODINGS: the western one unless another reads clearly better."""
    fitting = from_bytes(start, cp_isolation=list(ENCODINGS))
    best = fitting.best()
    # Code pages that read the same text stand together under the name of one of them.
    western = next((m for m in fitting if "cp1252" in m.could_be_from_charset), None)
    if best is None or (western and western.chaos <= best.chaos + CLEARLY):
        return "windows-1252"
    return best.encoding
