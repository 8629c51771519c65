"""Which items of each list are taken, when all that the city has is to bring the most."""

from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.methods.fitting import chosen
from lakehouse.tables import governance, published
from lakehouse.tables.published.fits import LISTS
from lakehouse.transform.fitted import CHOSEN, fitted_to, items_of


@job(
    reads=[governance.capacity],
    optional=LISTS,
    at_least_one=True,
    writes=published.what_fits,
)
def what_fits(
    capacity: DataFrame,
    premises_to_inspect_first: DataFrame,
    buildings_to_visit: DataFrame,
    streets_to_make_safer: DataFrame,
    intersections_to_make_safer: DataFrame,
    traps_to_treat: DataFrame,
    places_needing_help_first: DataFrame,
    blocks_to_visit: DataFrame,
    beaches_to_close: DataFrame,
) -> DataFrame:
    """An exact choice for each list that the city has set a capacity for."""
    frames = (
        *(premises_to_inspect_first, buildings_to_visit, streets_to_make_safer),
        *(intersections_to_make_safer, traps_to_treat),
        *(places_needing_help_first, blocks_to_visit, beaches_to_close),
    )
    items = items_of(dict(zip(LISTS, frames, strict=True)))
    return fitted_to(items, capacity, chosen, CHOSEN)
