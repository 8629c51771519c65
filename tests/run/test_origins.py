"""The departments' rows behind an explained row: linked by what is known, never by chance."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from deltalake import write_deltalake

from jobs.risk.beach import beach
from lakehouse.declare import Table
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.explained.origins import around, departments
from lakehouse.run.explained.walk import Walk
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, environment, services, vector, weather

pytestmark = pytest.mark.doors
DAY = date(2020, 7, 10)
KINDS = {"date": pa.date32(), "double": pa.float64(), "boolean": pa.bool_(), "tinyint": pa.int8()}


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    settings: Any = SimpleNamespace(lake=tmp_path)
    return Walk(settings, load_catalogue(load_settings("chicago", {}).city))


def keep(walk: Walk, table: Table, *rows: dict[str, Any]) -> None:
    """Rows of a table in the lake; what is not given is missing."""
    schema = pa.schema([(c.name, KINDS.get(c.type, pa.string())) for c in table.columns])
    whole = [{c.name: row.get(c.name) for c in table.columns} for row in rows]
    path = walk.settings.lake / table.schema / table.last
    write_deltalake(str(path), pa.Table.from_pylist(whole, schema=schema))


def sample(name: str, day: date, known: date, **more: Any) -> dict[str, Any]:
    return {"beach": name, "sampled_on": day, "known_at": known, "_file": "a.csv", **more}


def test_a_beach_links_to_its_samples_known_by_the_day(
    walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(
        walk,
        environment.beach_sample,
        sample("63rd", date(2020, 7, 7), date(2020, 7, 8)),
        sample("63rd", date(2020, 7, 9), DAY),
        sample("Ohio", date(2020, 7, 7), date(2020, 7, 8)),
    )
    assert departments(walk, {"beach": {"63rd"}}, DAY) == {"a.csv"}
    said = capsys.readouterr().out
    assert "environment.beach_sample: 1 row(s)" in said and "2020-07-07" in said


def test_a_row_number_links_to_no_other_department(
    walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    caught = {"row_id": "same", "trap": "T1", "caught_on": DAY, "known_at": date(2020, 7, 1)}
    keep(walk, vector.mosquito_catch, {**caught, "_file": "traps.csv"})
    keep(walk, services.sanitation_request, {"row_id": "same", "_file": "other.csv"})
    assert departments(walk, {"trap": {"T1"}}, DAY) == {"traps.csv"}
    assert "sanitation_request" not in capsys.readouterr().out


def test_a_name_that_is_text_links_to_no_number(walk: Walk) -> None:
    """Stations of the air and those of the weather are numbered by themselves."""
    given = {"station": 1, "day": date(2020, 7, 7), "known_at": date(2020, 7, 8)}
    keep(walk, weather.station_day, {**given, "_file": "weather.csv"})
    assert departments(walk, {"station": {"L01"}}, DAY) == set()
    assert departments(walk, {"station": {1}}, DAY) == {"weather.csv"}


def test_a_link_that_nothing_is_known_of_finds_nothing(walk: Walk) -> None:
    keep(walk, environment.beach_sample, sample("63rd", date(2020, 7, 7), date(2020, 7, 8)))
    assert departments(walk, {"beach": set()}, DAY) == set()


def test_facts_around_and_of_the_whole_city_are_counted_once_a_window(
    walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    at = {"latitude": 41.9, "longitude": -87.6}
    keep(
        walk,
        city.beach_day,
        sample("63rd", date(2020, 7, 8), date(2020, 7, 9), **at),
        sample("near", date(2020, 7, 8), date(2020, 7, 9), latitude=41.93, longitude=-87.6),
        sample("far", date(2020, 7, 8), date(2020, 7, 9), latitude=41.7, longitude=-87.6),
        sample("late", date(2020, 7, 9), DAY, **at),
    )
    keep(walk, environment.beach_sample, sample("63rd", date(2020, 7, 8), date(2020, 7, 9)))
    lake, air = environment.lake_level_day, (city.airport_day, weather.airport_hour)
    for table in (environment.beach_name, lake, *air):
        keep(walk, table)
    found = around(walk, beach, pd.Series({"as_of": DAY, **at}))
    said = capsys.readouterr().out
    assert said.count("city.beach_day: 2 row(s) around it in the last 4 days") == 1
    assert said.count("city.beach_day: 3 row(s) in the whole city in the last 4 days") == 1
    # A computed table has no file: those of what it is made of are named.
    assert found == {"a.csv"}
