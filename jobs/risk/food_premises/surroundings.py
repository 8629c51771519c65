"""What other departments saw around a premises in the days before."""

from lakehouse.declare import Near, heat
from lakehouse.tables import police, services

AROUND = Near(degrees=0.0125, bandwidth=0.0025)

PLACE = (
    heat(
        "complaints_near",
        services.sanitation_request,
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
