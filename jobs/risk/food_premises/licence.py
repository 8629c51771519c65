"""What the licence says that was known on the day, and which other premises it links to."""

from jobs.risk.food_premises.visits import unseen
from lakehouse.declare import Derived, Feature, latest
from lakehouse.tables import licensing

LICENCE = licensing.food_licence


def linked(name: str, column: str, meaning: str) -> Feature:
    """What the licence known on the day says: it links to other premises and is not learnt."""
    made = latest(name, LICENCE, column, "licence_number", meaning, type="string")
    return unseen(made)


LICENSED = (
    linked("chain", "chain", "chain, by the licence known that day"),
    linked("account_number", "account_number", "owner, by the licence known that day"),
    latest(
        "sells_tobacco",
        LICENCE,
        "cast(sells_tobacco as int)",
        "licence_number",
        "sells tobacco (1 yes)",
    ),
    latest(
        "sells_alcohol",
        LICENCE,
        "cast(sells_alcohol as int)",
        "licence_number",
        "sells alcohol to take away (1 yes)",
    ),
    latest(
        "serves_alcohol",
        LICENCE,
        "cast(serves_alcohol as int)",
        "licence_number",
        "serves alcohol (1 yes)",
    ),
    latest(
        "first_term",
        LICENCE,
        "cast(is_first as int)",
        "licence_number",
        "licence never renewed yet (1 yes)",
    ),
    Feature(
        "licence_age",
        "days since the first licence on record",
        LICENCE,
        "datediff(as_of, min(starts_on) {rows})",
        ("licence_number",),
    ),
    unseen(
        Feature(
            "owner_premises",
            "premises of the same owner",
            LICENCE,
            "count(distinct licence_number) {rows}",
            ("account_number",),
            empty=0,
        )
    ),
)
MADE = (
    Derived(
        "licence_years",
        "years since its first licence on record, at most 5",
        "least(coalesce(licence_age, 0) / 365, 5)",
    ),
)
