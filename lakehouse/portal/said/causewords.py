"""What moved a result, in sentences: data, model or rules, said only as far as it is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from lakehouse.portal.change import Cause, Change
from lakehouse.portal.said.wording import Words


def cause_lines(change: Change, words: Words) -> Iterator[Markup]:
    """Which of the three differ, then what of them."""
    cause = change.cause
    if not cause.known:
        yield words("cause.unknown")
        return
    kinds = cause.kinds
    if not kinds:
        yield words("cause.none")
    elif len(kinds) == 1:
        yield words(f"cause.only_{kinds[0]}")
    else:
        both = words("cause.all" if len(kinds) == 3 else f"cause.{kinds[0]}_{kinds[1]}")
        told = change.share is not None or not change.is_list
        yield words("cause.several" if told else "cause.not_apart", kinds=both)
    yield from _details(cause, words)


def _details(cause: Cause, words: Words) -> Iterator[Markup]:
    if cause.data:
        yield words("cause.feeds", feeds=", ".join(name.replace("_", " ") for name in cause.data))
    if cause.days:
        before, after = (_day(day, words) for day in cause.days)
        yield words("cause.days", before=before, after=after)
    for name, (old, new) in cause.models.items():
        yield words("cause.model", name=name, before=old, after=new)
    if cause.rules:
        yield words.plural("cause.tables", len(cause.rules))


def split_line(change: Change, words: Words) -> Markup | None:
    """Those that entered the first places, by cause; None unless the three add up to them all."""
    share = change.share
    if share is None or not change.entered or len(change.cause.kinds) < 2:
        return None
    if round(share.whole) != len(change.entered):
        return None
    parts = {c: words.number(getattr(share, c)) for c in ("data", "model", "rules")}
    return words.plural("cause.entered", len(change.entered), **parts)


def _day(text: str, words: Words) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return str(words("mark.missing"))
