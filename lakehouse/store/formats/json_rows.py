"""Read a delivered file of JSON objects: one on each line, or all in one array (RFC 8259)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.held_json import held
from lakehouse.store.formats.packed import CHUNK, MIB, AsUtf8
from lakehouse.store.formats.records import Records, Row, spelt

LONGEST = 16 * MIB  # characters of one line: what is longer is no row
WORD = 7  # characters of an escape such as \u00e9, and one
UNREADABLE = (ValueError, RecursionError, ArithmeticError)


class NameTwice(ValueError):
    """An object has one name twice: one of its values would be lost."""


def _no_number(_: str) -> None:
    raise ValueError("holds NaN or Infinity, which are not JSON")


def each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; raises :class:`NameTwice`."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NameTwice("has an object with one name twice")
    return found


_DECODER = json.JSONDecoder(
    parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=each_name_once
)


def parsed(text: str) -> Any:
    """The value of a JSON text, numbers with their digits.

    Raises :class:`ValueError` also for what RFC 8259 leaves open or forbids and Python takes: one
    name twice in an object (of which one value would be lost), NaN and Infinity.
    """
    return _DECODER.decode(text)


def _utf8(delivery: Delivery) -> io.BufferedReader:
    return io.BufferedReader(AsUtf8(delivery.open(), delivery.feed.encoding), CHUNK)


def line_rows(delivery: Delivery, records: Records) -> Iterator[Row]:
    """One row per line that is not blank, with the line's number.

    A line that is no JSON object goes whole to ``_raw``. Raises :class:`DeliveryRefused` when none
    is one, when the last is cut off, or one is longer than 16 Mi characters.
    """
    good, first = 0, 0
    with io.TextIOWrapper(_utf8(delivery), "utf-8-sig", newline="\n") as text:
        lines = iter(lambda: text.readline(LONGEST), "")
        for number, line in enumerate(lines, start=1):
            if len(line) == LONGEST:
                raise _refused(delivery, f"has a line {number} of more than {LONGEST:,} characters")
            if not line.strip():
                continue
            record = _record(line)
            if record is not None:
                good += 1
                yield records.row(record, number)
                continue
            if good and not line.endswith("\n"):
                raise _refused(delivery, f"is cut off in line {number}")
            first = first or number
            yield records.unsplit(line.rstrip("\r\n"), number)
    if first and not good:
        raise _refused(
            delivery,
            f"has no line that is a JSON object; line {first} is not one",
            "with one object on each line (format: json is for one array)",
        )


def _record(line: str) -> dict[str, Any] | None:
    try:
        found = parsed(line)
    except UNREADABLE:
        return None
    return found if isinstance(found, dict) else None


def array_rows(delivery: Delivery, records: Records) -> Iterator[Row]:
    """One row per entry of the array, which is held in memory; what is no object goes to ``_raw``.

    Raises :class:`DeliveryRefused` when the file is not one array of objects, or too large a one.
    """
    with _utf8(delivery) as stream:
        text = held(delivery, stream).decode("utf-8-sig")
    try:
        found = parsed(text)
    except json.JSONDecodeError as error:
        raise _not_json(delivery, text, error) from error
    except RecursionError as error:
        raise _refused(delivery, "is nested too deeply to be read") from error
    except ArithmeticError as error:
        raise _refused(delivery, "holds a number too large to be one") from error
    except ValueError as error:
        raise _refused(delivery, str(error)) from error
    if not isinstance(found, list) or (found and not any(isinstance(e, dict) for e in found)):
        raise _refused(delivery, "is JSON, but not one array of objects")
    for number, entry in enumerate(found, start=1):
        if isinstance(entry, dict):
            yield records.row(entry, number)
        else:
            yield records.unsplit(spelt(entry) or "null", number)


def _not_json(delivery: Delivery, text: str, error: json.JSONDecodeError) -> DeliveryRefused:
    if error.msg == "Extra data":
        return _refused(
            delivery,
            f"has more behind its first value, in line {error.lineno}",
            "as one array (format: jsonl is for one object on each line)",
        )
    # A string is cut off where it begins; anything else at most a word or an escape before.
    left = len(text.rstrip()) - error.pos
    how = "is cut off in" if left < WORD or "Unterminated" in error.msg else "is not JSON in"
    return _refused(delivery, f"{how} line {error.lineno}")


def _refused(delivery: Delivery, why: str, how: str = "whole and as JSON") -> DeliveryRefused:
    return DeliveryRefused(
        f"{delivery.feed.name}: {delivery.file} {why}.",
        f"Ask {delivery.feed.owner} to deliver it {how}, as {delivery.feed.contract} says.",
    )
