"""The sites of the street network, segments and intersections, with the traffic they carry."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, transport
from lakehouse.transform.traffic_estimated import AROUND, COUNTED

END = "from_json(geometry, 'struct<coordinates:array<array<double>>>').coordinates"


@job(
    reads=[transport.street_segment, city.street_traffic],
    side_by_side=True,
    writes=city.street_site,
    balances=[Balance(transport.street_segment, among=("kind", "segment"))],
)
def street_site(street_segment: DataFrame, street_traffic: DataFrame) -> DataFrame:
    """One row per site; an intersection's traffic is counted where all its streets' is."""
    streets = street_segment.withColumn("c", F.expr(END)).join(street_traffic, "segment_id")
    counted = F.coalesce(F.col("traffic_from") == COUNTED, F.lit(False))
    streets = streets.withColumn("is_counted", counted)
    return _segments(streets).unionByName(_intersections(streets))


def _segments(streets: DataFrame) -> DataFrame:
    return streets.select(
        F.concat(F.lit("S"), "segment_id").alias("site_id"),
        F.lit("segment").alias("kind"),
        F.concat("road_class", F.lit(" street")).alias("facility"),
        F.col("street").alias("name"),
        *("metres", "speed_limit", "aadt"),
        F.lit(None).cast("double").alias("aadt_minor"),
        "aadt_sd",
        F.lit(None).cast("double").alias("aadt_minor_sd"),
        *("is_counted", "traffic_from", "people", "rail_entries"),
        F.expr("(c[0][1] + element_at(c, -1)[1]) / 2").alias("latitude"),
        F.expr("(c[0][0] + element_at(c, -1)[0]) / 2").alias("longitude"),
    )


def _intersections(streets: DataFrame) -> DataFrame:
    """Traffic of an intersection is that of its busiest street, and of the busiest other one."""
    ends = streets.select(
        *("street", "aadt", "aadt_sd", "is_counted", "traffic_from", "people", "rail_entries"),
        F.explode(
            F.expr(
                "array(named_struct('n', from_intersection_id, 'at', c[0]), "
                "named_struct('n', to_intersection_id, 'at', element_at(c, -1)))"
            )
        ).alias("end"),
    ).select("*", "end.n", "end.at")
    arms = ends.groupBy("n", "street").agg(
        F.max("aadt").alias("aadt"),
        F.max_by("aadt_sd", F.struct("aadt", -F.col("aadt_sd"))).alias("aadt_sd"),
        F.count(F.lit(1)).alias("arms"),
        F.bool_and("is_counted").alias("is_counted"),
        F.expr("max_by(traffic_from, if(is_counted, null, coalesce(aadt, 0)))").alias("guessed"),
        *(F.max(name).alias(name) for name in AROUND),
        F.avg(F.col("at")[1]).alias("latitude"),
        F.avg(F.col("at")[0]).alias("longitude"),
    )
    arm = "struct(coalesce(aadt, 0) as aadt, street, aadt_sd, guessed)"
    order = f"sort_array(collect_list({arm}), false)"
    found = arms.groupBy("n").agg(
        F.expr(order).alias("by_traffic"),
        F.sum("arms").alias("arms"),
        F.bool_and("is_counted").alias("is_counted"),
        *(F.max(name).alias(name) for name in AROUND),
        F.avg("latitude").alias("latitude"),
        F.avg("longitude").alias("longitude"),
    )
    return found.select(
        F.concat(F.lit("N"), "n").alias("site_id"),
        F.lit("intersection").alias("kind"),
        F.expr(
            "concat('intersection of ', least(arms, 4), if(arms > 3, ' or more', ''), ' arms')"
        ).alias("facility"),
        F.expr("array_join(transform(by_traffic, x -> x.street), ' / ')").alias("name"),
        F.lit(None).cast("double").alias("metres"),
        # Limits of its streets are as many as these: which one counts is not known.
        F.lit(None).cast("smallint").alias("speed_limit"),
        F.expr("nullif(by_traffic[0].aadt, 0)").alias("aadt"),
        # A bend of one street has no other: the street meets itself.
        F.expr("nullif(coalesce(get(by_traffic, 1).aadt, by_traffic[0].aadt), 0)").alias(
            "aadt_minor"
        ),
        F.expr("by_traffic[0].aadt_sd").alias("aadt_sd"),
        F.expr("coalesce(get(by_traffic, 1), by_traffic[0]).aadt_sd").alias("aadt_minor_sd"),
        "is_counted",
        # Of the busiest street that was not counted.
        F.expr(
            f"if(is_counted, '{COUNTED}', get(filter(by_traffic.guessed, x -> x is not null), 0))"
        ).alias("traffic_from"),
        *AROUND,
        "latitude",
        "longitude",
    )
