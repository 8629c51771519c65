"""The dictionary: every declared column in words, made from the declarations themselves."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import governance, published, risk


@job(
    reads=[governance.table_column],
    optional=[risk.food_premises],
    writes=published.what_the_tables_mean,
)
def what_the_tables_mean(table_column: DataFrame, food_premises: DataFrame) -> DataFrame:
    """Stamped with the day and the model of the list of premises, where there is one."""
    stamp = food_premises.select("as_of", "data_through", "model_version").limit(1)
    stamped = table_column.join(F.broadcast(stamp), F.lit(True), "left")
    return stamped.select(*published.what_the_tables_mean.column_names)
