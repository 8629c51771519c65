"""How the two crash registers and the list of measures are delivered."""

from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.transport.events import EFFECTS
from lakehouse.sample.transport.registers import CAUSES, INJURIES, KINDS

SKY, SURFACE = ("DRY", "RAIN", "FOG"), ("DRY", "WET")
LIGHT, WHO = ("DAY", "DAWN", "DUSK", "DARK", "DARK_LIT"), ("PEDESTRIAN", "CYCLIST")
CONDITIONS = (
    Column("weather", "code", codes=SKY),
    Column("light", "code", codes=LIGHT),
    Column("surface", "code", codes=SURFACE),
)

CRASHES = Delivery(
    name="crashes",
    department="transport",
    file="crashes_{month}.csv",
    delimiter=";",
    encoding="iso-8859-1",
    date_style="%d-%m-%Y %H:%M",
    happened="crashed_at",
    interval=("crashed_at", "registered_at"),
    sort=("registered_at", "crash_no"),
    columns=(
        Column("crash_no", "id", key=True),
        Column("crashed_at", "date"),
        Column("registered_at", "date"),
        Column("outcome", "code", codes=("DAMAGE", "INJURY", "FATAL")),
        Column("kind", "code", codes=(*KINDS, *WHO)),
        Column("units", "number", low=1, high=20),
        # Miles an hour instead of kilometres: no street has such a limit.
        Column("limit_kmh", "number", low=30, high=50, wrong_unit=(0.621371, 0)),
        *CONDITIONS,
        Column("cause", "code", codes=CAUSES),
        Column("street", "text"),
        Column("neighbourhood", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
WALKERS = Delivery(
    name="pedestrian_cyclist_crashes",
    department="transport",
    file="pedestrian_cyclist_crashes_{month}.jsonl",
    format="jsonl",
    date_style="%Y-%m-%dT%H:%M",
    happened="crashed_at",
    interval=("crashed_at", "recorded_at"),
    sort=("recorded_at", "record_no"),
    columns=(
        Column("record_no", "id", key=True),
        Column("crashed_at", "date"),
        Column("recorded_at", "date"),
        Column("who", "code", codes=WHO),
        Column("worst_injury", "code", codes=INJURIES),
        Column("injured", "number", low=0, high=9),
        Column("killed", "number", low=0, high=9),
        Column("incapacitating", "number", low=0, high=9),
        Column("visible", "number", low=0, high=9),
        Column("possible", "number", low=0, high=9),
        *CONDITIONS,
        Column("fled", "flag"),
        Column("door", "flag"),
        Column("intersection_no", "id"),
        Column("streets", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
MEASURES = Delivery(
    name="road_measures",
    department="transport",
    file="road_measures.csv",
    delimiter="\t",
    byte_order_mark=True,
    date_style="%d/%m/%Y",
    interval=("decided_on", "completed_on"),
    sort=("completed_on", "measure_no"),
    columns=(
        Column("measure_no", "id", key=True),
        Column("kind", "code", codes=tuple(EFFECTS)),
        Column("intersection_no", "id"),
        Column("streets", "text"),
        Column("decided_on", "date"),
        Column("completed_on", "date"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
