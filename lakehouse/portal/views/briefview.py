"""The week on one side of paper: the front page, cut to what a reader takes to a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

# So much fits on one side without letters that are too small to read.
CARDS, OTHERS, LISTS, REST, BEATS = 3, 10, 3, 1, 4


def brief_view(front: Mapping[str, Any]) -> dict[str, Any]:
    """Everything on brief.html; ``front`` is what the front page is filled with.

    Cards that call for action come before quiet ones. What is left out is counted, not dropped.
    """
    cards = [*front["cards"], *front["others"]]
    shown = sorted(cards, key=lambda one: one.quiet)[:CARDS]
    others = [one for one in cards if one not in shown]
    changed = front["changed"]
    few = replace(changed, lists=changed.lists[:LISTS], rest=changed.rest[:REST])
    kept = ("front_title", "lead", "areas", "first_areas", "ten", "turns", "beats_title")
    return {name: front[name] for name in kept} | {
        "on_paper": True,
        "cards": shown,
        "others": others[:OTHERS],
        "more": len(others[OTHERS:]),
        "changed": few,
        "beats": front["beats"][:BEATS],
        "beats_of": front["beats_of"],
    }
