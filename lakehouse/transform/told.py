"""What may be told of a row: its columns that are made of a count of people, or blanks."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Result


def told_where(shown: Column, frame: DataFrame, result: Result) -> DataFrame:
    """``frame`` with the columns that ``result`` withholds blank where ``shown`` is not true."""
    return frame.withColumns({name: F.when(shown, F.col(name)) for name in result.withheld})
