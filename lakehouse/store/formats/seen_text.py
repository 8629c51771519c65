"""What is seen of a file's text as its bytes pass by: damage, quotes, its end, whether UTF-8."""

from __future__ import annotations

import codecs

from lakehouse.store.formats.encodings import is_wide


class SeenText:
    """Take the chunks of a file one by one, and an empty one at its end.

    ``bad`` is the offset of the first byte that is not text in ``encoding``; ``quotes`` are counted
    and ``last`` is the last byte: of the bytes themselves, of UTF-16 and UTF-32 of the text as
    UTF-8. ``is_utf8`` and ``ascii_only`` are of the bytes. Raises :class:`UnicodeError` where
    ``encoding`` asks for a byte order mark and there is none.
    """

    def __init__(self, encoding: str, quote: str) -> None:
        of = codecs.getincrementaldecoder
        self._decoder, self._utf8 = of(encoding)(), of("utf-8")()
        self._shown = of(encoding)("replace") if is_wide(encoding) else None
        self._quote = quote.encode()
        self.size = self.quotes = 0
        self.last = self.start = b""
        self.bad: int | None = None
        self.ascii_only = self.is_utf8 = True

    def add(self, chunk: bytes) -> None:
        """See the next bytes."""
        if self.bad is None:
            self.bad = _first_bad(self._decoder, chunk, self.size)
        if self.is_utf8 and _first_bad(self._utf8, chunk, self.size) is not None:
            self.is_utf8 = False
        self.ascii_only = self.ascii_only and chunk.isascii()
        self.start = (self.start + chunk[:200])[:200]
        self.size += len(chunk)
        if self._shown:
            chunk = self._shown.decode(chunk, final=not chunk).encode("utf-8", "replace")
        self.quotes += chunk.count(self._quote) if self._quote else 0
        self.last = chunk[-1:] or self.last


def _first_bad(decoder: codecs.IncrementalDecoder, chunk: bytes, before: int) -> int | None:
    """Offset of the first undecodable byte of ``chunk`` in the file, None when all is text."""
    pending = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        return before - pending + error.start
    return None
