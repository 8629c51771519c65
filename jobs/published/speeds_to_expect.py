"""How fast traffic will flow in the coming day, detector by detector and hour by hour."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import published, risk, transport


@job(
    reads=[risk.speed_ahead, transport.detector, transport.street_segment],
    writes=published.speeds_to_expect,
)
def speeds_to_expect(
    speed_ahead: DataFrame, detector: DataFrame, street_segment: DataFrame
) -> DataFrame:
    """What was told of each detector, with the street it lies in."""
    lie = detector.join(street_segment, "segment_id", "left").select("detector_id", "street")
    return (
        speed_ahead.join(lie, "detector_id")
        .select(*published.speeds_to_expect.column_names)
        .sort("day", "hour", "detector_id")
    )
