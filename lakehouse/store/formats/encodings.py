"""Which encodings delivered text may have: supersets of ASCII, and UTF-16 and UTF-32."""

from __future__ import annotations

import codecs
import re

ASCII = bytes(range(128))
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
# Codecs of Python for its own source or for names of hosts, although they pass for text.
NO_FILES = ("idna", "punycode", "undefined", "raw-unicode-escape", "charmap", "mbcs", "oem")


def is_usable(name: str) -> bool:
    """Whether files in this encoding can be read.

    An encoding that writes ASCII otherwise (EBCDIC, UTF-7, ISO-2022) is not: where a line ends and
    a value is quoted could not be told from bytes. Nor is a codec that is none of text (base64).
    """
    known = _named(name)
    if known is None or known in NO_FILES:
        return False
    if known in WIDE:
        return True
    try:
        alone = all(bytes([b]).decode(known) == chr(b) for b in ASCII)
        codecs.getincrementaldecoder(known)
        return alone and ASCII.decode(known) == ASCII.decode("ascii")
    except (LookupError, UnicodeError):
        return False


def is_wide(name: str) -> bool:
    """Whether a letter of ASCII takes two or four bytes in it."""
    return _named(name) in WIDE


def wide_mark(start: bytes) -> str:
    """The encoding that a file's byte order mark says, utf-16 or utf-32; empty without one."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _named(name: str) -> str | None:
    """The codec's own name, None where there is none of text."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python marks what is text so, for bytes.decode to refuse the others.
    return found.name if getattr(found, "_is_text_encoding", True) else None
