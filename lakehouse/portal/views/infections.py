"""Reports still to come, how germs spread, and clusters, as rows beside the alerts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.decision import Decision
from lakehouse.portal.said.figures import as_day, in_100, known, text_of, written
from lakehouse.portal.said.proper import spelt
from lakehouse.portal.said.wording import Words
from lakehouse.tables.published.infections import PROMISED

GERMS, VISITS, CLUSTERS = "infections_now", "visits_now", "health_clusters"


@dataclass(frozen=True)
class Germ:
    """The last week of a germ, or of a syndrome, numbers as written, '' where there is none."""

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
    trusted: bool
    past: Markup | str


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
    visits = decision.told_with(VISITS)
    return {
        "germs": germs_of(germs, words),
        "germs_through": days_of(germs, words),
        "visits": germs_of(visits.rename(columns={"syndrome": "disease"}), words),
        "visits_through": days_of(visits, words),
        "clusters": clusters_of(clusters, words),
        "clusters_rest": rest_of(clusters),
        "clusters_through": days_of(clusters, words),
    }


def germs_of(rows: pd.DataFrame, words: Words) -> list[Germ]:
    """Every germ, or syndrome: most expected first, those withheld last."""
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
    return words.day(max(days, default=None))


def _germ(cells: dict[str, object], words: Words) -> Germ:
    return Germ(
        name=_plain(cells["disease"]),
        reported=written(cells["reported"], words),
        expected=written(cells["expected"], words),
        low=written(cells["low"], words),
        high=written(cells["high"], words),
        usual=written(cells["usual"], words),
        spread=written(cells.get("reproduction"), words, 1),
        spread_low=written(cells.get("reproduction_low"), words, 1),
        spread_high=written(cells.get("reproduction_high"), words, 1),
        why=text_of(cells["why_none"]),
        why_no_spread=text_of(cells.get("why_no_reproduction")),
        trusted=text_of(cells["trust"]) in ("", PROMISED),
        past=_past(cells, words),
    )


def _past(cells: dict[str, object], words: Words) -> Markup | str:
    """What the last year says of the numbers, '' where nothing is said."""
    said = text_of(cells["trust"])
    if not said:
        return ""
    key = "germs.past_held" if said == PROMISED else "germs.past_off"
    if not known(cells["coverage"]):
        return words("germs.past_none")
    return words(key, held=in_100(cells["coverage"]), what=said)


def _cluster(cells: dict[str, object], words: Words) -> Cluster:
    return Cluster(
        syndrome=_plain(cells["syndrome"]),
        areas=text_of(cells["areas"]),
        cases=written(cells["cases"], words),
        usual=written(cells["usual"], words),
        since=words.short_day(as_day(cells["first_day"])),
        days=written(cells["recurrence"], words),
    )


def _plain(cell: object) -> str:
    said = spelt(text_of(cell).replace("_", " "))
    return said[:1].upper() + said[1:]
