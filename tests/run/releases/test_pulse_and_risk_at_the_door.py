"""Pulse and risk tell nothing of few people: no file, no page, and not the range of a rate."""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare import Result
from lakehouse.declare.errors import PromiseBroken
from lakehouse.methods.area_composite import area_composite
from lakehouse.methods.area_rate import area_rate
from lakehouse.portal import PageData, pages
from lakehouse.run.releases.disclosure import attacked, refuse_disclosure
from lakehouse.tables import published
from lakehouse.tables.risk.area import FEW
from lakehouse.transform import area_composed
from lakehouse.transform.area_composed import composed
from lakehouse.transform.pulsed import pulsed

WEEKS = pd.date_range("2022-01-09", periods=130, freq="7D")
LIVED = pd.Series({"1": 900.0, "2": 1500.0, "3": 400.0, "4": 2500.0, "5": 100.0})
TODAY = date(2024, 7, 2)


def deaths(few: float) -> pd.DataFrame:
    """The pulse of the deaths, in one of whose last weeks ``few`` died."""
    counts = np.random.default_rng(3).poisson(12, len(WEEKS)).astype(float).clip(6)
    counts[-3] = few
    weeks = pd.DataFrame({"indicator": "deaths", "week_ends_on": WEEKS, "value": counts})
    given = weeks.assign(data_through=WEEKS[-1], as_of=WEEKS[-1] + pd.Timedelta(days=2))
    return pulsed(given).assign(as_of=TODAY)


def runs(few: int, least: int = FEW) -> pd.DataFrame:
    """An indicator of patients by area, in one of which ``few`` were counted."""
    seen = pd.Series({"1": 40, "2": 31, "3": few, "4": 90, "5": 9})
    rated = area_rate(seen, LIVED, 2, few=least).rename_axis("area").reset_index()
    return rated.assign(area_kind="community_area", indicator="illness_runs")


def drawn(pulse: pd.DataFrame, patients: pd.DataFrame) -> dict[str, str]:
    """Every page that the two are on: text, charts, what is read out and what is embedded."""
    days = dict.fromkeys(("period_from", "data_through"), date(2024, 6, 30))
    parts = [patients.assign(**days)]
    for name in ("injury_crashes", "burglaries", "residents"):
        more = {"indicator": name, "withheld": False, "value": LIVED.to_numpy() / 10}
        parts.append(parts[0].assign(**more))
    risk = composed(pd.concat(parts, ignore_index=True)).rename(columns={"area": "community_area"})
    named = risk.assign(name="Area " + risk["community_area"], as_of=TODAY)
    made = {"city_pulse": pulse, "city_risk": named}
    return pages(PageData("Town", example=True, as_of=TODAY, results=made))


def test_not_a_byte_of_a_page_depends_on_a_count_that_is_withheld(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of few draws of the ranks the bytes are as sure to tell as of many.
    monkeypatch.setattr(area_composed, "area_composite", partial(area_composite, draws=40))
    first = drawn(deaths(1), runs(3))
    assert first == drawn(deaths(4), runs(8))
    assert "[c]" in first["pulse.html"] and "[c]" in first["risk.html"]
    # What is planted shows: the comparison would see it.
    assert first["pulse.html"] != drawn(deaths(7), runs(3))["pulse.html"]
    assert first["risk.html"] != drawn(deaths(1), runs(3, least=0))["risk.html"]


def test_a_count_planted_in_the_pulse_is_found() -> None:
    pulse, few = published.city_pulse, deaths(3)
    held = few["value"].isna()
    assert held.sum() == 1 and attacked(pulse, few, {}) == []
    shown = few.assign(value=few["value"].fillna(3.0))
    assert attacked(pulse, shown, {}) == ["a small count is shown for deaths / 2024-06-16"]
    for name in ("expected", "expected_low", "expected_high"):
        told = few.assign(**{name: few[name].fillna(3.0)})
        assert attacked(pulse, told, {})[0].startswith(f"{name} is told beside a withheld count")
    later = few.assign(value=few["value"] + 2)
    assert any("difference to release r1" in one for one in attacked(pulse, later, {"r1": few}))
    fires = shown.assign(indicator="fires")
    assert attacked(pulse, fires, {}) == [], "what burns is no person"


@pytest.mark.parametrize("table", [published.city_risk, published.district_risk])
def test_a_count_planted_beneath_the_risk_is_found_by_its_range(table: Result) -> None:
    refuse_disclosure({table: pd.DataFrame()}, [], runs(3))
    shown = runs(3, least=0)
    marked = shown.assign(withheld=runs(3)["withheld"])
    for leak in (shown, marked):
        with pytest.raises(PromiseBroken, match=r"the range tells .* community_area / 3") as caught:
            refuse_disclosure({table: pd.DataFrame()}, [], leak)
        assert "fewer than 10" in str(caught.value)
