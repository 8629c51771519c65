"""The one view of the city's risk: every police district by its score, the highest first."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk


@job(reads=[risk.area_composite, city.area_boundary], writes=published.district_risk)
def district_risk(area_composite: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """The scores beside the names."""
    names = area_boundary.select("area_kind", "area", "name")
    listed = area_composite.join(names, ["area_kind", "area"], "left").where(
        "area_kind = 'police_district'"
    )
    columns = published.district_risk.column_names
    made = listed.withColumnRenamed("area", "police_district").select(*columns)
    return made.sort(F.asc_nulls_last("rank"), F.length("police_district"), "police_district")
