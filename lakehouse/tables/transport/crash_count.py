"""Crashes of a year as the city counted them itself, by place."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, SOURCE
from lakehouse.tables.transport.crash import HURT


def _counts(place: Column, kinds: tuple[str, str], more: tuple[Column, ...] = ()) -> Table:
    """Crashes and people hurt per place, year and kind of crash."""
    words = place.name.removesuffix("_id").replace("_", " ")
    listed = " or ".join(kinds)
    return Table(
        f"transport.crash_count_{place.name.removesuffix('_id')}",
        f"One row per {words}, year and kind of crash that happened there.",
        key=(place.name, "year", "kind"),
        happened_at="year_ends_on",
        known_at="known_at",
        owner="Transport",
        columns=(
            place,
            *more,
            Column("year", "smallint", "Year of the crashes.", rule="year between 2000 and 2100"),
            Column("year_ends_on", "date", "Last day of that year.", required=True),
            Column("kind", "string", f"Who was in it: {listed}.", rule=f"kind in {kinds}"),
            Column("crashes", "int", "Crashes in the year.", rule="crashes >= 1", required=True),
            *HURT,
            KNOWN_AT,
            *SOURCE,
        ),
    )


ANY = ("pedestrian_or_cyclist", "other")
crash_count_community_area = _counts(
    Column("community_area", "string", "Number of the community area, or unknown."), ANY
)
crash_count_police_district = _counts(
    Column("police_district", "string", "Number of the police district, or unknown."), ANY
)
crash_count_tract = _counts(
    Column("tract", "string", "The census's number of the tract of 2010, or unknown."), ANY
)
crash_count_intersection = _counts(
    Column(
        "intersection_id",
        "int",
        "Number of the intersection; numbers up to the largest that are absent had no crash.",
    ),
    ("pedestrian", "cyclist"),
    (Column("name", "string", "Streets that meet."),),
)
