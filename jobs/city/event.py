"""The events of all departments in one shape, each located once per distinct coordinate."""

from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, Bounds, job
from lakehouse.tables import ambulance, city, fire, police, services, transport, vector
from lakehouse.tables.city.area import KINDS
from lakehouse.transform.grid import SIZES, Grid
from lakehouse.transform.place import located

BURNT = "kind <> 'alarm' and damage <> 'none' or injured > 0"


@job(
    reads=[city.area_boundary],
    optional=[
        transport.crash,
        transport.pedestrian_cyclist_crash,
        police.burglary,
        services.sanitation_request,
        services.abandoned_vehicle,
        city.food_visit,
        vector.mosquito_catch,
        police.incident,
        services.request,
        fire.incident,
        ambulance.run,
        police.call,
        vector.spraying,
    ],
    writes=city.event,
    # Requests are left out: of those that were marked as repeated none becomes an event.
    balances=[
        Balance(transport.crash, among=("event_kind", "crash")),
        Balance(
            transport.pedestrian_cyclist_crash, among=("event_kind", "pedestrian_cyclist_crash")
        ),
        Balance(police.burglary, among=("event_kind", "burglary")),
        Balance(services.abandoned_vehicle, among=("event_kind", "abandoned_vehicle")),
        Balance(city.food_visit, among=("event_kind", "food_visit")),
        Balance(vector.mosquito_catch, among=("event_kind", "mosquito_catch")),
        Balance(police.incident, among=("event_kind", "police_incident")),
        Balance(fire.incident, among=("event_kind", "fire_incident")),
        Balance(ambulance.run, among=("event_kind", "ambulance_run")),
        Balance(police.call, among=("event_kind", "police_call")),
        Balance(vector.spraying, among=("event_kind", "spraying")),
    ],
    days_back=0,
)
def event(
    area_boundary: DataFrame,
    crash: DataFrame,
    pedestrian_cyclist_crash: DataFrame,
    burglary: DataFrame,
    sanitation_request: DataFrame,
    abandoned_vehicle: DataFrame,
    food_visit: DataFrame,
    mosquito_catch: DataFrame,
    police_incident: DataFrame,
    request: DataFrame,
    fire_incident: DataFrame,
    run: DataFrame,
    call: DataFrame,
    spraying: DataFrame,
    bounds: Bounds,
) -> DataFrame:
    """A repeated complaint is one event: the city marked it as a duplicate of another."""
    told = request.where("status <> 'duplicate'")
    asked = sanitation_request.where("status in ('open', 'completed')")
    each = [
        _events("crash", crash, "row_id", "happened_on", "has_injury"),
        _events(
            "pedestrian_cyclist_crash",
            pedestrian_cyclist_crash,
            "crash_id",
            "happened_on",
            "worst_injury <> 'none'",
        ),
        _events("burglary", burglary, "burglary_id", "happened_on", "true"),
        _events("sanitation_request", asked, "row_id", "created_on", "true"),
        _events("abandoned_vehicle", abandoned_vehicle, "row_id", "created_on", "true"),
        _events("food_visit", food_visit, "inspection_id", "visited_on", "critical_found"),
        _events("mosquito_catch", mosquito_catch, "row_id", "caught_on", "virus_found"),
        _events("police_incident", police_incident, "incident_id", "happened_on", "true"),
        _events("service_request", told, "request_id", "created_on", "true"),
        _events("fire_incident", fire_incident, "incident_id", "happened_on", BURNT),
        _events("ambulance_run", run, "run_id", "happened_on", "is_urgent"),
        _events("police_call", call, "call_id", "happened_on", "false"),
        _events("spraying", spraying, "row_id", "sprayed_on", "false"),
    ]
    boundaries = area_boundary.selectExpr("area_kind as kind", "area as code", "geometry")
    placed = located(reduce(DataFrame.unionByName, each), boundaries, KINDS)
    grid = Grid(bounds.south, bounds.west, bounds.north)
    cells = {f"cell_{size}": F.expr(grid.cell_sql(size)) for size in SIZES}
    return placed.withColumns(cells).select(*city.event.column_names)


def _events(kind: str, facts: DataFrame, key: str, day: str, harm: str) -> DataFrame:
    return facts.select(
        F.lit(kind).alias("event_kind"),
        F.col(key).alias("event_id"),
        F.col(day).alias("happened_on"),
        F.expr(f"coalesce({harm}, false)").alias("is_harmful"),
        *("known_at", "latitude", "longitude"),
    )
