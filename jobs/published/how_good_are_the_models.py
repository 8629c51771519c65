"""How every candidate did on windows it had not seen, beside the plainest ones."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(reads=[risk.food_premises_trials], writes=published.how_good_are_the_models)
def how_good_are_the_models(food_premises_trials: DataFrame) -> DataFrame:
    """One question so far; the next one joins by union."""
    return food_premises_trials.select(*published.how_good_are_the_models.column_names)
