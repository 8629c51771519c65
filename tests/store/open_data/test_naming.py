"""A fetched file has a name that its feed's pattern finds, below the city's folder."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.store.open_data.naming import fetched_name, moment_of
from tests.examples import examples


@pytest.mark.parametrize(
    ("glob", "name"),
    [
        ("health/visits*.csv", "health/visits_T.csv"),
        ("health/visits_*.csv", "health/visits_T.csv"),
        ("health/*.csv", "health/T.csv"),
        ("health/visits*_of*.csv.gz", "health/visits_of_T.csv.gz"),
        ("visits.csv", "visits.csv"),
        ("a/b/visits.xlsx", "a/b/visits.xlsx"),
    ],
)
def test_the_last_star_becomes_the_moment(glob: str, name: str) -> None:
    assert fetched_name(glob, "", "T") == name


@pytest.mark.parametrize(
    "glob",
    [
        *("", "/etc/visits*.csv", "../visits*.csv", "health/../../visits.csv", "*/visits.csv"),
        *(
            "health/**/visits*.csv",
            "health/visit?.csv",
            "health/visits[0-9]*.csv",
            "health/.v*.csv",
        ),
        *("health\\visits*.csv", "**", "health/**.csv", "health/"),
    ],
)
def test_a_pattern_that_says_no_place_has_no_name(glob: str) -> None:
    assert fetched_name(glob, "", "T") is None


def test_what_the_contract_leaves_out_is_no_name() -> None:
    assert fetched_name("health/visits*.csv", "health/visits_old*.csv", "T") is not None
    assert fetched_name("health/visits*.csv", "health/visits_*.csv", "T") is None


@settings(max_examples=examples(500), deadline=None)
@given(st.text("ab*._/-?[]\\é ", max_size=20))
def test_every_name_is_found_by_its_pattern_and_stays_inside(glob: str) -> None:
    name = fetched_name(glob, "", "20260415T120000Z")
    if name is not None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
            assert file.resolve().is_relative_to(Path(folder).resolve())
            assert file in Path(folder).glob(glob)


def test_moments_sort_by_name_wherever_the_clock_stands() -> None:
    noon = datetime(2026, 4, 15, 12, tzinfo=UTC)
    assert moment_of(noon) == "20260415T120000Z"
    assert moment_of(noon.astimezone(timezone(timedelta(hours=-5)))) == "20260415T120000Z"
