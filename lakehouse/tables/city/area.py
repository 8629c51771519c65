"""The areas of the city: their outlines, who lives there, and what happened in them."""

from lakehouse.declare import Column, Table

KINDS = ("community_area", "police_district", "ward", "tract")
AREA_KIND = Column(
    "area_kind",
    "string",
    "community_area, police_district, ward or tract.",
    rule=f"area_kind in {KINDS}",
)
AREA = Column("area", "string", "Number of the area among those of its kind.")
EVENT_KIND = Column("event_kind", "string", "What happened; city.event lists the kinds.")
EVENTS = Column("events", "int", "How many happened.", required=True, rule="events >= 0")
HARMFUL = Column(
    "harmful", "int", "How many of them did harm.", required=True, rule="harmful <= events"
)

area_boundary = Table(
    "city.area_boundary",
    "One row per area of any kind, with its outline.",
    key=("area_kind", "area"),
    owner="Planning",
    columns=(
        AREA_KIND,
        AREA,
        Column("name", "string", "Its name; its number where it has none."),
        Column(
            "geometry", "string", "Outline as a GeoJSON geometry, degrees of WGS 84.", required=True
        ),
    ),
)

area_population = Table(
    "city.area_population",
    "One row per area and census: who lived there. Only areas that a census counted have one.",
    key=("area_kind", "area", "census"),
    owner="Planning",
    columns=(
        AREA_KIND,
        AREA,
        Column("census", "smallint", "Year of the census."),
        Column("population", "int", "People who lived there.", required=True),
    ),
)

area_air_station = Table(
    "city.area_air_station",
    "One row per community area that a census counted: the air station nearest to its middle.",
    key=("community_area",),
    owner="Data office",
    columns=(
        Column("community_area", "string", "Number of the area."),
        Column("census", "smallint", "Year of the last census known."),
        Column("population", "int", "People who lived there then.", required=True),
        Column("station", "string", "Number of the station; missing where none is near enough."),
        Column("km", "double", "Kilometres from the area's middle to it.", rule="km >= 0"),
        Column(
            "why_no_station",
            "string",
            "Why its air counts as not measured, where it does.",
            rule="(why_no_station is null) = (station is not null)",
        ),
    ),
)

area_day = Table(
    "city.area_day",
    "One row per area, day and kind of event that happened there; days without one have no row.",
    key=("area_kind", "area", "day", "event_kind"),
    happened_at="day",
    known_at="known_at",
    owner="Data office",
    columns=(
        AREA_KIND,
        AREA,
        Column("day", "date", "The day.", required=True),
        EVENT_KIND,
        EVENTS,
        HARMFUL,
        Column(
            "known_at",
            "date",
            "Day on which the last of them was known; who asks what was known on an earlier day "
            "counts city.event.",
            required=True,
        ),
        Column("population", "int", "People who lived there at the last census before the year."),
    ),
)

area_month = Table(
    "city.area_month",
    "One row per area (tracts left out), month and kind of event, zeros included, for the months "
    "in which the city had an event of the kind; another month is a gap, not a zero.",
    key=("area_kind", "area", "month", "event_kind"),
    owner="Data office",
    columns=(
        AREA_KIND,
        AREA,
        Column("month", "date", "First day of the month."),
        EVENT_KIND,
        EVENTS,
        HARMFUL,
        Column(
            "days",
            "int",
            "Days of the month between the first and the last event of the kind in the city: "
            "fewer at the ends of the files.",
            rule="days between 1 and 31",
        ),
        Column("population", "int", "People who lived there at the last census before the year."),
        Column("per_1000", "double", "Events per 1,000 people who live there, in these days."),
        Column("harmful_per_1000", "double", "Harmful events per 1,000 people, in these days."),
    ),
)
