"""What other departments saw around a premises in the days before."""

from jobs.risk.food_premises.visits import unseen
from lakehouse.declare import Derived, Near, heat, latest
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
        latest(
            "complaint_ratio",
            city.food_visit_area,
            "complaint_ratio",
            "premises_id",
            "complaints per resident of its area before the last visit, to those of the city",
        )
    ),
)
MADE = (
    Derived(
        "area_complaints",
        "doublings of the city's complaints per resident in its area, 3 up or down at most",
        "greatest(-3, least(3, coalesce(log2(complaint_ratio), 0)))",
    ),
)
