"""How strong the patterns planted in the emergency visits are."""

from dataclasses import dataclass

from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class EmergencyStrengths:
    """Plainly chosen, but for their direction.

    More people come on Mondays, and more with airway infections in winter (Cairns and Kang,
    National Hospital Ambulatory Medical Care Survey, 2021). Daily counts scatter more than a
    Poisson variable does, so a factor common to the city and one of each neighbourhood multiply
    what is expected. That most visits are reported on their day and some only after days is how
    syndromic surveillance is fed (CDC, National Syndromic Surveillance Program).
    """

    visits_a_year: float = planted(0.58, "usual visits per resident and year")
    health_tie: float = planted(0.30, "log visits per sd of the neighbourhood's health hazard")
    day_dispersion: float = planted(0.004, "variance of the day's factor, the same city-wide")
    area_dispersion: float = planted(0.10, "variance of the factor of syndrome, day and place")
    heat_from: float = planted(24.0, "highest temperature in deg C above which heat visits rise")
    per_degree: float = planted(0.30, "log heat visits per deg C above that")
    same_day: float = planted(0.52, "share of visits reported on the day of arrival")
    delay_decay: float = planted(0.62, "how many are reported a day later still, as a ratio")
    longest_delay: int = planted(14, "days after which every visit is reported")


STRENGTHS = EmergencyStrengths()


@dataclass(frozen=True)
class Syndrome:
    """A syndrome: its share of visits, its season and its week (Monday first).

    The season is 1 + swing * cos of the days since `peak` (day of the year). `ages` weighs the
    age bands, `hours` the six spans of four hours from midnight.
    """

    code: str
    share: float
    peak: int
    swing: float
    week: tuple[float, ...]
    ages: tuple[float, ...]
    hours: tuple[float, ...] = (0.5, 0.5, 1.5, 1.5, 1.3, 0.7)


AGE_BANDS = ("0-4", "5-17", "18-44", "45-64", "65-79", "80+")
AGE_FROM = (0, 5, 18, 45, 65, 80)
USUAL = (1.10, 1.02, 0.99, 0.98, 0.97, 0.96, 0.98)
PLAY = (0.97, 0.95, 0.95, 0.95, 1.00, 1.10, 1.08)
SYNDROMES = (
    Syndrome("RESP", 0.17, 20, 0.45, USUAL, (2.5, 1.0, 0.6, 0.9, 1.6, 2.2)),
    Syndrome("GI", 0.14, 40, 0.15, USUAL, (2.0, 1.1, 0.9, 0.8, 1.1, 1.5)),
    Syndrome("HEAT", 0.004, 200, 0.90, (1.0,) * 7, (1.2, 0.8, 0.6, 0.8, 2.0, 3.5)),
    Syndrome("INJ", 0.25, 190, 0.12, PLAY, (1.2, 1.6, 1.0, 0.7, 0.8, 1.6)),
    Syndrome("OTH", 0.436, 10, 0.05, USUAL, (0.8, 0.5, 0.8, 1.1, 1.8, 2.6)),
)
CODES = tuple(s.code for s in SYNDROMES)
