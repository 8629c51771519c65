"""The status of a source, by shape and word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lakehouse.portal.data import Source
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.views.arrival import (
    age_in_words,
    arrivals,
    complete,
    sources_title,
    status_of,
)

AS_OF = date(2020, 6, 1)


def source(name: str = "crash", last: date | None = AS_OF, rows: int = 5, held: int = 0) -> Source:
    return Source(name, "Police", last, rows + held, rows, held, files=1)


def days_ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


@pytest.mark.parametrize(
    ("one", "status"),
    [(source(), "ok"), (source(last=days_ago(34)), "ok"), (source(last=days_ago(35)), "late"),
     (source(last=None), "undated"), (source(last=None, rows=0), "none")],
)  # fmt: skip
def test_status(one: Source, status: str) -> None:
    assert status_of(one, AS_OF) == status
    assert complete((one,), AS_OF) == (status in ("ok", "undated"))


def test_a_register_is_late_by_the_day_it_last_came(words: Words) -> None:
    register = replace(source(last=None), last_landed=days_ago(35))
    assert status_of(register, AS_OF) == "late"
    assert status_of(replace(register, last_landed=days_ago(34)), AS_OF) == "undated"
    assert status_of(replace(register, promised=False), AS_OF) == "undated"
    # What its rows tell outranks the day it came.
    assert status_of(replace(register, last_day=AS_OF), AS_OF) == "ok"
    row = arrivals((register,), AS_OF, words)[0]
    assert (row.status, row.last_day, row.landed, row.age) == (
        "late",
        "",
        "27 April 2020",
        "35 days",
    )


def test_the_worst_comes_first(words: Words) -> None:
    late, none = source("b", days_ago(90)), source("c", None, rows=0)
    rows = arrivals((source("a"), late, none), AS_OF, words)
    assert [row.status for row in rows] == ["none", "late", "ok"]
    assert [row.age for row in rows] == ["", "90 days", ""]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ((), "No source was named for this run"),
        ((source(),), "All sources arrived, nothing was held back"),
        ((source(held=1234),), "All sources arrived; about 1,230 rows were held back"),
        ((source(held=1),), "All sources arrived; 1 row was held back"),
        ((source(last=days_ago(50)),), "1 source is late"),
        ((source(last=None, rows=0),) * 2, "2 sources were not delivered"),
        ((source(last=days_ago(50)), source(rows=0)), "Sources: 1 late, 1 missing"),
    ],
)
def test_the_title_is_the_finding(given: tuple[Source, ...], title: str, words: Words) -> None:
    assert sources_title(given, AS_OF, words) == title


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 day"), (729, "729 days"), (730, "2 years"), (3090, "8 years")],
)
def test_an_age_is_in_days_and_from_two_years_on_in_years(days: int, said: str) -> None:
    assert age_in_words(days, read_words()) == said
