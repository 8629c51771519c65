"""What is known of a trap before a week: its catches, those of others, the season, the weather."""

from lakehouse.declare import Derived, Feature, Near, average, count, count_and_total, latest, total
from lakehouse.tables import city, weather
from lakehouse.transform.season import same_time_of_year

CATCH, WEATHER = city.trap_catch, weather.station_day
AROUND = Near(degrees=0.05)
SEASON = same_time_of_year("caught_on", 10)
# Development of the virus in the mosquito is slow below 22 degrees Celsius: Ruiz et al. (2010),
# Parasites and Vectors 3:19, count degree days in Illinois from there.
BASE = 71.6

OWN = (
    count("catches", CATCH, "trap", "earlier catches"),
    total("virus_catches", CATCH, "virus_found", "trap", "earlier catches with the virus"),
    total(
        "virus_trap_lately",
        CATCH,
        "virus_found",
        "trap",
        "catches of the trap with the virus in the last five weeks",
        days=35,
    ),
    latest("mosquitoes_last", CATCH, "mosquitoes", "trap", "mosquitoes in its last catch"),
)


def others(
    name: str,
    link: Near | tuple[()],
    where: str,
    *,
    days: int | None = None,
    when: str | None = None,
) -> tuple[Feature, Feature]:
    """How many catches there are of several traps, and how many of them with the virus."""
    return count_and_total(
        (f"catches_{name}", f"virus_{name}"),
        CATCH,
        "virus_found",
        link,
        (f"catches {where}", f"catches with the virus {where}"),
        days=days,
        where=when,
    )


# A result is known a week after the catch, so three weeks hold the results of two.
OTHERS = (
    *others("near", AROUND, "within 5 km in the last five weeks", days=35),
    *others("city", (), "anywhere in the last three weeks", days=21),
    *others("season", (), "at this time of any year", when=SEASON),
)


def summed(name: str, what: str, days: int, meaning: str) -> Feature:
    """A sum over the days before at both stations, halved, summed in thousandths."""
    take = f"sum(cast(round(({what}) * 1000) as bigint)) {{rows}} / 2000"
    return Feature(name, meaning, WEATHER, take, (), days)


BEFORE = (
    summed(
        "degree_days",
        f"greatest(temperature_mean - {BASE}, 0)",
        28,
        "degree days above 22 Celsius in four weeks",
    ),
    summed("rain_14", "precipitation", 14, "rain of the two weeks before, inches"),
    summed("rain_35", "precipitation", 35, "rain of the five weeks before, inches"),
    average(
        "warmth",
        WEATHER,
        "temperature_mean",
        (),
        "mean temperature of the two weeks before, degrees Fahrenheit",
        days=14,
    ),
)


def drawn(name: str, strength: int) -> str:
    """SQL: catches with the virus per catch, drawn to one in sixteen where there are few."""
    of = f"virus_{name}", f"catches_{name}"
    return f"({of[0]} + {strength} / 16) / ({of[1]} + {strength})"


MADE = (
    Derived(
        "share",
        "share of the trap's catches with the virus",
        "(virus_catches + 10 / 16) / (catches + 10)",
    ),
    Derived("share_near", "share with the virus within 5 km in five weeks", drawn("near", 10)),
    Derived("share_city", "share with the virus anywhere in three weeks", drawn("city", 20)),
    Derived("share_season", "share with the virus at this time of any year", drawn("season", 20)),
    Derived("swarm", "mosquitoes in its last catch, as a logarithm", "ln(1 + mosquitoes_last)"),
    Derived("rain_before", "rain of the three weeks before those", "rain_35 - rain_14"),
)
FEATURES = (*OWN, *OTHERS, *BEFORE, *MADE)
KNOWN = ("share", "virus_trap_lately", "share_near", "share_city", "share_season", "swarm")
WARMTH = ("degree_days", "rain_14", "rain_before", "warmth")
