"""What other departments saw around a premises in the days before."""

from lakehouse.declare import Near, heat
from lakehouse.tables import police, services

AROUND = Near(degrees=0.0125, bandwidth=0.0025)

# By what stands in the complaint: every city has its own words for what somebody saw.
KINDS = {
    "refuse": "garbage|rubbish|refuse|waste|trash|dump|overflow|litter",
    "animals": "rodent|(^|[^a-z])rats?([^a-z]|$)|mice|vermin|insect|roach|pest|feces|animal",
    "water": "water|sewage|sewer|smell|odou?r",
}
WORDS = {
    "refuse": "refuse and overflowing containers",
    "animals": "rats, vermin and filth of animals",
    "water": "standing water and smells",
}

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
BY_KIND = tuple(
    heat(
        f"{kind}_near",
        services.sanitation_request,
        AROUND,
        f"complaints about {WORDS[kind]} close by in the last 90 days, the nearest counting most",
        days=90,
        where=f"lower(nature) rlike '{words}'",
    )
    for kind, words in KINDS.items()
)
