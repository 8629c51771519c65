"""The weeks of requests, complaints and calls by category and district, the newest first."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(
    optional=[risk.request_signal, risk.sanitation_signal, risk.call_signal],
    at_least_one=True,
    writes=published.service_alerts,
)
def service_alerts(
    request_signal: DataFrame, sanitation_signal: DataFrame, call_signal: DataFrame
) -> DataFrame:
    """Each source ends when its department's data do; its rows say through which day."""
    return (
        request_signal.unionByName(sanitation_signal)
        .unionByName(call_signal)
        .withColumn("police_district", F.substring_index("series", "_district_", -1))
        .select(*published.service_alerts.column_names)
        .sort("series", F.desc("day"))
    )
