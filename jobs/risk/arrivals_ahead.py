"""How many will come to emergency departments and be admitted in the coming fortnight."""

from collections.abc import Callable

from pyspark.sql import DataFrame

from lakehouse.declare import Forecast
from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.candidates import (
    Blend,
    Candidate,
    DampedTrend,
    Returning,
    RidgeGrowth,
    WeekAverage,
    WeekdayNaive,
)
from lakehouse.tables import health, risk, surveillance
from lakehouse.tables.risk.arrivals import ARRIVALS
from lakehouse.tables.risk.medical_load import HOSPITAL
from lakehouse.transform.arrived import (
    STAYS_SETTLE,
    VISITS_SETTLE,
    admissions,
    covid_admissions,
    visits,
)

LATELY = Bands(half_life=28)
FORTNIGHT = 14
CANDIDATES: dict[str, Callable[[], Candidate]] = {
    "weekday naive": WeekdayNaive,
    "weekday naive, recent errors": lambda: WeekdayNaive(bands=LATELY),
    "average of the last week": WeekAverage,
    "trend over two weeks": lambda: DampedTrend(over=14, doubt=2),
    "trend over one week": lambda: DampedTrend(over=7, doubt=4),
    "ridge regression on growth": lambda: RidgeGrowth(penalty=16),
    "return to the usual level": Returning,
    "mean of the last week and the return": lambda: Blend(
        (WeekAverage(), Returning()),
        (1, 1),
        bands=Bands(),
        says="Averages the last seven days and the return to the usual level.",
    ),
}
LIMITS = (
    "It knows the series alone: neither weather, nor tests, nor what goes round.",
    "Who is reported later than that is in no count: in all a few in 100 more come.",
    "A day on which the whole city reported nobody counts as not reported, not as nobody.",
    "Expected numbers of hospitals add up to the city's; their worst days do not coincide.",
    "Nothing limits arrivals, so that no chance of more than a capacity is known.",
)


def visits_each_day(emergency_visit: DataFrame) -> DataFrame:
    """Visits to emergency departments, in the city and at each hospital."""
    return visits(emergency_visit)


def admissions_each_day(admission: DataFrame) -> DataFrame:
    """Admissions to hospital, in the city and at each of them."""
    return admissions(admission)


def covid_admissions_each_day(covid_day: DataFrame) -> DataFrame:
    """Admissions to hospital with COVID-19, in the city."""
    return covid_admissions(covid_day)


def until(settles: int) -> tuple[int, ...]:
    """Days ahead of the last one whose reports are in, to the end of the coming fortnight.

    The day of the run is ``settles`` and one after it, if all was delivered in time.
    """
    return tuple(range(1, settles + FORTNIGHT + 1))


visits_ahead = Forecast(
    name="visits_ahead",
    asks="How many will come to the emergency departments in the coming fortnight?",
    owner="Health",
    reads=(health.emergency_visit,),
    series=visits_each_day,
    carries=(*ARRIVALS, HOSPITAL),
    adds_up=HOSPITAL.name,
    horizons=until(VISITS_SETTLE),
    # A week ahead as seen from the day of the run.
    judged=VISITS_SETTLE + 7,
    candidates=CANDIDATES,
    beside="weekday naive",
    counts=f"Visits that are reported within {VISITS_SETTLE} days of the arrival.",
    limits=LIMITS,
    writes=risk.visits_ahead,
    trials=risk.visits_ahead_trials,
)

admissions_ahead = Forecast(
    name="admissions_ahead",
    asks="How many will be admitted to hospital in the coming fortnight?",
    owner="Health",
    reads=(health.admission,),
    series=admissions_each_day,
    carries=(*ARRIVALS, HOSPITAL),
    adds_up=HOSPITAL.name,
    horizons=until(STAYS_SETTLE),
    judged=STAYS_SETTLE + 7,
    candidates=CANDIDATES,
    beside="weekday naive",
    counts=f"Stays that have ended, and are reported, within {STAYS_SETTLE} days of admission.",
    limits=(
        *LIMITS,
        "A stay is reported when it has ended, so that a rise is seen two weeks late.",
    ),
    writes=risk.admissions_ahead,
    trials=risk.admissions_ahead_trials,
)

covid_admissions_ahead = Forecast(
    name="covid_admissions_ahead",
    asks="How many will be admitted to hospital with COVID-19 in the coming fortnight?",
    owner="Health",
    reads=(surveillance.covid_day,),
    series=covid_admissions_each_day,
    carries=(*ARRIVALS, HOSPITAL),
    adds_up=HOSPITAL.name,
    # The file comes a day later; a day more may be lacking.
    horizons=until(1),
    judged=7,
    candidates=CANDIDATES,
    beside="weekday naive",
    counts="Admissions with COVID-19, as the city counts them for a day.",
    limits=(
        LIMITS[0],
        LIMITS[-1],
        "A day is taken as known the day after; the file does not say how it was corrected.",
        "No hospital is told, so that the city's number stands alone.",
    ),
    writes=risk.covid_admissions_ahead,
    trials=risk.covid_admissions_ahead_trials,
)
