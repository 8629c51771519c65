"""How every candidate did on windows it had not seen, beside the plainest ones."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(
    reads=[risk.food_premises_trials],
    optional=[risk.hospital_load_trials],
    writes=published.how_good_are_the_models,
)
def how_good_are_the_models(
    food_premises_trials: DataFrame, hospital_load_trials: DataFrame
) -> DataFrame:
    """The trials of all questions that were asked, one under the other."""
    both = food_premises_trials.unionByName(hospital_load_trials)
    return both.select(*published.how_good_are_the_models.column_names)
