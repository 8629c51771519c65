"""The squares of the city whose crashes lie together, or apart, more than chance would have it."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.place import in_area

SAID = {
    "hot_spot = 'hot'": "more crashes here and around than chance lays together",
    "hot_spot = 'cold'": "fewer crashes here and around than chance lays together",
    "pattern = 'many among many'": "many crashes here, and many around",
    "pattern = 'few among few'": "few crashes here, and few around",
    "pattern = 'many among few'": "many crashes here and few around: look for a cause on the spot",
    "pattern = 'few among many'": "few crashes here though many around",
}


@job(
    reads=[risk.crash_hot_spot],
    optional=[city.area_boundary],
    side_by_side=True,
    writes=published.crash_hot_spots,
)
def crash_hot_spots(crash_hot_spot: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """Squares of which nothing can be said for sure are left out."""
    told = crash_hot_spot.where("hot_spot is not null or pattern is not null")
    words = (F.when(F.expr(when), F.lit(said)) for when, said in SAID.items())
    return (
        in_area(told, area_boundary)
        .withColumn("means", F.concat_ws("; ", *words))
        .select(*published.crash_hot_spots.column_names)
        .sort(F.desc("gi_star"), "cell")
    )
