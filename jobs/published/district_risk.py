"""The one view of the city's risk: every police district by its score, the highest first."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.area_named import area_named


@job(reads=[risk.area_composite, city.area_boundary], writes=published.district_risk)
def district_risk(area_composite: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """The scores beside the names."""
    return area_named(area_composite, area_boundary, "police_district", published.district_risk)
