"""Whether a model treats groups alike: each group as a dot with its range on one axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.declare.natural_order import natural_order
from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.said.figures import in_100, known, text_of
from lakehouse.portal.said.wording import Words

RANGES = "ranges"
# Fewer cases than this say nothing about a group, and their share might tell of one of them.
FEWEST = 10
# Times as often: ranges that go further are cut here.
FURTHEST = 3.0
_TIMES = ((0, "0"), (33, "1"), (67, "2"), (100, "3"))
_SHARE = ((0, "0"), (50, "50"), (100, "100"))


@dataclass(frozen=True)
class GroupRow:
    """One group: its share in 100, how many times that of the others, its range, the verdict."""

    name: str
    share: str
    times: str
    low: str
    high: str
    bar: Bar | None
    verdict: str


@dataclass(frozen=True)
class Looked:
    """One measure over all groups; ``bars`` says that a fail keeps the model out.

    ``opens``: a group is unlike the others, so that the table stands open.
    """

    title: str
    bars: bool
    opens: bool
    of_ranges: bool
    against: str
    ticks: tuple[tuple[int, str], ...]
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class GroupsTold:
    """All measures, those that can keep the model out first, and the finding."""

    title: Markup
    heading: str
    measures: tuple[Looked, ...]


def groups_told(groups: pd.DataFrame, words: Words) -> GroupsTold:
    """``groups`` as ``ModelCard.groups``."""
    if groups.empty:
        return GroupsTold(words("model.groups_none"), "", ())
    across = text_of(groups["across"].iloc[0])
    heading = words.named(f"model.across.{across}", across.replace("_", " ").capitalize())
    bars = groups["counts"].astype(bool)
    order = [*groups[bars]["measure"].unique(), *groups[~bars]["measure"].unique()]
    measures = tuple(_looked(m, groups[groups["measure"] == m], words) for m in order)
    return GroupsTold(_finding(groups[bars], words), heading, measures)


def _finding(bars: pd.DataFrame, words: Words) -> Markup:
    if bars.empty:
        return words("model.groups_shown")
    verdicts = bars.groupby("group")["verdict"].agg(set)
    unlike = sum(bool(v & {"fail", "excepted"}) for v in verdicts)
    alike = sum(v == {"pass"} for v in verdicts)
    told = {"all": words.number(len(verdicts)), "alike": words.number(alike)}
    if unlike:
        return words.plural("model.groups_unlike", unlike, **told)
    return words("model.groups_alike" if alike == len(verdicts) else "model.groups_unsure", **told)


def _looked(measure: str, rows: pd.DataFrame, words: Words) -> Looked:
    of_ranges = measure == RANGES
    reference = text_of(rows["reference"].iloc[0]) if "reference" in rows else ""
    told = sorted(rows.to_dict("records"), key=lambda row: natural_order(text_of(row["group"])))
    return Looked(
        title=words.named(f"model.rate.{measure}", measure.replace("_", " ")),
        bars=bool(rows["counts"].iloc[0]),
        opens=bool(rows["verdict"].isin(["fail", "excepted"]).any()),
        of_ranges=of_ranges,
        against=reference,
        ticks=_SHARE if of_ranges else _TIMES,
        rows=tuple(_row(row, of_ranges, words) for row in told),
    )


def _row(row: dict[str, object], of_ranges: bool, words: Words) -> GroupRow:
    name, verdict = text_of(row["group"]), text_of(row["verdict"])
    cases, share, times, low, high = (
        float(row[key]) if known(row[key]) else math.nan  # type: ignore[arg-type]
        for key in ("cases", "share", "times", "low", "high")
    )
    dot = share if of_ranges else times
    if not (cases >= FEWEST and all(map(math.isfinite, (share, dot, low, high)))):
        return GroupRow(name, "", "", "", "", None, "few")
    ends = (in_100(low), in_100(high)) if of_ranges else (_times(low, words), _times(high, words))
    return GroupRow(
        name=name,
        share=in_100(share),
        times="" if of_ranges else _times(times, words),
        low=ends[0],
        high=ends[1],
        bar=bar_of(low, high, dot, 1.0 if of_ranges else FURTHEST),
        verdict=verdict,
    )


def _times(value: float, words: Words) -> str:
    return words.number(value, 2)
