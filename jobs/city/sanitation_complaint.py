"""Sanitation complaints by what they are about, told by the words of the city's own language."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.complaint_words import ComplaintWords
from lakehouse.tables import city, services
from lakehouse.tables.city.complaints import ABOUT


@job(
    reads=[services.sanitation_request],
    writes=city.sanitation_complaint,
    days_back=0,
)
def sanitation_complaint(
    sanitation_request: DataFrame, complaint_words: ComplaintWords
) -> DataFrame:
    """A complaint may be about several things at once, or about nothing that a word tells."""
    said = F.lower(F.coalesce("nature", F.lit("")))
    return sanitation_request.select(
        "row_id",
        "created_on",
        *(said.rlike(complaint_words.pattern(kind)).alias(f"about_{kind}") for kind in ABOUT),
        F.lit(complaint_words.basis).alias("words"),
        *("latitude", "longitude", "known_at"),
    )
