"""Releases beside each other in every state that the pages have words for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from lakehouse.portal.change import Cause, Change, Changes, Listed, Move, Parts

BEFORE, AFTER = "2020-05-25-20200525-040000-aaaaaa", "2020-06-01-20200601-040000-bbbbbb"
DATA = Cause(data=("food_inspection",), days=("2020-05-25", "2020-06-01"))
MODEL = Cause(models={"city_food_premises": ("3", "4")})
RULES = Cause(rules=("risk.food_premises",))
BOTH = replace(DATA, models=MODEL.models)
ALL = replace(BOTH, rules=RULES.rules)

NEW = Move("1", "Diner 1", (40, 1), (0.2, 0.512), Parts(0.3, 0.012, 0.0))
GONE = Move("2", "Diner 2", (3, None), (0.4, None))
MOVED = Move("3", "Diner <3>", (1, 2), (0.5, 0.45), Parts(-0.03, -0.02, 0.0))


def listed_change(cause: Cause = BOTH, share: Parts | None = None, first: int = 15) -> Change:
    """A list on which one place entered, one left and one moved."""
    rows = (1, 2, 3, 4)
    return Change(
        *("premises_to_inspect_first", rows, cause, True, True, first),
        *((NEW,), (GONE,), (MOVED,), 5, share),
    )


def still(name: str = "health_alerts") -> Change:
    """A result that did not move."""
    return Change(name, (0, 0, 0, 9), Cause())


def changes(*results: Change, came: tuple[str, ...] = (), went: tuple[str, ...] = ()) -> Changes:
    return Changes((BEFORE, AFTER), (date(2020, 5, 25), date(2020, 6, 1)), results, came, went)


def every_change() -> Iterator[Changes | None]:
    """Changes that together reach every sentence."""
    yield None
    yield changes(still(), came=("hospital_load",), went=("traps_to_treat",))
    causes = (DATA, MODEL, RULES, BOTH, ALL, Cause(), Cause(known=False))
    yield changes(*(listed_change(c) for c in causes))
    mixed = replace(DATA, rules=RULES.rules), replace(MODEL, rules=RULES.rules)
    yield changes(*(listed_change(c) for c in mixed))
    yield changes(listed_change(BOTH, Parts(1, 0, 0)), still())
    two = replace(listed_change(BOTH, Parts(1, 1, 0)), entered=(NEW, NEW), is_chance=False, far=1)
    yield changes(two, replace(two, entered=(), left=(), moved=()))
    yield from every_card()


def every_card() -> Iterator[Changes]:
    """Changes that together reach every sentence of the card on the front page."""
    mixed = (replace(DATA, rules=RULES.rules), replace(MODEL, rules=RULES.rules))
    for cause in (DATA, MODEL, RULES, *mixed, Cause()):
        yield changes(listed_change(cause))
    moved = replace(listed_change(), entered=(), left=())
    other = Change("city_pulse", (0, 0, 3, 9), DATA)
    yield changes(moved, replace(moved, moved=()), other)
    yield changes(replace(moved, moved=()), replace(moved, moved=()))
    yield changes(other)


def every_release() -> tuple[Listed, ...]:
    """Three releases: this one, one that stands, one that was withdrawn and has no moment."""
    return (
        Listed(AFTER, date(2020, 6, 1), datetime(2020, 6, 1, 4, 0), 9, here=True),
        Listed(BEFORE, date(2020, 5, 25), datetime(2020, 5, 25, 4, 0), 9),
        Listed("2020-05-18-r", date(2020, 5, 18), None, 8, withdrawn="Last year's <file>."),
    )
