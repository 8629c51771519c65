"""Which cards stand on the first screen, where a city decides more than fits on it."""

from __future__ import annotations

from lakehouse.portal.views.cards import Card

# From so many cards on, three stand on the first screen and the others below the map.
MANY, FIRST = 7, 3


def first_cards(cards: list[Card]) -> tuple[list[Card], list[Card]]:
    """The cards of the first screen, and the others; all of them where they are few.

    The first screen has the first card of each domain, those that call for action before quiet
    ones, so that no domain fills it alone.
    """
    if len(cards) < MANY:
        return cards, []
    of_domain: dict[str, Card] = {}
    for one in sorted(cards, key=lambda c: c.quiet):
        of_domain.setdefault(one.decision.domain, one)
    chosen = sorted(of_domain.values(), key=lambda c: (c.quiet, cards.index(c)))[:FIRST]
    return chosen, [one for one in cards if one not in chosen]
