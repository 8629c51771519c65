"""Whether COVID-19 cases and deaths are unusually many, in the city and by postal code."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import WEEKLY, Monitor
from lakehouse.tables import risk, surveillance
from lakehouse.tables.few import LEAST
from lakehouse.transform.few_people import UNTOLD, of_the_shown, without_few

UNKNOWN = "unknown"
LATE = "A day or week is taken as known the day after; how late reports change it is not said."
TESTS = "More tests find more cases: a rise of testing looks like one of the disease."


def counts_each_day(covid_day: DataFrame) -> DataFrame:
    """Cases and deaths per day of everybody, city-wide.

    Groups by age, sex or origin are no series: all add up to everybody, so that the few of one
    could be worked out from the others.
    """
    counted = covid_day.where("measure in ('cases', 'deaths') and breakdown = 'all'")
    return counted.select(
        F.concat(F.lit("covid_"), "measure", F.lit("_daily")).alias("series"),
        F.concat(F.lit("COVID-19 "), "measure", F.lit(" per day")).alias("title"),
        "day",
        F.col("people").alias("value"),
        "known_at",
    )


def counts_shown(covid_day: DataFrame) -> DataFrame:
    """As ``counts_each_day``, with a stand-in for each count that is too small to be shown."""
    return without_few(counts_each_day(covid_day))


def codes_each_week(covid_week: DataFrame) -> DataFrame:
    """Cases per week by postal code; those whose code is unknown are no series."""
    return of_codes(covid_week)


def codes_shown(covid_week: DataFrame, as_of: date) -> DataFrame:
    """As ``codes_each_week``: small counts replaced, a week that tells of them untold.

    The city's days less the codes that are shown give the sum of those that are not and of the
    unknown. Since nobody tells how many are unknown, such a sum of five or more leaves every blank
    code anything from 0 to 4; of a smaller one no code is told.
    """
    known = covid_week.where(F.col("known_at") < F.lit(as_of))
    week = Window.partitionBy("week_ends_on")
    few = F.coalesce("cases", F.lit(0)) < LEAST
    unknown = F.col("zip") == UNKNOWN
    rest = F.sum(F.when(few | unknown, F.coalesce("cases", F.lit(0))).otherwise(0)).over(week)
    tells = (F.count_if(few & ~unknown).over(week) > 0) & (rest < LEAST)
    made = without_few(of_codes(known.withColumn("tells", tells), "tells"))
    return made.withColumn("value", F.when(F.col("tells"), UNTOLD).otherwise(F.col("value")))


def of_codes(covid_week: DataFrame, *more: str) -> DataFrame:
    """The cases of each known code and week, and ``more`` columns as they are."""
    return covid_week.where(F.col("zip") != UNKNOWN).select(
        F.concat(F.lit("covid_cases_weekly_zip_"), "zip").alias("series"),
        F.concat(F.lit("COVID-19 cases per week, postal code "), "zip").alias("title"),
        F.col("week_ends_on").alias("day"),
        F.col("cases").alias("value"),
        "known_at",
        *more,
    )


covid_count_signal = Monitor(
    name="covid_count_signal",
    asks="Are there unusually many cases of COVID-19, or deaths of it, today?",
    reads=(surveillance.covid_day,),
    series=counts_each_day,
    limits=(LATE, TESTS, "Only the whole city is watched, and no group of people in it."),
    writes=risk.covid_count_signal,
    owner="Health",
)

covid_zip_signal = Monitor(
    name="covid_zip_signal",
    asks="In which postal codes are there unusually many cases of COVID-19 this week?",
    reads=(surveillance.covid_week,),
    series=codes_each_week,
    every=7,
    ladder=WEEKLY,
    # About one false alarm in four years for each code.
    alert=0.005,
    warning=0.025,
    limits=(
        LATE,
        TESTS,
        "A code has no count until five cases were found there in all.",
        "With less than three years of weeks no season is known.",
    ),
    writes=risk.covid_zip_signal,
    owner="Health",
)

covid_count_alert = of_the_shown(
    covid_count_signal,
    name="covid_count_alert",
    asks="Of the daily cases and deaths of COVID-19 that may be shown, are any unusually many?",
    series=counts_shown,
    writes=risk.covid_count_alert,
)

covid_zip_alert = of_the_shown(
    covid_zip_signal,
    "A week is left out where all that is not shown of it is fewer than five people.",
    name="covid_zip_alert",
    asks="Of the weekly cases of COVID-19 by postal code that may be shown, are any unusual?",
    series=codes_shown,
    writes=risk.covid_zip_alert,
)
