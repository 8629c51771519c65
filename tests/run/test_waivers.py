"""Exceptions are signed, dated, and hold only while they do; without one an unfair list fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from jobs.risk.building_fire import building_fire
from jobs.risk.food_premises import food_premises
from jobs.risk.incident_surface import incident_surface
from lakehouse.declare.errors import EXIT_CODES, SettingError, Unfair
from lakehouse.declare.waiver import in_force
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.modelling.gates.fair import EXCEPTED, fairness
from lakehouse.run.answers.groups import refuse_unfair, with_groups, with_waivers
from lakehouse.run.answers.past_cases import PastCases
from lakehouse.run.configured.waivers import read_waivers
from lakehouse.tables import city

SIGNED = """
[[exception]]
question = "food_premises"
group = "north"
rate = "fdr"
owner = "Head of food protection"
reason = "the north's licences are being read again"
signed = 2024-01-01
until = 2024-06-30
"""
DAY = date(2024, 6, 30)


def waivers(folder: Path, text: str = SIGNED) -> Any:
    (folder / "exceptions.toml").write_text(text, "utf-8")
    return read_waivers(folder)


def test_an_exception_holds_from_the_day_it_was_signed_to_its_last(tmp_path: Path) -> None:
    assert read_waivers(tmp_path) == ()
    (one,) = waivers(tmp_path)
    assert one.owner == "Head of food protection" and one.until == DAY
    days = {d: bool(in_force([one], "food_premises", d)) for d in (DAY, date(2024, 1, 1))}
    assert all(days.values())
    assert not in_force([one], "food_premises", date(2024, 7, 1))
    assert not in_force([one], "food_premises", date(2023, 12, 31))
    assert not in_force([one], "building_fire", DAY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('owner = "Head of food protection"\n', "", "does not say its owner"),
        ('reason = "the north\'s licences are being read again"', 'reason = " "', "its reason"),
        ("signed =", "singed =", "unknown singed .did you mean signed"),
        ("until = 2024-06-30", 'until = "always"', "signed and until are days"),
        ("until = 2024-06-30", "until = 2025-06-30", "366 days later at most"),
        ("until = 2024-06-30", "until = 2023-06-30", "ends after it was signed"),
    ],
)
def test_one_nobody_answers_for_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SIGNED
    with pytest.raises(SettingError) as caught:
        waivers(tmp_path, SIGNED.replace(old, new))
    assert pd.Series([str(caught.value)]).str.contains(said).all()


def lists() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A list that is mostly right in the south and mostly for nothing in the north.

    Both miss a quarter of what there is; the port has one row.
    """
    drawn = (("south", 300, 100, 100, 1600), ("north", 100, 300, 33, 1467))
    parts = [
        pd.DataFrame({"district": name, "outcome": outcome, "score": score}, index=range(n))
        for name, *sizes in drawn
        for n, (outcome, score) in zip(sizes, ((1, 2.0), (0, 2.0), (1, 1.0), (0, 1.0)), strict=True)
    ]
    port = pd.DataFrame({"district": ["port"], "outcome": [0], "score": [2.0]})
    matrix = pd.concat([*parts, port], ignore_index=True)
    rows = matrix.assign(row=matrix.index, window=pd.Timestamp("2024-01-01"))
    return rows.assign(list=rows["window"], candidate="plain"), matrix


@dataclass(frozen=True)
class Played:
    groups: pd.DataFrame
    winner: str = "plain"


def test_a_group_beyond_the_band_fails_the_run_and_a_signed_one_does_not(tmp_path: Path) -> None:
    rows, matrix = lists()
    asked = food_premises.gates.fair
    assert asked is not None
    here = replace(asked, across="district", top=0.2)
    gate, told = fairness("plain", rows, matrix, here)
    assert gate.verdict == FAIL and "visits for nothing of north are 3.0" in gate.reason
    verdicts = {(r.group, r.rate): r.verdict for r in told.itertuples()}
    assert verdicts["port", "fdr"] == INSUFFICIENT, "a small group is listed"
    question = replace(food_premises, gates=replace(food_premises.gates, fair=here))
    played: Any = Played(told)
    with pytest.raises(Unfair, match=r"nothing of north are 3\.00 times those of south") as caught:
        refuse_unfair(question, played)
    assert caught.value.exit_code in EXIT_CODES and "exceptions.toml" in str(caught.value)

    settings: Any = SimpleNamespace(city=SimpleNamespace(waivers=waivers(tmp_path)))
    signed = with_waivers(question, settings, DAY)
    assert signed.gates.fair is not None
    gate, told = fairness("plain", rows, matrix, signed.gates.fair)
    assert EXCEPTED in set(told["verdict"]) and gate.verdict != FAIL
    assert "Head of food protection excepts visits for nothing of north until" in gate.reason
    refuse_unfair(signed, Played(told))  # type: ignore[arg-type]
    late = with_waivers(question, settings, date(2024, 7, 1))
    with pytest.raises(Unfair):
        refuse_unfair(late, Played(fairness("plain", rows, matrix, late.gates.fair)[1]))  # type: ignore[arg-type]


def test_rates_that_are_shown_bar_nobody() -> None:
    rows, matrix = lists()
    asked = food_premises.gates.fair
    assert asked is not None
    shown = replace(asked, across="district", top=0.2, rates=("fnr",), shown=("fdr",))
    gate, told = fairness("plain", rows, matrix, shown)
    assert gate.verdict != FAIL and FAIL in set(told.query("rate == 'fdr'")["verdict"])
    refuse_unfair(food_premises, Played(told))  # type: ignore[arg-type]
    assert PASS not in set(told.query("rate == 'fdr' and group == 'north'")["verdict"])


SQUARE = '{"type":"Polygon","coordinates":[[[4,52],[5,52],[5,53],[4,53],[4,52]]]}'


class Drawn:
    """A lake that holds outlines, or nothing."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self.rows = pd.DataFrame(rows, columns=["area_kind", "area", "geometry"])

    def exists(self, table: object) -> bool:
        return len(self.rows) > 0

    def frame(self, table: object, version: int | None = None) -> pd.DataFrame:
        return self.rows


def test_rows_find_their_group_by_place_and_a_city_without_outlines_has_none() -> None:
    matrix = pd.DataFrame({"latitude": [52.5, 51.0, None], "longitude": [4.5, 4.5, 4.5]})
    drawn: Any = Drawn([("police_district", "7", SQUARE), ("ward", "1", SQUARE)])
    cases = PastCases(matrix, matrix, (), {})
    made = with_groups(drawn, building_fire, cases).rows
    assert list(made["police_district"]) == ["7", None, None]
    none: Any = Drawn([])
    assert with_groups(none, building_fire, cases).rows["police_district"].isna().all()


@pytest.mark.parametrize("asked", [food_premises, building_fire, incident_surface])
def test_every_list_of_safety_declares_its_band_and_needs_no_outlines(asked: Any) -> None:
    fair = asked.gates.fair
    assert fair.band == (0.8, 1.25) and fair.outlines is city.area_boundary
    assert city.area_boundary in asked.optional and city.area_boundary not in asked.reads
