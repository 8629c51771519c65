"""The outlines of all kinds of areas in one table."""

from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, planning


@job(
    reads=[planning.community_area_boundary],
    optional=[
        planning.community_area,
        planning.police_district_boundary,
        planning.ward_boundary,
        planning.tract_boundary,
    ],
    writes=city.area_boundary,
    balances=[
        Balance(planning.community_area_boundary, among=("area_kind", "community_area")),
        Balance(planning.police_district_boundary, among=("area_kind", "police_district")),
        Balance(planning.ward_boundary, among=("area_kind", "ward")),
        Balance(planning.tract_boundary, among=("area_kind", "tract")),
    ],
)
def area_boundary(
    community_area_boundary: DataFrame,
    community_area: DataFrame,
    police_district_boundary: DataFrame,
    ward_boundary: DataFrame,
    tract_boundary: DataFrame,
) -> DataFrame:
    """Boundaries shout the names of community areas; wards have numbers for names."""
    written = community_area.select("community_area", F.col("name").alias("written"))
    named = community_area_boundary.join(F.broadcast(written), "community_area", "left")
    kinds = {
        "community_area": named.withColumn("name", F.coalesce("written", F.initcap("name"))),
        "police_district": police_district_boundary,
        "ward": ward_boundary.withColumn("name", F.col("ward").cast("string")),
        "tract": tract_boundary,
    }
    each = (
        outlines.select(
            F.lit(kind).alias("area_kind"),
            F.col(kind).cast("string").alias("area"),
            "name",
            "geometry",
        )
        for kind, outlines in kinds.items()
    )
    return reduce(DataFrame.unionByName, each)
