"""Counts that the city published beside those counted from the events: compared, never added."""

from lakehouse.declare import Column, Table

crash_count_balance = Table(
    "city.crash_count_balance",
    "One row per area, year and kind of crash: published = counted + difference. The area "
    "'none' holds published crashes of an unknown area and events that lie in none.",
    key=("area_kind", "area", "year"),
    owner="Transport",
    columns=(
        Column(
            "area_kind",
            "string",
            "community_area, police_district, tract or intersection.",
            rule="area_kind in ('community_area', 'police_district', 'tract', 'intersection')",
        ),
        Column("area", "string", "Number of the area or intersection, or none."),
        Column("year", "smallint", "Year of the crashes."),
        Column(
            "published",
            "int",
            "Crashes with somebody walking or cycling that the city published for it.",
            required=True,
        ),
        Column("counted", "int", "Events located there, or named there.", required=True),
        Column(
            "difference",
            "int",
            "Published less counted.",
            rule="difference = published - counted",
            required=True,
        ),
    ),
)
