"""The order in which people list names with numbers in them: 2 before 12, A2 before A12."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d+)")


def natural_order(name: str) -> list[tuple[bool, int, str]]:
    """What to sort names by: each number in them counts as one, and numbers come before words."""
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in _NUMBER.split(name)
        if part
    ]
