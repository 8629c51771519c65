"""No release comes out from which, alone or with all before it, a small count can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare import Column, Result
from lakehouse.declare.errors import PlanError, PromiseBroken
from lakehouse.run.releases.disclosure import attacked, refuse_disclosure
from lakehouse.run.releases.kept import read
from lakehouse.tables import published
from lakehouse.tables.published.signals import TELLING
from tests.drawn_result import ABOUT

COLUMNS = (
    Column("series", "string", "What is counted."),
    Column("area", "string", "Where."),
    Column("observed", "int", "How many."),
    Column("upper", "double", "A bound made of it."),
)
COUNTS = Result(
    "published.counts",
    "One row per series and area.",
    ("series", "area"),
    COLUMNS,
    withhold_under=5,
    withheld=("observed", "upper"),
    counts_people="visits",
    **ABOUT,
)


def rows(**areas: int | None) -> pd.DataFrame:
    """One series of visits by area; None is withheld."""
    made = [
        ("visits", area, count, None if count is None else 9.5) for area, count in areas.items()
    ]
    return pd.DataFrame(made, columns=["series", "area", "observed", "upper"])


GOOD = rows(north=7, south=None, east=12)


def test_what_withholds_its_small_counts_tells_nothing() -> None:
    assert attacked(COUNTS, GOOD, {"r1": GOOD, "r0": rows(north=None, south=None)}) == []


def test_a_small_count_that_is_shown_is_found_and_so_is_none() -> None:
    assert attacked(COUNTS, rows(north=4), {}) == ["a small count is shown for visits / north"]
    assert len(attacked(COUNTS, rows(north=0), {})) == 1


def test_counts_of_something_else_may_be_small() -> None:
    assert attacked(COUNTS, rows(north=4).assign(series="beaches"), {}) == []


def test_what_is_made_of_a_withheld_count_is_found() -> None:
    told = GOOD.assign(upper=9.5)
    assert attacked(COUNTS, told, {}) == ["upper is told beside a withheld count, visits / south"]


def test_what_an_earlier_release_shows_is_found() -> None:
    found = attacked(COUNTS, GOOD, {"r2": GOOD, "r1": rows(south=3)})
    assert found == ["release r1 shows what is withheld, visits / south"]


def test_a_count_that_grew_by_few_is_found_in_any_earlier_release() -> None:
    past = {"r2": rows(north=None), "r1": rows(north=6)}
    assert attacked(COUNTS, GOOD, past) == ["the difference to release r1, visits / north"]
    assert attacked(COUNTS, GOOD, {"r1": rows(north=20)}) == []


def test_a_lone_blank_beside_its_sum_is_found_and_two_are_not() -> None:
    alone = rows(north=7, south=None, east=12, Total=22)
    (found,) = attacked(COUNTS, alone, {})
    assert found.endswith("visits / south")
    wide = rows(north=None, south=None, east=12, Total=32)
    assert attacked(COUNTS, wide, {}) == []


def test_a_sum_of_an_earlier_release_binds_a_blank_of_this_one() -> None:
    wide = rows(north=None, south=None, east=12, west=30)
    assert attacked(COUNTS, wide, {}) == []
    sums = rows(east=12, west=30, Total=48)
    assert attacked(COUNTS, wide, {"r1": sums}) == []
    # Seven in both, and one of the two is known from before.
    found = attacked(COUNTS, wide.iloc[1:], {"r1": rows(north=14, Total=59)})
    assert any(each.endswith("visits / south") for each in found)


def test_a_city_wide_sum_that_binds_two_blanks_too_nearly_is_found() -> None:
    # North and south are two in all: neither can be more than two, and both together are few.
    found = attacked(COUNTS, rows(north=None, south=None, east=12, Total=14), {})
    assert len(found) == 3 and found[2].endswith("small count, visits / Total")


def released(folder: Path, name: str, frame: pd.DataFrame, **more: Any) -> Any:
    """A release of the counts alone, without pages."""
    made = folder / name
    made.mkdir()
    frame.to_parquet(made / "counts.parquet")
    (made / "manifest.json").write_text(
        pd.Series(
            {
                "name": name,
                "as_of": "2024-06-28",
                "made_of": {},
                "files": [{"name": "counts.parquet"}],
                **more,
            }
        ).to_json()
    )
    return read(made)


def test_a_release_is_refused_by_what_a_withdrawn_one_shows(tmp_path: Path) -> None:
    old = released(tmp_path, "old", rows(south=3), withdrawn={"because": "It told."})
    refuse_disclosure({COUNTS: GOOD}, [])
    with pytest.raises(PromiseBroken, match="would tell of fewer than 5: release old") as caught:
        refuse_disclosure({COUNTS: GOOD}, [old])
    assert "3" not in str(caught.value).split("release old")[1]


def test_another_years_count_is_another_number() -> None:
    last, now = rows(north=6).assign(as_of="2024-06-01"), rows(north=7).assign(as_of="2024-07-01")
    assert attacked(COUNTS, now, {"r1": last}) == []
    assert len(attacked(COUNTS, now, {"r1": last.assign(as_of="2024-07-01")})) == 1


def test_what_is_withheld_needs_a_number_and_columns_that_are_there() -> None:
    with pytest.raises(PlanError, match="but not withhold_under"):
        Result("published.c", "A row.", ("series",), COLUMNS, withheld=("observed",), **ABOUT)
    with pytest.raises(PlanError, match="no column uper"):
        Result(
            *("published.c", "A row.", ("series",), COLUMNS),
            **ABOUT,
            withhold_under=5,
            withheld=("uper",),
        )


def test_the_alerts_are_attacked_at_the_door() -> None:
    alerts = published.health_alerts
    base = dict.fromkeys(TELLING, 9.0) | {"day": "2024-06-01"}
    named = [{"series": f"emergency_GI_district_{n}"} | base for n in (1, 2)]
    named += [{"series": each} | base for each in ("deaths_daily", "covid_admissions_daily")]
    made = pd.DataFrame(named)
    assert attacked(alerts, made, {}) == []
    assert len(attacked(alerts, made.assign(observed=[3.0, None, 9.0, 9.0]), {})) == 1 + 5
    shown = attacked(alerts, made.assign(observed=[9.0, 9.0, 1.0, 0.0]), {})
    assert [said.split(" for ")[1].split(" / ")[0] for said in shown] == [
        *("deaths_daily", "covid_admissions_daily"),
    ]


def test_blanks_of_an_earlier_release_are_part_of_its_sums() -> None:
    # Their day is another one, so this release does not name them; the sum stands all the same.
    blank = rows(north=None, south=None, east=12, Total=32).assign(as_of="2024-06-21")
    now = rows(north=None, south=None, east=14, Total=None).assign(as_of="2024-06-28")
    assert attacked(COUNTS, now, {"r1": blank}) == []
