"""What is known of a beach's water before a day: its samples, those of others, rain and lake."""

from lakehouse.declare import (
    Derived,
    Feature,
    Near,
    average,
    count,
    count_and_total,
    latest,
    total,
)
from lakehouse.tables import city, environment
from lakehouse.transform.season import same_time_of_year

SAMPLE, LEVEL, WEATHER = city.beach_day, environment.lake_level_day, city.airport_day
AROUND = Near(degrees=0.05)
SEASON = same_time_of_year("sampled_on", 10)

OWN = (
    count("samples", SAMPLE, "beach", "earlier samples"),
    total("exceedances", SAMPLE, "over_limit", "beach", "earlier samples over the limit"),
    count("samples_lately", SAMPLE, "beach", "samples of the last 30 days", days=30),
    total(
        "exceedances_lately",
        SAMPLE,
        "over_limit",
        "beach",
        "samples over the limit in the last 30 days",
        days=30,
    ),
    latest(
        "over_last",
        SAMPLE,
        "cast(over_limit as int)",
        "beach",
        "the last sample was over the limit (1 yes)",
    ),
    latest("ecoli_last", SAMPLE, "ecoli", "beach", "E. coli in the last sample, per 100 ml"),
)


def others(
    name: str,
    link: Near | tuple[()],
    where: str,
    *,
    days: int | None = None,
    when: str | None = None,
) -> tuple[Feature, Feature]:
    """How many samples there are of several beaches, and how many of them over the limit."""
    return count_and_total(
        (f"samples_{name}", f"exceedances_{name}"),
        SAMPLE,
        "over_limit",
        link,
        (f"samples {where}", f"samples over the limit {where}"),
        days=days,
        where=when,
    )


# A sample is known a day after it was taken, so four days hold the samples of three.
OTHERS = (
    *others("near", AROUND, "within 5 km in the last days", days=4),
    *others("city", (), "at all beaches in the last days", days=4),
    *others("season", (), "at this time of any year", when=SEASON),
)


def rain(name: str, days: int, meaning: str) -> Feature:
    """Inches that fell in the last days, summed in thousandths."""
    take = "sum(cast(round(precipitation * 1000) as bigint)) {rows} / 1000"
    return Feature(name, meaning, WEATHER, take, (), days)


BEFORE = (
    rain("rain_1", 1, "rain of the day before, inches"),
    rain("rain_7", 7, "rain of the week before, inches"),
    average("wind", WEATHER, "wind_speed", (), "wind of the day before, miles per hour", days=1),
    average(
        "warmth",
        WEATHER,
        "temperature",
        (),
        "mean temperature of the three days before, degrees Fahrenheit",
        days=3,
    ),
    latest("lake_level", LEVEL, "level", (), "last known level of the lake, feet"),
    average("lake_week", LEVEL, "level", (), "mean level of the lake in a week, feet", days=8),
)


def drawn(name: str, strength: int) -> str:
    """SQL: samples over the limit per sample, drawn to one in seven where there are few."""
    end = f"_{name}" if name else ""
    return f"(exceedances{end} + {strength} / 7) / (samples{end} + {strength})"


MADE = (
    Derived("share", "share of its samples over the limit", drawn("", 20)),
    Derived(
        "share_lately",
        "share of its samples over the limit in the last 30 days",
        drawn("lately", 5),
    ),
    Derived("share_near", "share over the limit within 5 km in the last days", drawn("near", 5)),
    Derived(
        "share_city", "share over the limit at all beaches in the last days", drawn("city", 10)
    ),
    Derived("share_season", "share over the limit at this time of any year", drawn("season", 50)),
    Derived("ecoli_log", "E. coli in the last sample, as a logarithm", "ln(1 + ecoli_last)"),
    Derived("lake_rise", "rise of the lake against its week, feet", "lake_level - lake_week"),
    Derived("rain_now", "rain of the day before, as a logarithm", "ln(0.05 + rain_1)"),
    Derived("rain_week", "rain of the week before, as a logarithm", "ln(0.05 + rain_7)"),
)
FEATURES = (*OWN, *OTHERS, *BEFORE, *MADE)
KNOWN = ("share", "share_lately", "over_last", "ecoli_log", "share_near", "share_city")
WATER = ("rain_now", "rain_week", "wind", "warmth", "lake_level", "lake_rise", "share_season")
