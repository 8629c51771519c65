"""What the weather service knows: by day, by station and day, and by hour."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, SOURCE

day = Table(
    "weather.day",
    "One row per day at the city's station.",
    key=("day",),
    happened_at="day",
    known_at="known_at",
    owner="Weather service",
    columns=(
        Column("day", "date", "The day."),
        Column(
            "precipitation",
            "double",
            "Mean precipitation, inches per hour.",
            rule="precipitation >= 0",
        ),
        Column(
            "temperature_max",
            "double",
            "Highest temperature, degrees Fahrenheit.",
            rule="temperature_max between -80 and 140",
        ),
        Column("wind_speed", "double", "Mean wind speed, miles per hour.", rule="wind_speed >= 0"),
        Column(
            "humidity", "double", "Mean relative humidity, 0 to 1.", rule="humidity between 0 and 1"
        ),
        KNOWN_AT,
        *SOURCE,
    ),
)


def _measure(name: str, meaning: str, low: int, high: int) -> Column:
    """A reading with the range that a gauge can show; missing where it failed."""
    return Column(name, "double", meaning, rule=f"{name} between {low} and {high}")


station_day = Table(
    "weather.station_day",
    "One row per airport station and day.",
    key=("station", "day"),
    happened_at="day",
    known_at="known_at",
    owner="Weather service",
    columns=(
        Column("station", "tinyint", "Number of the station, 1 or 2."),
        Column("day", "date", "The day.", required=True),
        _measure("temperature_max", "Highest temperature, degrees Fahrenheit.", -80, 140),
        _measure("temperature_min", "Lowest temperature, degrees Fahrenheit.", -80, 140),
        _measure("temperature_mean", "Mean temperature, degrees Fahrenheit.", -80, 140),
        _measure("dew_point", "Mean dew point, degrees Fahrenheit.", -80, 100),
        _measure("wet_bulb", "Mean wet bulb, degrees Fahrenheit.", -80, 100),
        _measure("precipitation", "Precipitation in inches; a trace counts as 0.", 0, 40),
        Column("has_trace", "boolean", "Whether there was a trace, too little to measure."),
        _measure("sea_level_pressure", "Mean pressure at sea level, inches of mercury.", 25, 32),
        _measure("wind_speed", "Mean wind, miles per hour.", 0, 120),
        Column("phenomena", "string", "Codes of the weather: RA rain, TS thunderstorm, BR mist."),
        KNOWN_AT,
        *SOURCE,
    ),
)

airport_hour = Table(
    "weather.airport_hour",
    "One row per observation at the airport, every hour to every third.",
    key=("observed_at",),
    happened_at="day",
    known_at="known_at",
    owner="Weather service",
    columns=(
        Column("observed_at", "timestamp", "When it was observed, in UTC.", required=True),
        Column("day", "date", "The day on the city's clock.", required=True),
        _measure("temperature", "Temperature, degrees Fahrenheit.", -80, 140),
        _measure("dew_point", "Dew point, degrees Fahrenheit.", -80, 100),
        _measure("humidity", "Relative humidity, 0 to 1.", 0, 1),
        _measure("sea_level_pressure", "Pressure at sea level, inches of mercury.", 25, 32),
        _measure("visibility", "Visibility in miles.", 0, 100),
        _measure("wind_speed", "Wind, miles per hour.", 0, 120),
        _measure("gust_speed", "Gusts, miles per hour; 0 without.", 0, 150),
        _measure(
            "precipitation", "Precipitation since the hour observed before, in inches.", 0, 20
        ),
        Column("events", "string", "rain, snow, fog and so on, joined by hyphens."),
        KNOWN_AT,
        *SOURCE,
    ),
)
