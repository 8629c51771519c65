"""What is known of a building before three months: its register entry, and what happened there."""

from lakehouse.declare import Derived, Feature, Near, count, latest
from lakehouse.tables import city, fire

BUILDING, INCIDENT, CALL = fire.building, city.building_incident, fire.incident
HERE = ("building_id",)
BURNT = "kind = 'building_fire'"
AROUND = Near(degrees=0.003)
KINDS = {
    "flats": "flats",
    "shop": "a shop",
    "restaurant": "a restaurant",
    "workshop": "a workshop",
    "warehouse": "a warehouse",
    "office": "an office",
    "care_home": "a care home",
    "school": "a school",
    "vacant": "vacant",
}


def flag(name: str, said: str, meaning: str) -> Feature:
    """1 where the register says so, 0 where it says another thing or nothing."""
    take = f"max(cast(coalesce({said}, false) as int)) {{rows}}"
    return Feature(name, f"{meaning} (1 yes)", BUILDING, take, HERE, empty=0)


REGISTER = (
    latest("dwellings", BUILDING, "dwellings", HERE, "homes in it"),
    latest("floors", BUILDING, "floors", HERE, "floors above the ground"),
    latest("year_built", BUILDING, "year_built", HERE, "year it was built"),
    flag("is_poor", "condition = 'poor'", "found in poor condition"),
    flag("is_good", "condition = 'good'", "found in good condition"),
    flag("has_sprinkler", "has_sprinkler", "has sprinklers"),
    flag("of_company", "owner = 'company'", "let by a company"),
    *(flag(f"is_{kind}", f"kind = '{kind}'", f"it is {words}") for kind, words in KINDS.items()),
)
BEFORE = (
    count("fires_here", INCIDENT, HERE, "fires in the building on record", where=BURNT),
    count("fires_year", INCIDENT, HERE, "fires in the building in a year", days=365, where=BURNT),
    count(
        "alarms_here",
        INCIDENT,
        HERE,
        "alarms without a fire in a year",
        days=365,
        where="kind = 'alarm'",
    ),
    count(
        "fires_around", CALL, AROUND, "building fires within 300 m in a year", days=365, where=BURNT
    ),
    count(
        "outdoor_around",
        CALL,
        AROUND,
        "outdoor fires within 300 m in a year",
        days=365,
        where="kind = 'outdoor_fire'",
    ),
)
MADE = (
    Derived("doublings", "doublings of its homes", "log2(1 + coalesce(dwellings, 0))"),
    Derived(
        "decades",
        "decades it is older than 1990",
        "greatest(0, least(9, (1990 - year_built) / 10))",
    ),
    Derived(
        "points",
        "points of a simple rule: vacant 3, poor condition 2, a kitchen, workshop or warehouse 2, "
        "no sprinklers 1, built before 1940 1",
        "3 * is_vacant + 2 * is_poor + (1 - has_sprinkler) + if(decades >= 5, 1, 0) "
        "+ 2 * greatest(is_restaurant, is_workshop, is_warehouse, is_care_home)",
    ),
)
FEATURES: tuple[Feature | Derived, ...] = (*REGISTER, *BEFORE, *MADE)
LEARNED = (
    *("doublings", "floors", "decades", "is_poor", "is_good", "has_sprinkler", "of_company"),
    *(f"is_{kind}" for kind in KINDS),
    *("fires_here", "alarms_here", "fires_around", "outdoor_around"),
)
