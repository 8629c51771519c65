"""How fast traffic will flow within the hour, detector by detector, beside the last reading."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk, transport


@job(
    reads=[risk.speed_within_the_hour, transport.detector, transport.street_segment],
    writes=published.speeds_within_the_hour,
)
def speeds_within_the_hour(
    speed_within_the_hour: DataFrame, detector: DataFrame, street_segment: DataFrame
) -> DataFrame:
    """What was told of each detector, with the street it lies in."""
    lie = detector.join(street_segment, "segment_id", "left").select("detector_id", "street")
    return (
        speed_within_the_hour.join(lie, "detector_id")
        .select(*published.speeds_within_the_hour.column_names)
        .sort("told_for", "detector_id")
    )
