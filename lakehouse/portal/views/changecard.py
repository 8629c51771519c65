"""What changed since the last release, in the few lines that the front page has for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from lakehouse.portal.change import CAUSES, Change, Changes
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words

# So many lists stand on the card, those with most new places first.
SHOWN = 5


@dataclass(frozen=True)
class ChangeCard:
    """Question, finding, a mark and a sentence for each list, what else moved, and by what."""

    asks: Markup
    title: Markup
    lists: tuple[tuple[Markup, Markup], ...]
    rest: tuple[Markup, ...]


def change_card(changes: Changes | None, words: Words) -> ChangeCard:
    """The card; without an earlier release it says that there is none."""
    if changes is None:
        return ChangeCard(words("changed.eyebrow_first"), words("changes.first"), (), ())
    busy = [change for change in changes.results if not change.same]
    lists = sorted(
        (change for change in changes.results if change.is_list and change.first),
        key=lambda change: -len(change.entered),
    )
    day = words.day(changes.days[0])
    return ChangeCard(
        words("changed.eyebrow", day=day),
        _title(changes, busy, lists, words),
        tuple(_lines(lists[:SHOWN], words)),
        tuple(_rest(changes, busy, lists, words)),
    )


def _title(changes: Changes, busy: list[Change], lists: list[Change], words: Words) -> Markup:
    """Whether anybody new comes first; that tables hold other days is no finding."""
    new = sum(1 for change in lists if change.entered)
    if new:
        return words.plural("changed.new", new, all=words.number(len(lists)))
    if not busy:
        return words("changed.quiet")
    if lists:
        return words("changed.nobody_new")
    return words.plural("changed.title", len(busy), all=words.number(len(changes.results)))


def _lines(lists: list[Change], words: Words) -> Iterator[tuple[Markup, Markup]]:
    """One for each list that moved, and one for those that did not together."""
    same = [change for change in lists if not (change.entered or change.moved or change.left)]
    yield from (_line(change, words) for change in lists if change not in same)
    if len(same) == 1:
        yield _line(same[0], words)
    elif same:
        titles = words.listing([Voice(words, change.result).title for change in same])
        yield words("changed.mark.same"), words("changed.all_same", titles=titles)


def _line(change: Change, words: Words) -> tuple[Markup, Markup]:
    """Whether who comes first is new, in another order or the same."""
    title, first = Voice(words, change.result).title, words.number(change.first)
    if new := change.entered:
        told = {"title": title, "first": first, "name": new[0].title}
        rank = new[0].ranks[1]
        return words("changed.mark.new"), words.plural(
            "changed.entered", len(new), **told, rank=words.number(rank or 0)
        )
    if change.moved or change.left:
        return words("changed.mark.moved"), words("changed.moved", title=title, first=first)
    return words("changed.mark.same"), words("changed.same", title=title, first=first)


def _rest(
    changes: Changes, busy: list[Change], lists: list[Change], words: Words
) -> Iterator[Markup]:
    if more := len(lists[SHOWN:]):
        yield words.plural("changed.more", more)
    if others := len([change for change in busy if change not in lists]):
        yield words.plural("changed.others", others)
    for key, names in (("changes.came", changes.came), ("changes.went", changes.went)):
        if names:
            yield words(key, names=", ".join(Voice(words, name).title for name in names))
    if busy:
        yield _by(busy, words)


def _by(busy: list[Change], words: Words) -> Markup:
    """What moved them: said of one cause alone only where that holds of all of them."""
    if not all(change.cause.known for change in busy):
        return words("changed.by.unknown")
    kinds = {kind for change in busy for kind in change.cause.kinds}
    if not kinds:
        return words("changed.by.none")
    found = [kind for kind in CAUSES if kind in kinds]
    return words(f"changed.by.{'_'.join(found)}")
