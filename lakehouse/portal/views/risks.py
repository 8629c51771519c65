"""Areas by their risk as rows: score, rank with its range, chance of the top, and what adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.drawn.axis import Bar, bar_of
from lakehouse.portal.drawn.outline import area_page
from lakehouse.portal.said.figures import chance_key, in_100, known, text_of
from lakehouse.portal.said.wording import Words

PARTS = ("traffic", "medical", "safety", "exposure", "vulnerability")
LEADS = 2


@dataclass(frozen=True)
class Risk:
    """One area as it is shown; '' where something is not known."""

    code: str
    name: str
    page: str
    rank: int | None
    low: int | None
    high: int | None
    of: int | None
    score: str
    chance: str
    word: str
    bar: Bar | None
    parts: tuple[str, ...]
    adds: str
    leads: str
    drivers: tuple[str, ...]
    withheld: bool


def risks(rows: pd.DataFrame, key: str, words: Words) -> list[Risk]:
    """The areas by rank; those without one last, by name."""
    last = int(rows["of"].max()) if len(rows) and rows["of"].notna().any() else 1
    made = [_risk(cells, key, last, words) for cells in rows.to_dict("records")]
    return sorted(made, key=lambda one: (one.rank or 10**9, one.name))


def _risk(cells: dict[str, Any], key: str, last: int, words: Words) -> Risk:
    rank, low, high, of = (
        int(cells[name]) if known(cells[name]) else None
        for name in ("rank", "rank_p05", "rank_p95", "of")
    )
    code = text_of(cells[key])
    ranged = rank is not None and low is not None and high is not None
    chance = float(cells["chance_of_top"]) if known(cells["chance_of_top"]) else None
    word = chance_key(chance) if chance is not None else ""
    # Firm is a word for ranks among the top alone.
    if word == "firm" and not bool(cells["is_firm"]):
        word = "close"
    return Risk(
        code=code,
        name=text_of(cells["name"]) or code,
        page=area_page(code) if key == "community_area" else "",
        rank=rank,
        low=low,
        high=high,
        of=of,
        score=_whole(cells["score"], words),
        chance=in_100(chance),
        word=word,
        bar=bar_of(low or 1, high or 1, rank or 1, max(2, last), 1) if ranged else None,
        parts=tuple(_whole(cells[name], words) for name in PARTS),
        adds=str(_adds(cells, words)) if known(cells["score"]) else "",
        leads=_leads(cells, words) if known(cells["score"]) else "",
        drivers=tuple(d for name in ("driver_1", "driver_2") if (d := text_of(cells[name]))),
        withheld=bool(text_of(cells["withheld"])),
    )


def _adds(cells: dict[str, Any], words: Words) -> Markup:
    """The sum that makes the score in whole points, zeros left out."""
    told = _said("risk.adds", _points(cells), words)
    score = words.number(round(float(cells["score"])))
    return words("risk.adds", parts=Markup(" ").join(map(Markup, told)), score=score)


def _leads(cells: dict[str, Any], words: Words) -> str:
    """The parts that move the score most, two at most."""
    return ", ".join(_said("first_areas.leads", _points(cells), words)[:LEADS])


def _said(key: str, points: dict[str, int], words: Words) -> list[str]:
    return [
        str(words(f"{key}_more" if n >= 0 else f"{key}_less",
                  n=words.number(abs(n)), part=words(f"risk.part.{name}")))
        for name, n in points.items()
    ]  # fmt: skip


def _points(cells: dict[str, Any]) -> dict[str, int]:
    """What each part adds in whole points, in order of size; the largest takes the rest."""
    points = {name: float(cells[f"adds_{name}"]) for name in PARTS if known(cells[f"adds_{name}"])}
    whole = {name: round(value) for name, value in points.items()}
    if whole:
        largest = max(points, key=lambda name: abs(points[name]))
        whole[largest] += round(float(cells["score"])) - 100 - sum(whole.values())
    order = sorted(whole, key=lambda name: -abs(points[name]))
    return {name: whole[name] for name in order if whole[name]}


def _whole(cell: object, words: Words) -> str:
    return words.number(round(float(cell))) if known(cell) else ""  # type: ignore[arg-type]
