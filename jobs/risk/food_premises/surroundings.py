"""What other departments saw around a premises in the days before."""

from jobs.risk.food_premises.visits import unseen
from lakehouse.declare import Derived, Feature, Near, heat
from lakehouse.tables import city, police
from lakehouse.tables.city.complaints import ABOUT

AROUND = Near(degrees=0.0125, bandwidth=0.0025)

PLACE = (
    heat(
        "complaints_near",
        city.sanitation_complaint,
        AROUND,
        "sanitation complaints close by in the last 90 days, the nearest counting most",
        days=90,
    ),
    heat(
        "burglaries_near",
        police.burglary,
        AROUND,
        "burglaries close by in the last 90 days, the nearest counting most",
        days=90,
    ),
)
BY_KIND = tuple(
    heat(
        f"{kind}_near",
        city.sanitation_complaint,
        AROUND,
        f"complaints about {words} close by in the last 90 days, the nearest counting most",
        days=90,
        where=f"about_{kind}",
    )
    for kind, words in ABOUT.items()
)
AREA = (
    unseen(
        Feature(
            "area_complaints",
            "the year's complaints in its area, weighed by people of the city for each of the area",
            city.sanitation_complaint,
            "sum(cast(round(people_for_each * 1e9) as bigint)) {rows} / 1e9",
            ("community_area",),
            days=365,
        )
    ),
    unseen(
        Feature(
            "city_complaints",
            "the year's complaints in the city",
            city.sanitation_complaint,
            "count(people_for_each) {rows}",
            (),
            days=365,
        )
    ),
)
MADE = (
    Derived(
        "area_complaint_rate",
        "doublings of the city's complaints per resident in its area in the last year, at most 3",
        "greatest(-3, least(3, coalesce(log2(area_complaints / nullif(city_complaints, 0)), 0)))",
    ),
)
