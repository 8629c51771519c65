"""The one view of the city's risk: every community area by its score, the highest first."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.area_named import area_named


@job(reads=[risk.area_composite, city.area_boundary], writes=published.city_risk)
def city_risk(area_composite: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """The scores beside the names."""
    return area_named(area_composite, area_boundary, "community_area", published.city_risk)
