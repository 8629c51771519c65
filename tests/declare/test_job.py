"""A job is its function, and its parameters are the tables it reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lakehouse.declare import Column, Job, Table, job
from lakehouse.declare.errors import PlanError
from lakehouse.declare.job import parameter_names

COLUMNS = (Column("id", "string", "The thing."),)


def table(name: str) -> Table:
    return Table(name, "One row per thing.", ("id",), COLUMNS)


VISIT, PREMISES, SCORE = table("health.visit"), table("city.premises"), table("risk.premises")
LIST = table("published.list")


def test_a_job_stays_a_function() -> None:
    @job(reads=[VISIT], writes=LIST)
    def made(visit: Any) -> Any:
        return visit, "made"

    assert made(7) == (7, "made")
    assert made.job == Job(made, (VISIT,), LIST, wants_as_of=False)  # type: ignore[attr-defined]
    assert made.job.parameters == {"visit": VISIT}  # type: ignore[attr-defined]


def test_a_job_may_ask_for_the_day() -> None:
    @job(reads=iter([VISIT]), writes=LIST)
    def made(visit: Any, as_of: date) -> Any:
        return visit

    assert made.job.wants_as_of  # type: ignore[attr-defined]
    assert made.job.reads == (VISIT,)  # type: ignore[attr-defined]


def test_a_misspelt_parameter_is_refused_with_the_nearest_table() -> None:
    with pytest.raises(PlanError) as refused:

        @job(reads=[VISIT, PREMISES], writes=LIST)
        def made(visits: Any, premises: Any) -> Any: ...

    assert refused.value.what == (
        "published.list wants visits, which it does not read (did you mean visit?)."
    )
    assert "reads=" in refused.value.todo


def test_a_parameter_like_no_table_gets_no_guess() -> None:
    with pytest.raises(PlanError, match=r"wants weather, which it does not read\."):

        @job(reads=[VISIT], writes=LIST)
        def made(visit: Any, weather: Any) -> Any: ...


def test_a_table_that_is_read_but_not_asked_for_is_refused() -> None:
    with pytest.raises(PlanError, match=r"published\.list reads premises but does not ask for it"):

        @job(reads=[VISIT, PREMISES], writes=LIST)
        def made(visit: Any) -> Any: ...


def test_tables_of_one_last_name_are_told_apart_by_their_schema() -> None:
    assert parameter_names([PREMISES, SCORE, VISIT]) == {
        "city_premises": PREMISES,
        "risk_premises": SCORE,
        "visit": VISIT,
    }

    @job(reads=[PREMISES, SCORE], writes=LIST)
    def made(risk_premises: Any, city_premises: Any) -> Any: ...

    assert list(made.job.parameters) == [  # type: ignore[attr-defined]
        "city_premises",
        "risk_premises",
    ]


def test_a_last_name_that_two_tables_share_is_refused() -> None:
    with pytest.raises(PlanError, match="wants premises, which it does not read"):

        @job(reads=[PREMISES, SCORE], writes=LIST)
        def made(premises: Any) -> Any: ...


def test_a_table_read_twice_is_not_lost() -> None:
    with pytest.raises(PlanError):

        @job(reads=[VISIT, VISIT], writes=LIST)
        def made(visit: Any) -> Any: ...
