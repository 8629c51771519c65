"""Whether deaths, or admissions to hospital with COVID-19, are unusually many."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import WEEKLY, Monitor
from lakehouse.tables import risk, surveillance
from lakehouse.tables.few import LEAST
from lakehouse.transform.few_people import of_the_shown, stand_in, told_sum, without_few

LATE_REPORTS = (
    "A day is taken as known the day after; the file does not say how late reports changed it."
)
ONE_CITY = "Only the whole city is watched: what is unusual in one part may not show."


def deaths_each_day(death_day: DataFrame) -> DataFrame:
    """Deaths of all causes but accidents, city-wide."""
    return death_day.select(
        F.lit("deaths_daily").alias("series"),
        F.lit("Deaths per day, all causes but accidents").alias("title"),
        "day",
        F.col("deaths").alias("value"),
        "known_at",
    )


def admissions(covid_day: DataFrame) -> DataFrame:
    """Admissions to hospital with COVID-19 of everybody."""
    return covid_day.where("measure = 'hospitalizations' and breakdown = 'all'")


def admissions_each_day(covid_day: DataFrame) -> DataFrame:
    """Admissions per day, city-wide."""
    return admissions(covid_day).select(
        F.lit("covid_admissions_daily").alias("series"),
        F.lit("Admissions to hospital with COVID-19 per day").alias("title"),
        "day",
        F.col("people").alias("value"),
        "known_at",
    )


def admissions_each_week(covid_day: DataFrame) -> DataFrame:
    """Admissions per week from Sunday to Saturday; a week with a day missing has no count."""
    return weeks_of(covid_day, F.sum("people"))


def weeks_of(covid_day: DataFrame, value: Column) -> DataFrame:
    """The ``value`` of each week; a week with a day missing has none."""
    saturday = F.expr("date_add(day, 7 - dayofweek(day))").alias("day")
    return (
        admissions(covid_day)
        .groupBy(saturday)
        .agg(
            F.when(F.count("people") == 7, value).alias("value"),
            F.max("known_at").alias("known"),
        )
        .select(
            F.lit("covid_admissions_weekly").alias("series"),
            F.lit("Admissions to hospital with COVID-19 per week").alias("title"),
            "day",
            "value",
            # A week that has begun is not known before it has ended.
            F.greatest("known", F.date_add("day", 1)).alias("known_at"),
        )
    )


def deaths_shown(death_day: DataFrame) -> DataFrame:
    """As ``deaths_each_day``, with a stand-in for each count that is too small to be shown."""
    return without_few(deaths_each_day(death_day))


def admissions_shown(covid_day: DataFrame) -> DataFrame:
    """As ``admissions_each_day``, with a stand-in for each count that is too small to be shown."""
    return without_few(admissions_each_day(covid_day))


def admission_weeks_shown(covid_day: DataFrame) -> DataFrame:
    """As ``admissions_each_week``: small weeks replaced, those that tell of a small day untold."""
    both = F.struct(F.sum("people").alias("all"), F.expr(told_sum("people")).alias("told"))
    few = F.when(F.col("value.all") < LEAST, stand_in(F.col("day")))
    made = weeks_of(covid_day, both)
    return made.withColumn("value", F.coalesce(few, F.col("value.told")))


death_signal = Monitor(
    name="death_signal",
    asks="Are there unusually many deaths today?",
    reads=(surveillance.death_day,),
    series=deaths_each_day,
    # A chance of one in a thousand a day is one false alarm in three years.
    alert=0.001,
    warning=0.005,
    limits=(
        LATE_REPORTS,
        ONE_CITY,
        "A winter of influenza beyond the usual one shows as an alarm, as it should.",
    ),
    writes=risk.death_signal,
    owner="Health",
)

covid_admission_signal = Monitor(
    name="covid_admission_signal",
    asks="Are unusually many people admitted with COVID-19 today?",
    reads=(surveillance.covid_day,),
    series=admissions_each_day,
    limits=(LATE_REPORTS, ONE_CITY),
    writes=risk.covid_admission_signal,
    owner="Health",
)

covid_admission_week_signal = Monitor(
    name="covid_admission_week_signal",
    asks="Were unusually many people admitted with COVID-19 this week?",
    reads=(surveillance.covid_day,),
    series=admissions_each_week,
    every=7,
    ladder=WEEKLY,
    alert=0.01,
    warning=0.05,
    limits=(LATE_REPORTS, ONE_CITY, "With less than three years of weeks no season is known."),
    writes=risk.covid_admission_week_signal,
    owner="Health",
)


death_alert = of_the_shown(
    death_signal,
    name="death_alert",
    asks="Of the counts of deaths that may be shown, are any unusually high?",
    series=deaths_shown,
    writes=risk.death_alert,
)

covid_admission_alert = of_the_shown(
    covid_admission_signal,
    name="covid_admission_alert",
    asks="Of the daily admissions with COVID-19 that may be shown, are any unusually many?",
    series=admissions_shown,
    writes=risk.covid_admission_alert,
)

covid_admission_week_alert = of_the_shown(
    covid_admission_week_signal,
    "A week is left out where its sum, beside the days that are shown, tells of a day's few.",
    name="covid_admission_week_alert",
    asks="Of the weekly admissions with COVID-19 that may be shown, are any unusually many?",
    series=admission_weeks_shown,
    writes=risk.covid_admission_week_alert,
)
