"""The road network as far as crashes tell: intersections, and what happens along streets."""

from lakehouse.declare import Column, Table
from lakehouse.tables.transport.crash import SEVERITY

intersection = Table(
    "city.intersection",
    "One row per intersection: all numbers up to the largest that is known; place and streets "
    "are known of those where somebody walking or cycling crashed.",
    key=("intersection_id",),
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The intersection.", rule="intersection_id >= 1"),
        Column("name", "string", "Streets that meet, parted by ' / '."),
        Column("latitude", "double", "Latitude of the first crash there, in degrees."),
        Column("longitude", "double", "Longitude of the first crash there, in degrees."),
        Column("known_at", "date", "Day from which its place and streets are known."),
    ),
)

corridor_crash = Table(
    "city.corridor_crash",
    "One row per injury crash at an intersection, street that it lies on, and other intersection "
    "of that street within 2 km.",
    key=("intersection_id", "street", "crash_id"),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The other intersection, not that of the crash."),
        Column("street", "string", "The street that both lie on."),
        Column(
            "street_place",
            "int",
            "1 when the street is named first at the other intersection, 2 when second.",
            rule="street_place >= 1",
            required=True,
        ),
        Column("crash_id", "string", "The crash.", grade="internal"),
        Column("metres", "double", "Metres between them.", rule="metres between 0 and 2000"),
        Column("happened_on", "date", "Day of the crash.", required=True),
        Column("known_at", "date", "First day on which both were known.", required=True),
    ),
)

TRAFFIC_FROM = Column(
    "traffic_from", "string", "counted, or estimated from what; missing where it is unknown."
)

# What may tell how much goes on where no traffic is known.
AROUND = (
    Column(
        "people",
        "double",
        "People living in its area by the kilometre of street there; of an intersection, at the "
        "street that has most. Missing where nobody knows.",
    ),
    Column("rail_entries", "double", "Entries a day at rail stations within a walk, likewise."),
)

street_traffic = Table(
    "city.street_traffic",
    "One row per segment: its traffic as last counted, else as estimated.",
    key=("segment_id",),
    owner="Transport",
    columns=(
        Column("segment_id", "int", "The segment."),
        Column("aadt", "double", "Vehicles a day.", rule="aadt >= 0"),
        Column(
            "aadt_sd",
            "double",
            "Standard deviation of its logarithm: 0 where counted, missing where nothing says how "
            "sure it is.",
            rule="aadt_sd >= 0",
        ),
        TRAFFIC_FROM,
        *AROUND,
    ),
)

street_site = Table(
    "city.street_site",
    "One row per site of the street network: a segment, or an intersection.",
    key=("site_id",),
    owner="Transport",
    columns=(
        Column("site_id", "string", "S and the segment's number, or N and the intersection's."),
        Column(
            "kind",
            "string",
            "segment or intersection.",
            rule="kind in ('segment', 'intersection')",
            required=True,
        ),
        Column("facility", "string", "Its class: sites of one class are compared.", required=True),
        Column("name", "string", "Its street, or the streets that meet, the busiest first."),
        Column("metres", "double", "Length of a segment.", rule="metres > 0"),
        Column("speed_limit", "smallint", "Posted limit of a segment, miles per hour."),
        Column("aadt", "double", "Vehicles a day; at an intersection on its busiest street."),
        Column("aadt_minor", "double", "Vehicles a day on the busiest other street."),
        Column(
            "aadt_sd",
            "double",
            "Standard deviation of the logarithm of that traffic: 0 where counted, missing where "
            "nothing says how sure it is.",
            rule="aadt_sd >= 0",
        ),
        Column("aadt_minor_sd", "double", "The same of aadt_minor.", rule="aadt_minor_sd >= 0"),
        Column(
            "is_counted",
            "boolean",
            "Whether all its traffic was counted; else some of it was estimated.",
            required=True,
        ),
        TRAFFIC_FROM,
        *AROUND,
        Column("latitude", "double", "Latitude of its middle in degrees."),
        Column("longitude", "double", "Longitude of its middle in degrees."),
    ),
)

site_crash = Table(
    "city.site_crash",
    "One row per reported crash, with the site of the street network that it belongs to.",
    key=("row_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("row_id", "string", "The crash, as in transport.crash."),
        Column("site_id", "string", "An intersection within 30 m, else the nearest street."),
        Column("metres", "double", "Metres to it.", rule="metres >= 0"),
        Column(
            "share_along",
            "double",
            "Share of the segment's line before it: 0 at the line's first end, 1 at its last. Its "
            "place is projected on the line; missing at an intersection.",
            rule="share_along between 0 and 1",
        ),
        Column(
            "why_no_site",
            "string",
            "Why it has no site.",
            rule="(why_no_site is null) = (site_id is not null)",
        ),
        Column("happened_on", "date", "Day of the crash.", required=True),
        Column("has_injury", "boolean", "Whether anybody was hurt.", required=True),
        SEVERITY,
        Column("known_at", "date", "First day the city knew of it.", required=True),
    ),
)

detector_clean = Table(
    "city.detector_clean",
    "One row per detector and hour of the last year, measured or not: its speed as it may be used.",
    key=("detector_id", "day", "hour"),
    owner="Transport",
    columns=(
        Column("detector_id", "string", "The detector."),
        Column("day", "date", "The day."),
        Column("hour", "tinyint", "Hour of the day, local time.", rule="hour between 0 and 23"),
        Column("vehicles", "int", "Vehicles that passed, where measured.", rule="vehicles >= 0"),
        Column(
            "speed",
            "double",
            "Their mean speed, miles per hour; where it was not measured the last one of the three "
            "hours before, and none without one.",
            rule="speed > 0",
        ),
        Column(
            "flag",
            "string",
            "measured; stuck: three hours or more all said the same; carried: the speed is that of "
            "an hour before; missing: nothing to go by.",
            rule="flag in ('measured', 'stuck', 'carried', 'missing') "
            "and (speed is not null or flag not in ('measured', 'carried'))",
            required=True,
        ),
    ),
)
