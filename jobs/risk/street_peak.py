"""Where along each street segment its crashes come together, by sliding windows and peak search."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk, transport
from lakehouse.transform.street_peaks import PEAKS, street_peaks
from lakehouse.transform.street_record import known_before, on_record


@job(
    reads=[risk.street_screening, city.street_site, city.site_crash, transport.street_segment],
    # Traffic is counted now and then, and that must not hold the crashes up.
    side_by_side=True,
    writes=risk.street_peak,
)
def street_peak(
    street_screening: DataFrame,
    street_site: DataFrame,
    site_crash: DataFrame,
    street_segment: DataFrame,
    as_of: date,
) -> DataFrame:
    """Every segment that is screened; an intersection is one place and has no parts.

    Segments of a class come together, for windows run on along a street of one class.
    """
    record = on_record(known_before(site_crash, as_of), as_of)
    places = record.groupBy("site_id").agg(
        F.sort_array(F.collect_list("share_along")).alias("places")
    )
    crossings = street_site.where("kind = 'intersection'").select(
        F.col("site_id").alias("first_end"), F.col("name").alias("starts_at")
    )
    ends = street_segment.select(
        F.concat(F.lit("S"), "segment_id").alias("site_id"),
        "street",
        F.concat(F.lit("N"), "from_intersection_id").alias("first_end"),
        F.concat(F.lit("N"), "to_intersection_id").alias("last_end"),
    ).join(crossings, "first_end", "left")
    lengths = street_site.where("kind = 'segment'").select("site_id", "metres")
    asked = (
        street_screening.join(lengths, "site_id")
        .join(ends, "site_id", "left")
        .join(places, "site_id", "left")
        .withColumn("places", F.coalesce("places", F.array().cast("array<double>")))
        .select(
            *("site_id", "facility", "metres", "usual", "years", "dispersion", "crashes"),
            *("places", "street", "first_end", "last_end"),
            *("starts_at", "as_of", "data_through"),
        )
    )
    found = asked.groupBy("facility").applyInPandas(street_peaks, PEAKS)
    told = asked.select("site_id", "starts_at", "as_of", "data_through")
    return found.join(told, "site_id").select(*risk.street_peak.column_names)
