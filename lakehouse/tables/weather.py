"""What the weather service knows: one row per day."""

from lakehouse.declare import Column, Table
from lakehouse.tables.source import SOURCE

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
        Column("known_at", "date", "First day the city knew of it.", required=True),
        *SOURCE,
    ),
)
