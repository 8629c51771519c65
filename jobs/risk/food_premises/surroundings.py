"""What other departments saw around a premises in the days before."""

from lakehouse.declare import Near, heat
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
