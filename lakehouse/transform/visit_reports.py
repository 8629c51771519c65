"""Emergency visits by what was reported when, under the names that nowcasts call reports by."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# A nowcast speaks of a disease and the day of its specimen, whatever is reported late.
CALLED = {"syndrome": "disease", "arrived_on": "specimen_on"}
BACK = {theirs: ours for ours, theirs in CALLED.items()}


def visit_reports(emergency_visit: DataFrame) -> DataFrame:
    """disease (a syndrome), specimen_on (the day of arrival), known_at and reports, a count."""
    return (
        emergency_visit.groupBy("syndrome", "arrived_on", "known_at")
        .agg(F.count("*").cast("int").alias("reports"))
        .withColumnsRenamed(CALLED)
    )
