"""Text that a spreadsheet would run as a formula, made harmless in a file and read back from it."""

from __future__ import annotations

import re

# https://owasp.org/www-community/attacks/CSV_Injection. The last four are the first four in full
# width, which some spreadsheets take for the same.
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ANY = "".join(map(re.escape, RUN))
# What would run is quoted with an apostrophe, and so is what looks quoted already.
_RISKY, _QUOTED = re.compile(rf"'*[{_ANY}]"), re.compile(rf"'+[{_ANY}]")


def harmless_text(cell: object) -> object:
    """A text that no spreadsheet runs, another value as it is; :func:`as_written` undoes it."""
    return f"'{cell}" if isinstance(cell, str) and _RISKY.match(cell) else cell


def as_written(cell: str | None) -> str | None:
    """The text of a cell of an exported file, None for an empty one."""
    text = cell[1:] if cell and _QUOTED.match(cell) else cell
    return text or None
