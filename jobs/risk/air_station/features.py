"""What is known of a station's air before a day: its readings, those of others, season, weather."""

from lakehouse.declare import Derived, Feature, average, count_and_total, latest
from lakehouse.tables import city
from lakehouse.transform.season import same_time_of_year

AIR, WEATHER = city.air_limit_day, city.airport_day
SEASON = same_time_of_year("day", 15)
# A reading is known a day after its day, so eight days hold the readings of seven.
WEEK, MONTH, QUARTER = 8, 31, 91
DUST, OZONE = "fine dust, micrograms per cubic metre", "ozone, micrograms per cubic metre"


def over(
    name: str, link: tuple[str, ...], where: str, days: int | None = None, when: str | None = None
) -> tuple[Feature, Feature]:
    """How many readings there are, and how many of them over a limit."""
    return count_and_total(
        (f"readings{name}", f"exceedances{name}"),
        AIR,
        "over_limit",
        link,
        (f"readings {where}", f"readings over a limit {where}"),
        days=days,
        where=when,
    )


SHARES = (
    *over("", ("station",), "of the station"),
    *over("_lately", ("station",), "of the station in the last month", MONTH),
    *over("_city", (), "of all stations in the last week", WEEK),
    *over("_season", (), "of all stations at this time of any year", when=SEASON),
)
OWN = (
    latest("near_last", AIR, "of_limit", "station", "last reading as a share of its limit"),
    average("near_month", AIR, "of_limit", "station", "readings of a month as a share of the limit",
            days=MONTH),
    latest("dust_last", AIR, "pm25", "station", f"last {DUST}"),
    average("dust_week", AIR, "pm25", "station", f"mean of a week of {DUST}", days=WEEK),
    average("dust_month", AIR, "pm25", "station", f"mean of a month of {DUST}", days=MONTH),
    average("dust_quarter", AIR, "pm25", "station", f"mean of three months of {DUST}",
            days=QUARTER),
    average("dust_city", AIR, "pm25", (), f"mean of three months of all stations' {DUST}",
            days=QUARTER),
    latest("ozone_last", AIR, "ozone", "station", f"last {OZONE}"),
    average("ozone_week", AIR, "ozone", "station", f"mean of a week of {OZONE}", days=WEEK),
)  # fmt: skip


def rain(name: str, days: int, meaning: str) -> Feature:
    """Inches that fell in the last days, summed in thousandths."""
    take = "sum(cast(round(precipitation * 1000) as bigint)) {rows} / 1000"
    return Feature(name, meaning, WEATHER, take, (), days)


BEFORE = (
    rain("rain_1", 1, "rain of the day before, inches"),
    average("wind", WEATHER, "wind_speed", (), "wind of the day before, miles per hour", days=1),
    average("warmth", WEATHER, "temperature", (),
            "mean temperature of the day before, degrees Fahrenheit", days=1),
)  # fmt: skip


def drawn(name: str, strength: int) -> str:
    """SQL: readings over a limit per reading, drawn to one in ten where there are few."""
    return f"(exceedances{name} + {strength} / 10) / (readings{name} + {strength})"


def of_year(turn: str, day: int) -> str:
    """SQL: a wave of the year whose top (of ``cos``) is on a day of the year."""
    return f"{turn}(2 * pi() * (dayofyear(as_of) - {day}) / 365.25)"


MADE = (
    Derived("share", "share of its readings over a limit", drawn("", 30)),
    Derived("share_lately", "share of its readings of a month over a limit", drawn("_lately", 10)),
    Derived("share_city", "share over a limit at all stations in a week", drawn("_city", 20)),
    Derived("share_season", "share over a limit at this time of any year", drawn("_season", 100)),
    Derived(
        "beside_others",
        "fine dust of three months, as a multiple of the city's average",
        "dust_quarter / nullif(dust_city, 0)",
    ),
    Derived("dust_log", "fine dust of a month, as a logarithm", "ln(dust_month)"),
    Derived("midwinter", "how near it is to the middle of January, -1 to 1", of_year("cos", 15)),
    Derived("spring", "how near it is to the middle of April, -1 to 1", of_year("sin", 15)),
    Derived("rain_now", "rain of the day before, as a logarithm", "ln(0.05 + rain_1)"),
)
FEATURES = (*SHARES, *OWN, *BEFORE, *MADE)
# A station's level and the time of the year, which no weather of one day disturbs.
LEVEL = ("beside_others", "midwinter", "spring")
KNOWN = (
    *("share", "share_lately", "share_city", "near_last", "near_month"),
    *("dust_last", "dust_week", "dust_log", "ozone_last", "ozone_week", "beside_others"),
)
DAY = ("share_season", "midwinter", "spring", "warmth", "wind", "rain_now")
