"""The questions of arrivals fit their tables and reach to the end of the coming fortnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pyspark.sql import DataFrame

from jobs.risk.arrivals_ahead import admissions_ahead, covid_admissions_ahead, visits_ahead
from lakehouse.declare.forecast import Forecast
from lakehouse.run.planning.plan_forecast import resolved_forecast

TableOf = Callable[..., DataFrame]
ALL = (visits_ahead, admissions_ahead, covid_admissions_ahead)
COLUMNS = "resource string | stratum string | hospital_id string | day date | value double"


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_each_question_fits_its_tables(asked: Forecast, table_of: TableOf) -> None:
    made = asked.series(*(table_of(" | ".join(t.column_names), t) for t in asked.reads))
    assert resolved_forecast(asked, made).columns == asked.writes.column_names


@pytest.mark.parametrize(("asked", "settles"), [(visits_ahead, 7), (admissions_ahead, 14)])
def test_the_last_day_ahead_ends_the_fortnight(asked: Forecast, settles: int) -> None:
    """A day is known ``settles`` days later, and what is known before the day of the run counts."""
    decided = date(2024, 6, 30)
    through = decided - timedelta(days=settles + 1)
    assert through + timedelta(days=max(asked.horizons)) == decided + timedelta(days=13)
    assert through + timedelta(days=asked.judged) == decided + timedelta(days=6)


def test_the_plainest_candidate_is_published_beside_the_winner() -> None:
    for asked in ALL:
        made = [make() for make in asked.candidates.values()]
        assert next(iter(asked.candidates)) == asked.beside == "weekday naive"
        assert any(one.plain for one in made) and not all(one.plain for one in made)
        assert asked.adds_up == "hospital_id" and asked.limits
