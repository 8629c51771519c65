"""Whether laboratories find a germ unusually often, week by week."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import WEEKLY, Monitor
from lakehouse.tables import city, risk
from lakehouse.transform.few_people import of_the_shown, without_few
from lakehouse.transform.weeks import WEEK


def reports_each_week(lab_report_day: DataFrame) -> DataFrame:
    """Reports of the specimens of a week, Monday to Sunday, that had come by its Sunday, by germ.

    Of every week as many days are still to be reported, so weeks can be compared; a week without a
    report has none. The week in which a germ's record begins is left out: it may be half a week.
    """
    of_week = lab_report_day.withColumn("day", F.col("specimen_on")).withColumn("day", F.expr(WEEK))
    prompt = of_week.where("known_at <= day").groupBy("disease", "day")
    counts = prompt.agg(F.sum("reports").alias("value"))
    reached = lab_report_day.agg(F.max("known_at").alias("reached"))
    weeks = "explode(sequence(date_add(first, 7), reached, interval 7 days)) as day"
    every = (
        of_week.groupBy("disease")
        .agg(F.min("day").alias("first"))
        .crossJoin(F.broadcast(reached))
        .where("date_add(first, 7) <= reached")
        .selectExpr("disease", weeks)
    )
    return every.join(counts, ["disease", "day"], "left").select(
        F.concat(F.lit("laboratory_"), "disease").alias("series"),
        F.concat(F.lit("Laboratory reports per week, "), F.translate("disease", "_", " ")).alias(
            "title"
        ),
        "day",
        F.coalesce("value", F.lit(0)).alias("value"),
        F.col("day").alias("known_at"),
    )


def reports_shown(lab_report_day: DataFrame) -> DataFrame:
    """As ``reports_each_week``, with a stand-in for each count that is too small to be shown."""
    return without_few(reports_each_week(lab_report_day))


lab_signal = Monitor(
    name="lab_signal",
    asks="Do laboratories find a germ unusually often this week?",
    reads=(city.lab_report_day,),
    series=reports_each_week,
    every=7,
    ladder=WEEKLY,
    # About one false alarm in four years for each germ.
    alert=0.005,
    warning=0.025,
    limits=(
        "A week is judged on its Sunday by the reports that had come: its last days are hardly in.",
        "When laboratories report later than they did, a week looks quieter than it was.",
        "Only the whole city is watched: what is unusual in one part may not show.",
    ),
    writes=risk.lab_signal,
    owner="Health",
)

lab_alert = of_the_shown(
    lab_signal,
    name="lab_alert",
    asks="Of the weekly laboratory reports that may be shown, are any unusually many?",
    series=reports_shown,
    writes=risk.lab_alert,
)
