"""What planners know: the areas of the city, their outlines, and who lives there."""

from collections.abc import Sequence

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import LATITUDE, LONGITUDE, SOURCE

AREA = Column(
    "community_area",
    "smallint",
    "Number of the community area.",
    rule="community_area >= 1",
)
OUTLINE = Column(
    "geometry", "string", "Outline as a GeoJSON geometry, degrees of WGS 84.", required=True
)

community_area = Table(
    "planning.community_area",
    "One row per community area.",
    key=("community_area",),
    owner="Planning",
    columns=(
        AREA,
        Column("name", "string", "Its name.", required=True),
        Column(
            "population_2010", "int", "People who lived there in 2010.", rule="population_2010 >= 0"
        ),
        *SOURCE,
    ),
)

area_population = Table(
    "planning.area_population",
    "One row per community area and census.",
    key=("community_area", "census"),
    owner="Planning",
    columns=(
        AREA,
        Column("census", "smallint", "Year of the census.", rule="census % 10 = 0"),
        Column("population", "int", "People who lived there.", rule="population >= 0"),
        *SOURCE,
    ),
)


def _figures(name: str, one_row: str, more: Sequence[Column] = ()) -> Table:
    """A long table of named figures of the community areas."""
    return Table(
        name,
        one_row,
        key=("community_area", "indicator"),
        owner="Planning",
        columns=(
            AREA,
            Column("indicator", "string", "What is measured and its unit, as its contract says."),
            Column("value", "double", "The figure.", required=True),
            *more,
            *SOURCE,
        ),
    )


area_health_indicator = _figures(
    "planning.area_health_indicator",
    "One row per community area and indicator of health and living conditions over some years.",
    (
        Column("period_from", "date", "First day of the years it is of.", required=True),
        Column(
            "period_through",
            "date",
            "Last day of the years it is of.",
            rule="period_through >= period_from",
            required=True,
        ),
    ),
)

area_profile = _figures(
    "planning.area_profile",
    "One row per community area and figure of who lives there, estimates of 2010 to 2014.",
)

supermarket = Table(
    "planning.supermarket",
    "One row per supermarket.",
    key=("supermarket_id",),
    owner="Planning",
    columns=(
        Column("supermarket_id", "string", "Number of the supermarket."),
        Column("name", "string", "Name of the shop.", required=True),
        Column("address", "string", "Street address."),
        Column("status", "string", "open, or other.", rule="status in ('open', 'other')"),
        LATITUDE,
        LONGITUDE,
        *SOURCE,
    ),
)


def _outlines(what: str, key: Column, more: Sequence[Column] = ()) -> Table:
    """The outlines of one kind of area."""
    return Table(
        f"planning.{key.name}_boundary",
        f"One row per {what}, with its outline.",
        key=(key.name,),
        owner="Planning",
        columns=(key, *more, OUTLINE, *SOURCE),
    )


NAME = Column("name", "string", "Its name.", required=True)

community_area_boundary = _outlines(
    "community area",
    AREA,
    (
        NAME,
        Column("vision_zero_area", "string", "High-crash area of Vision Zero it belongs to."),
    ),
)

police_district_boundary = _outlines(
    "police district", Column("police_district", "string", "Number of the district."), (NAME,)
)

ward_boundary = _outlines(
    "ward since 2015",
    Column("ward", "smallint", "Number of the ward.", rule="ward >= 1"),
)

tract_boundary = _outlines(
    "census tract of 2010",
    Column("tract", "string", "The census's number: state, county and tract."),
    (
        NAME,
        Column("land", "bigint", "Land in square metres.", rule="land >= 0"),
        Column("water", "bigint", "Water in square metres.", rule="water >= 0"),
        Column("latitude", "double", "Latitude of a point inside, in degrees."),
        Column("longitude", "double", "Longitude of a point inside, in degrees."),
    ),
)
