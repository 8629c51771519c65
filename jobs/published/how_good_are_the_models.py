"""How every candidate did on windows it had not seen, beside the plainest ones."""

from functools import reduce

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(
    reads=[risk.food_premises_trials],
    optional=[risk.intersection_crash_trials],
    writes=published.how_good_are_the_models,
)
def how_good_are_the_models(
    food_premises_trials: DataFrame, intersection_crash_trials: DataFrame
) -> DataFrame:
    """The trials of all questions; a city asks only those that its departments can answer."""
    questions = (food_premises_trials, intersection_crash_trials)
    whole = reduce(DataFrame.unionByName, questions)
    return whole.select(*published.how_good_are_the_models.column_names)
