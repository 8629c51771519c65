"""Whether deaths, or admissions to hospital with COVID-19, are unusually many."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import WEEKLY, Monitor
from lakehouse.tables import risk, surveillance

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
    saturday = F.expr("date_add(day, 7 - dayofweek(day))").alias("day")
    return (
        admissions(covid_day)
        .groupBy(saturday)
        .agg(
            F.when(F.count("people") == 7, F.sum("people")).alias("value"),
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
