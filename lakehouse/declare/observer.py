"""Columns that tell who looked, told by their names: inspector, officer, badge, reported_by."""

from __future__ import annotations

from itertools import pairwise

WHO = {"inspector", "inspectors", "officer", "officers", "patrolman", "badge", "observer"}
WHO |= {"surveyor", "auditor", "examiner", "investigator", "sampler", "recorder"}
DONE = {"reported", "recorded", "entered", "written", "filed", "issued", "taken", "sampled"}
DONE |= {"inspected", "observed", "examined", "investigated", "audited", "visited"}


def names_observer(name: str) -> bool:
    """Whether a column of that name is about who looked or wrote it down."""
    words = name.split("_")
    by = any(a in DONE and b == "by" for a, b in pairwise(words))
    return by or not WHO.isdisjoint(words)
