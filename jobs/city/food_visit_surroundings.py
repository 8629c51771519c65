"""What other departments saw around each inspection: a replay of the City's own features."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, police, services, weather
from lakehouse.transform.density import density

WEATHER = ("precipitation", "temperature_max", "wind_speed", "humidity")
BANDWIDTH = 0.0025
DAYS = 90
MOST_YEARS = 2.0


@job(
    reads=[city.food_visit, weather.day, services.sanitation_request, police.burglary],
    writes=city.food_visit_surroundings,
)
def food_visit_surroundings(
    food_visit: DataFrame, day: DataFrame, sanitation_request: DataFrame, burglary: DataFrame
) -> DataFrame:
    """Definitions as published with Chicago's food inspection model of 2014."""
    points = food_visit.select(
        F.col("inspection_id").alias("point_id"),
        F.col("visited_on").alias("day"),
        "latitude",
        "longitude",
    )
    complaints = sanitation_request.where("status in ('completed', 'open')")
    heat = [
        density(
            points,
            events.withColumnRenamed(when, "day"),
            days=DAYS,
            bandwidth=BANDWIDTH,
            name=name,
        ).withColumnRenamed("point_id", "inspection_id")
        for events, when, name in (
            (complaints, "created_on", "heat_sanitation"),
            (burglary, "happened_on", "heat_burglary"),
        )
    ]
    joined = visit_before(food_visit).join(weather_before(food_visit, day), "inspection_id", "left")
    for density_of in heat:
        joined = joined.join(density_of, "inspection_id", "left")
    return joined


def visit_before(food_visit: DataFrame) -> DataFrame:
    """What the canvass visit before each one found; zeros and two years where there is none."""
    # Numbers are text: the shorter one is the smaller one.
    order = ("visited_on", F.length("inspection_id"), "inspection_id")
    before = Window.partitionBy("premises_id").orderBy(*order)
    gap = F.datediff("visited_on", F.lag("visited_on").over(before)) / 365
    return food_visit.where("is_canvass").select(
        "inspection_id",
        *(
            F.coalesce(F.lag(F.col(column).cast("int")).over(before), F.lit(0)).alias(name)
            for column, name in (
                ("failed", "past_fail"),
                ("critical", "past_critical"),
                ("serious", "past_serious"),
                ("minor", "past_minor"),
            )
        ),
        F.least(F.coalesce(gap, F.lit(MOST_YEARS)), F.lit(MOST_YEARS)).alias("time_since_last"),
        F.isnull(gap).cast("int").alias("first_record"),
    )


def weather_before(food_visit: DataFrame, day: DataFrame) -> DataFrame:
    """Mean weather of the three days before each visit."""
    three = food_visit.select(
        "inspection_id", F.expr("explode(sequence(visited_on - 3, visited_on - 1))").alias("day")
    )
    means = [F.avg(name).alias(name) for name in WEATHER]
    return three.join(F.broadcast(day), "day").groupBy("inspection_id").agg(*means)
