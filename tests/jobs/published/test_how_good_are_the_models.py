"""The trials of all questions stand one under the other, also when a city asks only some."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import DataFrame

from jobs.published.how_good_are_the_models import how_good_are_the_models
from lakehouse.tables import published, risk

TableOf = Callable[..., DataFrame]
FOOD = """
    question | candidate | window | measure | value
    Which?   | a rule    | all    | auc     | 0.6
"""
LOAD = """
    question  | candidate     | window | measure        | value
    How many? | weekday naive | all    | scaled_pinball | 0.3
    How many? | a trend       | all    | scaled_pinball | 0.2
"""


def questions(table_of: TableOf, load: str) -> list[str]:
    made = how_good_are_the_models(
        table_of(FOOD, risk.food_premises_trials), table_of(load, risk.hospital_load_trials)
    )
    assert made.columns == published.how_good_are_the_models.column_names
    return sorted(row["question"] for row in made.collect())


def test_every_question_is_there(table_of: TableOf) -> None:
    assert questions(table_of, LOAD) == ["How many?", "How many?", "Which?"]


def test_a_question_that_was_not_asked_is_not_missed(table_of: TableOf) -> None:
    assert questions(table_of, LOAD.strip().splitlines()[0]) == ["Which?"]
