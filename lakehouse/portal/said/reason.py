"""A reason of the list, written as a person would say it."""

from __future__ import annotations

import math
import re

from lakehouse.portal.said.figures import text_of
from lakehouse.portal.said.wording import Words

_PARTS = re.compile(r"(?P<what>.+): (?P<value>[^()]+) \(typical (?P<typical>[^()]+)\)", re.DOTALL)


def reason_in_words(reason: object, words: Words) -> str:
    """'x, as a multiple of …: 3 (typical 1)' becomes 'x: 3 times the city's average'.

    A reason of another form is shown as it is; a missing one, or one that says nothing else
    stands out, is empty.
    """
    said = text_of(reason)
    if not said or said == words.sentences["reason.nothing"]:
        return ""
    parts = _PARTS.fullmatch(said)
    if parts is None:
        return said
    what, value = parts["what"], parts["value"]
    multiple, yes_no = words.sentences["reason.multiple"], words.sentences["reason.yes_no"]
    if what.endswith(multiple):
        return str(words("reason.times", what=what.removesuffix(multiple), value=value).unescape())
    doublings, most = words.sentences["reason.doublings"], words.sentences["reason.most"]
    if what.startswith(doublings) and what.endswith(most):
        # Doublings are for a model; a person reads how many times the city's it is.
        what, times = what[len(doublings) : -len(most)], 2 ** float(value)
        return str(words("reason.times", what=what, value=words.number(times, 1)).unescape())
    if what.endswith(yes_no) and value in ("0", "1"):
        key = "reason.is" if value == "1" else "reason.is_not"
        return str(words(key, what=what.removesuffix(yes_no)).unescape())
    typical, logarithm = parts["typical"], words.sentences["reason.logarithm"]
    if what.endswith(logarithm):
        what = what.removesuffix(logarithm)
        told = {"value": _raised(value, words), "typical": _raised(typical, words)}
        return str(words("reason.about", what=what, **told).unescape())
    told = {"value": _signed(value), "typical": _signed(_as_fine(typical, value))}
    return str(words("reason.beside", what=what, **told).unescape())


def _raised(logarithm: str, words: Words) -> str:
    """What a natural logarithm is of, as far as a person cares."""
    value = math.exp(float(logarithm))
    return words.number(value, 0 if value >= 10 else 1 if value >= 1 else 2)


def _as_fine(typical: str, value: str) -> str:
    """What is typical with the decimals of what it stands beside, one at least: 0.0034 is 0."""
    decimals = max(1, len(value.partition(".")[2]))
    if len(typical.partition(".")[2]) <= decimals:
        return typical
    try:
        rounded = f"{float(typical):.{decimals}f}"
    except ValueError:
        return typical
    return "0" if float(rounded) == 0 else rounded


def _signed(number: str) -> str:
    """With a minus that is as long as a plus."""
    return number.replace("-", "\u2212", 1) if number.startswith("-") else number
