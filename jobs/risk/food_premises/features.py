"""All that is known of a food premises before a day, and what of it the candidates look at."""

from jobs.risk.food_premises import kin, licence, surroundings, visits
from lakehouse.declare import Derived, Feature

MADE = (*visits.MADE, *licence.MADE, *kin.MADE)
AREA = (*surroundings.AREA, *surroundings.MADE)
FEATURES: tuple[Feature | Derived, ...] = (
    *visits.PLAIN,
    *licence.LICENSED,
    *visits.OWN,
    *visits.AVERAGE,
    *kin.OTHERS,
    *surroundings.PLACE,
    *surroundings.BY_KIND,
    *MADE,
    *AREA,
)
PREMISES = (
    *(d.name for d in MADE),
    *("facility", "sells_tobacco", "sells_alcohol", "serves_alcohol", "first_term"),
)
SURROUNDED = (*PREMISES, "complaints_near", "burglaries_near")
COMPLAINED = (*SURROUNDED, *(f.name for f in surroundings.BY_KIND), "complaint_visits")
PER_RESIDENT = (*SURROUNDED, *(d.name for d in surroundings.MADE))
