"""The laboratories' delivery: notifiable germs that were found, reported some days later."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import counted, one_by_one, usual_rate
from lakehouse.sample.emergency.patients import neighbourhood_code
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import DAYS, season
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.outbreaks import added
from lakehouse.sample.parameters import FIRST_DAY, planted
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream


@dataclass(frozen=True)
class LaboratoryStrengths:
    """Plainly chosen; a report takes a week and more, as notifiable diseases do in practice
    (Noufaily et al., Statistics in Medicine 2013, describe the delays of England)."""

    reports_a_year: float = planted(0.10, "reports per resident and year")
    tested: float = planted(0.25, "reports per visit of an outbreak")
    dispersion: float = planted(0.20, "variance of the factor of disease, day and place")
    health_tie: float = planted(0.20, "log reports per sd of the neighbourhood's health hazard")
    delay_spread: float = planted(1.5, "gamma shape of the days from specimen to report")
    no_place: float = planted(0.04, "share of reports without a neighbourhood")


@dataclass(frozen=True)
class Disease:
    """A germ: its share of reports, season, and mean days from specimen to report."""

    code: str
    share: float
    peak: int
    swing: float
    delay: float


STRENGTHS = LaboratoryStrengths()
DISEASES = (
    Disease("INFA", 0.20, 30, 0.90, 3.0),
    Disease("COV", 0.28, 360, 0.50, 3.0),
    Disease("RSV", 0.10, 350, 0.90, 3.5),
    Disease("NORO", 0.12, 40, 0.60, 4.0),
    Disease("CAMP", 0.16, 200, 0.40, 6.0),
    Disease("SALM", 0.10, 220, 0.40, 8.0),
    Disease("LEGI", 0.04, 230, 0.30, 5.0),
)
REPORTS = Delivery(
    name="laboratory_reports",
    department="health",
    file="laboratory_reports_{month}.csv",
    delimiter=";",
    date_style="%d.%m.%Y",
    happened="specimen_day",
    interval=("specimen_day", "reported_day"),
    columns=(
        Column("report_no", "id", key=True),
        Column("disease", "code", codes=tuple(d.code for d in DISEASES)),
        Column("specimen_day", "date"),
        Column("reported_day", "date"),
        Column("neighbourhood", "id"),
    ),
    sort=("reported_day", "report_no"),
)


def expected(city: City, area: int) -> Floats:
    """Expected reports by day of specimen with outbreaks, shape (diseases, days)."""
    s = STRENGTHS
    place = usual_rate(city, area, s.reports_a_year, s.health_tie)
    made = np.array([place * d.share * season(DAYS, d.peak, d.swing) for d in DISEASES])
    for _, _, disease, visits in added(city, area):
        made[[d.code for d in DISEASES].index(disease)] += s.tested * visits
    return made


def laboratory(city: City, area: int) -> dict[str, pd.DataFrame]:
    """One row per report of the neighbourhood's residents that came by the last day."""
    rng, s = stream(city.seed, f"laboratory/report/{area}"), STRENGTHS
    kind, day = one_by_one(counted(rng, expected(city, area), s.dispersion))
    usual = np.array([d.delay for d in DISEASES])[kind]
    delay = np.floor(rng.gamma(s.delay_spread, usual / s.delay_spread)).astype(np.int64)
    specimen = pd.Series(DAYS.to_numpy()[day])
    reported = specimen + pd.to_timedelta(delay, unit="D")
    placed = rng.random(day.size) >= s.no_place
    frame = pd.DataFrame(
        {
            "disease": np.array([d.code for d in DISEASES])[kind],
            "specimen_day": specimen,
            "reported_day": reported,
            "neighbourhood": pd.Series(neighbourhood_code(city, area), specimen.index).where(
                placed
            ),
            "month": month_of(reported),
        }
    )
    frame.insert(0, "report_no", dated_numbers(city, area, specimen, FIRST_DAY))
    return {"laboratory_reports": frame[frame["month"].notna()]}


SOURCES = (Source("laboratory", (REPORTS,), laboratory, strengths=STRENGTHS),)
