"""What is known of a square before a month: incidents there and around, and what stands there."""

from lakehouse.declare import Derived, Feature, Near, count, days_since, heat
from lakehouse.tables import city

INCIDENT, PLACE = city.reported_incident, city.risk_place
HERE = ("cell",)
# Some 330 m north and 200 m east: about the reach of a square of 500 m.
AROUND = Near(degrees=0.009, bandwidth=0.003)
CLOSE = Near(degrees=0.0045)
YEARS = 3
# Near repeats: soon after, and close by (Johnson and others 2007 find 14 days and 200 m).
SOON = 14
HALVED = 5


def repeats() -> Feature:
    """Incidents of the last fortnight close by, the latest and nearest counting most."""
    age = f"pow(0.5, datediff(as_of, happened_on) / {HALVED})"
    take = f"sum(cast(round(1e9 * weight * {age}) as bigint)) {{rows}} / 1e9"
    words = "incidents close by in the last fortnight, the latest and nearest counting most"
    return Feature("repeats", words, INCIDENT, take, AROUND, days=SOON, empty=0)


def standing(name: str, kind: str, meaning: str, days: int | None = None) -> Feature:
    """How many places of a kind lie within some 500 m."""
    return count(name, PLACE, CLOSE, meaning, days=days, where=f"kind = '{kind}'")


def rate(name: str, meaning: str, of: str) -> Derived:
    """A month's share of what was counted in the last three years on record."""
    return Derived(name, meaning, f"{of} / (12 * years)")


DAYS = 365 * YEARS
RECORD = "datediff(as_of, min(happened_on) {rows}) / 365.25"
BEFORE = (
    count("here", INCIDENT, HERE, "incidents in the square in three years", days=DAYS),
    count("here_year", INCIDENT, HERE, "incidents in the square in a year", days=365),
    count("here_quarter", INCIDENT, HERE, "incidents in the square in 90 days", days=90),
    heat("heat", INCIDENT, AROUND, "incidents around in three years, near ones most", days=DAYS),
    repeats(),
    Feature("record", "years on record", INCIDENT, RECORD, (), learn=False),
)
STANDING = (
    standing("premises", "food_premises", "food premises within some 500 m"),
    standing("vacant", "vacant_building", "buildings standing empty within some 500 m"),
    # What stands empty draws more while it is new: Cui and Walsh 2015 follow it month by month.
    days_since(
        *("newly_empty", PLACE, HERE, "days since a building in the square fell empty"),
        where="kind = 'vacant_building'",
    ),
    standing("stations", "rail_station", "rail stations within some 500 m"),
    standing("lights_out", "light_out", "street lights reported out in 180 days close by", 180),
    standing("complaints", "complaint", "complaints about waste in a year close by", 365),
)
MADE = (
    Derived("years", "years on record, three at most", f"least({YEARS}, record)"),
    Derived("months", "months on record, 36 at most", "12 * years"),
    rate("monthly", "incidents in the square a month", "here"),
    rate("density", "incidents around a month, near ones counting most", "heat"),
)
FEATURES: tuple[Feature | Derived, ...] = (*BEFORE, *STANDING, *MADE)
RECENT = ("monthly", "here_year", "here_quarter", "density", "repeats")
SURFACE = (*RECENT, "premises", "vacant", "newly_empty", "stations", "lights_out", "complaints")
