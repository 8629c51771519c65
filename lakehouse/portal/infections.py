"""Reports still to come, how germs spread, and clusters, as rows beside the alerts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision
from lakehouse.portal.figures import as_day, known, number_in, text_of
from lakehouse.portal.wording import Words

GERMS, CLUSTERS = "infections_now", "health_clusters"


@dataclass(frozen=True)
class Germ:
    """One germ's last seven days, numbers as written, '' where there is none."""

    name: str
    reported: str
    expected: str
    low: str
    high: str
    usual: str
    spread: str
    spread_low: str
    spread_high: str
    why: str
    why_no_spread: str


@dataclass(frozen=True)
class Cluster:
    """Neighbouring areas with a syndrome, numbers as written."""

    syndrome: str
    areas: str
    cases: str
    usual: str
    since: str
    days: str


def infections_view(decision: Decision, words: Words) -> dict[str, Any]:
    """What the page's template needs; nothing where they are told elsewhere."""
    germs, clusters = decision.told_with(GERMS), decision.told_with(CLUSTERS)
    return {
        "germs": germs_of(germs, words),
        "germs_through": days_of(germs, words),
        "clusters": clusters_of(clusters, words),
        "clusters_rest": rest_of(clusters),
        "clusters_through": days_of(clusters, words),
    }


def germs_of(rows: pd.DataFrame, words: Words) -> list[Germ]:
    """Every germ: most expected first, those withheld last."""
    if not len(rows):
        return []
    rows = rows.sort_values("disease").sort_values("expected", ascending=False, kind="stable")
    return [_germ(cells, words) for cells in rows.to_dict("records")]


def clusters_of(rows: pd.DataFrame, words: Words) -> list[Cluster]:
    """The clusters that stand out."""
    if not len(rows):
        return []
    out = rows["stands_out"].map(lambda cell: known(cell) and bool(cell)).astype(bool)
    shown = rows[out].sort_values(["p", "syndrome", "place"])
    return [_cluster(cells, words) for cells in shown.to_dict("records")]


def rest_of(rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Why clusters are not shown, and how many for each reason."""
    found = rows["why_none"].dropna().value_counts() if len(rows) else pd.Series(dtype=int)
    return sorted((str(why), int(count)) for why, count in found.items())


def days_of(rows: pd.DataFrame, words: Words) -> Markup | str:
    """The last day of the data, '' without one."""
    days = [] if not len(rows) else [d for d in map(as_day, rows["data_through"]) if d]
    return words.day(max(days)) if days else ""


def _number(cells: dict[str, object], name: str, decimals: int, words: Words) -> str:
    found = number_in(cells[name])
    return "" if found is None else words.number(found, decimals)


def _germ(cells: dict[str, object], words: Words) -> Germ:
    return Germ(
        name=_plain(cells["disease"]),
        reported=_number(cells, "reported", 0, words),
        expected=_number(cells, "expected", 0, words),
        low=_number(cells, "low", 0, words),
        high=_number(cells, "high", 0, words),
        usual=_number(cells, "usual", 1, words),
        spread=_number(cells, "reproduction", 1, words),
        spread_low=_number(cells, "reproduction_low", 1, words),
        spread_high=_number(cells, "reproduction_high", 1, words),
        why=text_of(cells["why_none"]),
        why_no_spread=text_of(cells["why_no_reproduction"]),
    )


def _cluster(cells: dict[str, object], words: Words) -> Cluster:
    since = as_day(cells["first_day"])
    return Cluster(
        syndrome=_plain(cells["syndrome"]),
        areas=text_of(cells["areas"]),
        cases=_number(cells, "cases", 0, words),
        usual=_number(cells, "usual", 0, words),
        since=words.short_day(since) if since else "",
        days=_number(cells, "recurrence", 0, words),
    )


def _plain(cell: object) -> str:
    said = text_of(cell).replace("_", " ").replace("covid 19", "COVID-19")
    return said[:1].upper() + said[1:]
