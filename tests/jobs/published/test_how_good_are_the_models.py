"""The trials of every question stand below each other, whichever the city asks."""

from __future__ import annotations

from jobs.published.how_good_are_the_models import how_good_are_the_models
from lakehouse.checks.conform import conform
from lakehouse.tables import published
from tests.conftest import TableOf

HEAD = "question | candidate | window | measure | value"
TABLES = how_good_are_the_models.job.parameters  # type: ignore[attr-defined]


def questions(table_of: TableOf, asked: set[str]) -> list[str]:
    drawn = {
        name: table_of(HEAD + (f"\n{name} | rule | all | auc | 0.6" if name in asked else ""), of)
        for name, of in TABLES.items()
    }
    made = conform(how_good_are_the_models(**drawn), published.how_good_are_the_models)
    return sorted(row["question"] for row in made.collect())


def test_every_question_is_there(table_of: TableOf) -> None:
    assert questions(table_of, set(TABLES)) == sorted(TABLES)


def test_a_question_that_was_not_asked_is_not_missed(table_of: TableOf) -> None:
    assert questions(table_of, {"food_premises_trials"}) == ["food_premises_trials"]
