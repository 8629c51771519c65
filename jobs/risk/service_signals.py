"""Whether unusually many requests, complaints or calls come in, by category and district."""

from collections.abc import Callable
from datetime import date

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import WEEKLY, Monitor, Table
from lakehouse.tables import city, police, risk, services
from lakehouse.transform.place import in_area
from lakehouse.transform.weeks import WEEK

PERIODS = 104
# Of one series a false alarm in four years; q keeps the share of false ones among hundreds low.
ALERT, WARNING = 0.005, 0.02
LIMITS = (
    "Every report counts, those that repeat a need too: which do is only known later.",
    "What was reported without a district, or outside every one, is in no series.",
    "A rise of less than a week shows when the week has ended.",
    "With less than three years of weeks no season is known.",
    "Unusually few are not looked for: a line that is down shows as quiet.",
)


def requests_each_week(request: DataFrame, as_of: date) -> DataFrame:
    """Requests of residents by category and the district that the service line wrote down."""
    told = request.select(
        F.col("category").alias("what"), "district", F.col("created_on").alias("day"), "known_at"
    )
    return each_week(told, "requests", "Requests", as_of)


def complaints_each_week(
    sanitation_request: DataFrame, area_boundary: DataFrame, as_of: date
) -> DataFrame:
    """Sanitation complaints by their nature and the district they lie in."""
    told = sanitation_request.select(
        F.col("nature").alias("what"),
        F.col("created_on").alias("day"),
        *("known_at", "latitude", "longitude"),
    )
    return each_week(in_district(told, area_boundary), "sanitation", "Sanitation complaints", as_of)


def calls_each_week(call: DataFrame, area_boundary: DataFrame, as_of: date) -> DataFrame:
    """Calls for the police by kind and the district they lie in."""
    told = call.select(
        F.col("kind").alias("what"),
        F.col("happened_on").alias("day"),
        *("known_at", "latitude", "longitude"),
    )
    return each_week(in_district(told, area_boundary), "calls", "Calls for the police", as_of)


def in_district(told: DataFrame, area_boundary: DataFrame) -> DataFrame:
    """``told`` with the police district that its point lies in as ``district``."""
    placed = in_area(told, area_boundary, "police_district")
    return placed.withColumnRenamed("police_district", "district")


def each_week(told: DataFrame, name: str, title: str, as_of: date) -> DataFrame:
    """Reports known before ``as_of`` per category, district and week, weeks without any as none.

    ``told`` has ``what``, ``district``, ``day`` and ``known_at``.
    """
    known = told.where(F.col("known_at") < F.lit(as_of)).withColumn("week", F.expr(WEEK))
    whole = whole_weeks(known, as_of)
    reports = known.where("district is not null").withColumns(
        {"key": in_key(), "words": in_words()}
    )
    every = reports.groupBy("key", "district").agg(F.max("words").alias("words"))
    counts = reports.groupBy("key", "district", "week").agg(
        F.count("*").alias("value"), F.max("known_at").alias("known")
    )
    return (
        every.crossJoin(F.broadcast(whole.select("week")))
        .join(counts, ["key", "district", "week"], "left")
        .select(
            F.concat_ws("_", F.lit(name), "key", F.lit("district"), "district").alias("series"),
            F.concat(F.lit(f"{title} per week, "), "words", F.lit(", district "), "district").alias(
                "title"
            ),
            F.col("week").alias("day"),
            F.coalesce("value", F.lit(0)).alias("value"),
            # A week is not known before it has ended.
            F.greatest(F.col("known"), F.col("week")).alias("known_at"),
        )
    )


def whole_weeks(known: DataFrame, as_of: date) -> DataFrame:
    """The weeks that are over and have a report on each weekday on which there usually is one.

    A week without one of these has no count: what the department did not deliver is no calm. But
    a line that is closed on Sundays has whole weeks too; usual is a weekday of half the weeks.
    """
    days = known.select("week", F.weekday("day").alias("weekday")).distinct()
    weeks = days.agg(F.count_distinct("week").alias("weeks"))
    often = days.groupBy("weekday").count().crossJoin(F.broadcast(weeks))
    usual = often.where("2 * count >= weeks").select("weekday")
    held = days.join(F.broadcast(usual), "weekday").groupBy("week").count()
    asked = usual.agg(F.count("*").alias("asked"))
    whole = held.crossJoin(F.broadcast(asked)).where("count = asked")
    return whole.where(F.col("week") < F.lit(as_of)).select("week")


def in_words() -> Column:
    """What a report is about, as people write it."""
    said = F.trim(F.lower(F.regexp_replace("what", r"[_\s]+", " ")))
    return F.coalesce(F.nullif(said, F.lit("")), F.lit("no category given"))


def in_key() -> Column:
    """What a report is about, as the name of a series: letters and numbers of any alphabet.

    Words with other signs between them get a few digits of their hash, so that no two categories
    meet in one name.
    """
    words = in_words()
    plain = F.regexp_replace(words, r"[^\p{L}\p{M}\p{N}]+", "_")
    digits = F.concat(F.lit("_"), F.substring(F.sha2(words, 256), 1, 6))
    return F.concat(
        plain,
        F.when(F.replace(words, F.lit(" "), F.lit("_")) == plain, F.lit("")).otherwise(digits),
    )


def _weekly(
    asks: str, reads: tuple[Table, ...], series: Callable[..., DataFrame], writes: Table
) -> Monitor:
    return Monitor(
        name=writes.last,
        asks=asks,
        reads=reads,
        series=series,
        every=7,
        ladder=WEEKLY,
        alert=ALERT,
        warning=WARNING,
        judges=PERIODS,
        limits=LIMITS,
        writes=writes,
        owner=writes.owner,
    )


request_signal = _weekly(
    "Do residents ask unusually often, for what, and in which district?",
    (services.request,),
    requests_each_week,
    risk.request_signal,
)
sanitation_signal = _weekly(
    "Are there unusually many sanitation complaints, about what, and in which district?",
    (services.sanitation_request, city.area_boundary),
    complaints_each_week,
    risk.sanitation_signal,
)
call_signal = _weekly(
    "Are the police called unusually often, for what, and to which district?",
    (police.call, city.area_boundary),
    calls_each_week,
    risk.call_signal,
)
