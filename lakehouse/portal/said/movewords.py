"""One row of a list in two releases, as a sentence whose parts add up as they are written."""

from __future__ import annotations

from markupsafe import Markup

from lakehouse.portal.change import CAUSES, Move, Parts
from lakehouse.portal.said.figures import in_100
from lakehouse.portal.said.wording import Words


def move_line(move: Move, is_chance: bool, words: Words) -> Markup:
    """Rank and value before and after, and the change by data, model and rules where known."""
    ranks = [_rank(rank, words) for rank in move.ranks]
    values = [_value(v, is_chance, words) for v in move.values]
    line = words(
        "changes.move",
        title=move.title,
        **dict(zip(("rank_before", "rank_after"), ranks, strict=True)),
        **dict(zip(("before", "after"), values, strict=True)),
    )
    parts = written_parts(move, is_chance)
    if parts is None:
        return line
    said = {c: _signed(parts[c], is_chance, words) for c in CAUSES}
    key = "changes.points" if is_chance else "changes.count"
    return Markup(" ").join((line, words(key, **said)))


def written_parts(move: Move, is_chance: bool) -> dict[str, int] | None:
    """The parts in the unit they are written in: whole points, or tenths of a count.

    They add up to the difference of the two numbers as these are written, the rounding error
    going to the parts with the largest remainder. None where the parts are not known, or do not
    add up before rounding.
    """
    before, after = move.values
    if move.parts is None or before is None or after is None:
        return None
    if abs(move.parts.whole - (after - before)) > 1e-9:
        return None
    scale = 100 if is_chance else 10
    return _adding_up(move.parts, scale, round(after * scale) - round(before * scale))


def _adding_up(parts: Parts, scale: int, whole: int) -> dict[str, int]:
    exact = {c: scale * getattr(parts, c) for c in CAUSES}
    made: dict[str, int] = {c: round(value) for c, value in exact.items()}
    rest = whole - sum(made.values())
    step = 1 if rest > 0 else -1
    # Nothing is given to what did not change at all.
    open_to = [c for c in CAUSES if exact[c]] or list(CAUSES)
    for _ in range(abs(rest)):
        worst = max(open_to, key=lambda c: step * (exact[c] - made[c]))
        made[worst] += step
    return made


def _rank(rank: int | None, words: Words) -> Markup:
    if rank is None:
        return words("changes.no_rank")
    return words("changes.rank", n=words.number(rank))


def _value(value: float | None, is_chance: bool, words: Words) -> str | Markup:
    if value is None:
        return words("changes.no_value")
    if is_chance:
        return words("chance.number", n=in_100(value))
    return words.number(value, 1)


def _signed(units: int, is_chance: bool, words: Words) -> str:
    text = words.number(abs(units)) if is_chance else words.number(abs(units) / 10, 1)
    return ("+" if units > 0 else "−" if units < 0 else "") + text
