"""The dictionary: every declared column in words, made from the declarations themselves."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import governance, published, risk


@job(
    reads=[governance.table_column, risk.food_premises],
    writes=published.what_the_tables_mean,
)
def what_the_tables_mean(table_column: DataFrame, food_premises: DataFrame) -> DataFrame:
    """Stamped with the day and the model of the lists that it explains."""
    stamp = food_premises.select("as_of", "data_through", "model_version").limit(1)
    return table_column.crossJoin(F.broadcast(stamp)).select(
        *published.what_the_tables_mean.column_names
    )
