"""Every error says what is wrong, where, and what to do, and each class has an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CityLakeError(Exception):
    """An error a person can act on; its message holds names and counts, never a person's values.

    ``what`` is the first line, ``todo`` the indented second; ``exit_code`` tells a scheduler the
    kind (see ``EXIT_CODES``).
    """

    exit_code = 1
    kind = "something failed that nobody foresaw"

    def __init__(self, what: str, todo: str = "") -> None:
        what, todo = printable(what), printable(todo)
        super().__init__(what if not todo else f"{what}\n  {todo}")
        self.what = what
        self.todo = todo


def printable(text: str) -> str:
    """The text with what no eye sees spelt out: names from files can be anything.

    A terminal obeys some such characters, and a reader looks for others in vain.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


class SettingError(CityLakeError):
    """A setting, an option or a city's configuration cannot be used."""

    exit_code = 2
    kind = "a setting or an option cannot be used"


class DeliveryMissing(CityLakeError):
    """A department has not delivered: try again later."""

    exit_code = 3
    kind = "a delivery has not arrived (try again later)"


class DeliveryRefused(CityLakeError):
    """A file does not keep its contract: the department must deliver again."""

    exit_code = 4
    kind = "a delivery breaks its contract (the department must deliver again)"


class PlanError(CityLakeError):
    """A declaration, a job or a SELECT does not fit the others: the code must be mended."""

    exit_code = 5
    kind = "the plan does not fit together (mend the code or the contract)"


class PromiseBroken(CityLakeError):
    """A table would not be what it promises: nothing was written."""

    exit_code = 6
    kind = "a table would break its promise (nothing was written)"


class LakeBusy(CityLakeError):
    """Another run holds the lake: wait, or try again later."""

    exit_code = 7
    kind = "another run holds the lake (wait, or try again later)"


class NotFound(CityLakeError):
    """A table, row or city that was asked for does not exist."""

    exit_code = 8
    kind = "what was asked for does not exist"


class SetupError(CityLakeError):
    """A program or a library the platform stands on is missing."""

    exit_code = 9
    kind = "the set-up is not complete (run make setup)"


class TooEarly(CityLakeError):
    """A question cannot be answered as of so early a day; the others go on."""

    exit_code = 10
    kind = "too little was known by that day (choose a later one)"


class Unfair(CityLakeError):
    """A list would treat a group unlike the others, and nobody signed for it."""

    exit_code = 11
    kind = "a list treats groups unlike each other (mend it, or sign an exception)"


class NotHandedOver(CityLakeError):
    """What was published could not be brought to where people read it; the release stands."""

    exit_code = 12
    kind = "published, but not handed over to the results' database (citylake release send)"


EXIT_CODES: dict[int, str] = {
    error.exit_code: error.kind
    for error in (
        CityLakeError,
        SettingError,
        DeliveryMissing,
        DeliveryRefused,
        PlanError,
        PromiseBroken,
        LakeBusy,
        NotFound,
        SetupError,
        TooEarly,
        Unfair,
        NotHandedOver,
    )
}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean x?)`` for the known name nearest to ``name``, or an empty string."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def listed(names: Iterable[str], most: int = 10) -> str:
    """``a, b and 8 more``: names that a file brought, however many and whatever is in them."""
    found = list(names)
    shown = ", ".join(printable(name) for name in found[:most])
    return shown + (f" and {len(found) - most:,} more" if len(found) > most else "")
