"""What was found at other premises of the same chain or owner."""

from jobs.risk.food_premises.visits import VISIT, multiple, unseen
from lakehouse.declare import Derived, total

OTHERS = tuple(
    unseen(total(f"{group}_{name}_{whose}", VISIT, of, by, f"{name} findings of {whose} {group}"))
    for group, key in (("chain", "chain"), ("owner", "account_number"))
    for whose, by in (("all", (key,)), ("own", (key, "premises_id")))
    for name, of in {"visits": "1", "critical": "critical_found", "minor": "minor"}.items()
)


def others(group: str, name: str, strength: float) -> str:
    """SQL: :func:`multiple` over the group's other premises, the own ones taken out."""
    found, visits = (f"({group}_{x}_all - {group}_{x}_own)" for x in (name, "visits"))
    return multiple(found, visits, f"city_{name}", strength)


MADE = (
    Derived(
        "chain_critical",
        "critical violations in the rest of its chain, as a multiple of the city's average",
        others("chain", "critical", 5),
    ),
    Derived(
        "chain_minor",
        "minor violations in the rest of its chain, as a multiple of the city's average",
        others("chain", "minor", 5),
    ),
    Derived(
        "owner_critical",
        "critical violations in the owner's other premises, as a multiple of the city's average",
        others("owner", "critical", 3),
    ),
    Derived("owner_size", "premises of the same owner, at most 10", "least(owner_premises, 10)"),
)
