"""Columns that tell who looked, told by their names: inspector, badge, crew_no, checked_by."""

from __future__ import annotations

import re
from itertools import pairwise

# A word that begins like one of these: inspectorid too.
WHO = (
    *("inspector", "officer", "patrolman", "patrolmen", "badge", "observer", "surveyor"),
    *("auditor", "examiner", "investigator", "sampler", "recorder", "sanitarian"),
    *("technician", "reviewer", "dispatcher"),
)
# Of these a premises may have some itself (employees, crew_size): by a number or a name, or alone.
STAFF = "employee|agent|crew|team|staff|clerk|analyst|worker"
NUMBERED = re.compile(
    rf"employee|agent|crew|(?:.*_)?(?:{STAFF})_?(?:id|no|nr|num|number|name|code|initials)"
)
# What is done to a thing, with "by" behind it, names who did it, unless it names a cause.
DONE = re.compile(
    r"[a-z]+[^e]ed|agreed|written|taken|seen|found|made|done|given|drawn|known|undertaken"
)
NOT_WHO = {"caused", "owned", "affected", "followed", "preceded", "occupied", "powered", "used"}
NOT_WHO |= {"surrounded", "bounded", "served", "divided", "multiplied", "weighted", "increased"}
NOT_WHO |= {"reduced", "damaged", "infected", "accompanied", "insured", "funded", "leased"}
GIVEN = {"assigned", "allocated"}  # with "to" behind it


def names_observer(name: str) -> bool:
    """Whether a column of that name is about who looked or wrote it down."""
    words = name.split("_")
    if any(word.startswith(WHO) for word in words) or NUMBERED.fullmatch(name):
        return True
    return any(_done(a, b) for a, b in pairwise(words))


def _done(word: str, after: str) -> bool:
    if after == "to":
        return word in GIVEN
    return after == "by" and bool(DONE.fullmatch(word)) and word not in NOT_WHO
