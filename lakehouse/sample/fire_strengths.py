"""What makes a building of the sample city burn, as numbers chosen beforehand."""

from dataclasses import dataclass

from lakehouse.sample.parameters import planted


@dataclass(frozen=True)
class FireStrengths:
    """Effects on the logit of at least one fire in a building within a year, and the rest.

    Chosen so that about 3 buildings in 100 burn in a year and the true risk puts 85 % of next
    year's fires into its first fifth; Atlanta's Firebird reached 71 % at about that share (Madaio
    and others 2016, "Firebird", KDD). Which way each attribute points follows that paper and the
    risk tables of fire services; the sizes are plain choices.
    """

    base: float = planted(-6.95, "logit of a fair house of 1990 with one floor and one dwelling")
    per_doubling: float = planted(0.38, "per doubling of dwellings")
    per_floor: float = planted(0.08, "per floor above the first, at most 12")
    per_decade: float = planted(0.22, "per decade the house is older than 1990, at most 9")
    good: float = planted(-0.70, "condition good")
    poor: float = planted(1.70, "condition poor")
    sprinkler: float = planted(-1.30, "sprinklers")
    company: float = planted(0.50, "let by a company")
    safety: float = planted(0.50, "per sd of the neighbourhood's safety hazard")
    own_sd: float = planted(0.50, "sd of what is in no register")
    small_fires: float = planted(0.004, "outdoor fires per resident and year")
    alarms: float = planted(0.0015, "automatic alarms a year per dwelling, or half a floor")
    seen: float = planted(0.90, "share of burnt buildings whose last_action was filled in after")
    visited: float = planted(0.02, "share of other buildings with a last_action")
    misspelt: float = planted(0.12, "share of addresses misspelt in a fire report")
    without_address: float = planted(0.03, "share of building fires without any address")
    least_apart: float = planted(90.0, "least days until the next building here falls empty")
    most_apart: float = planted(210.0, "most days until then: even between the two")


STRENGTHS = FireStrengths()

# Kind: share of buildings, effect on the logit, usual dwellings and floors at most.
KINDS: dict[str, tuple[float, float, int, int]] = {
    "HOUSE": (0.52, -0.50, 1, 3),
    "FLATS": (0.16, 0.50, 10, 9),
    "SHOP": (0.08, 0.60, 2, 3),
    "RESTAURANT": (0.03, 2.00, 2, 3),
    "WORKSHOP": (0.06, 1.70, 0, 2),
    "WAREHOUSE": (0.04, 1.40, 0, 2),
    "OFFICE": (0.05, -0.60, 0, 8),
    "CARE_HOME": (0.01, 2.20, 12, 5),
    "SCHOOL": (0.02, 0.50, 0, 3),
    "VACANT": (0.03, 3.20, 0, 4),
}
OWNERS = ("RESIDENT", "COMPANY", "HOUSING_ASSOCIATION", "CITY")
CONDITIONS = ("GOOD", "FAIR", "POOR")
