"""Laboratory reports by the day of the specimen and the day they came: what was known when."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, health


@job(
    reads=[health.laboratory_report],
    writes=city.lab_report_day,
    balances=[Balance(health.laboratory_report, counts="reports")],
)
def lab_report_day(laboratory_report: DataFrame) -> DataFrame:
    """Nothing is ever taken back: a day's reports only grow."""
    so_far = Window.partitionBy("disease", "specimen_on").orderBy("known_at")
    return (
        laboratory_report.groupBy("disease", "specimen_on", "known_at")
        .agg(F.count("*").cast("int").alias("reports"))
        .withColumn("delay", F.datediff("known_at", "specimen_on"))
        .withColumn("reported_so_far", F.sum("reports").over(so_far).cast("int"))
        .select(*city.lab_report_day.column_names)
    )
