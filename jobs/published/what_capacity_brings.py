"""What more or less of all that a city has would bring for each list, beside ranking alone."""

import pandas as pd
from pyspark.sql import DataFrame

from lakehouse.declare import job
from lakehouse.methods.fitting import curve
from lakehouse.tables import governance, published
from lakehouse.tables.published.fits import LISTS
from lakehouse.transform.fitted import CURVE, PERCENTS, fitted_to, items_of


@job(
    reads=[governance.capacity],
    optional=LISTS,
    at_least_one=True,
    writes=published.what_capacity_brings,
)
def what_capacity_brings(
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
    """Each step of capacity is solved anew: the best for less need not lie within that for more."""
    frames = (
        *(premises_to_inspect_first, buildings_to_visit, streets_to_make_safer),
        *(intersections_to_make_safer, traps_to_treat),
        *(places_needing_help_first, blocks_to_visit, beaches_to_close),
    )
    items = items_of(dict(zip(LISTS, frames, strict=True)))

    def steps(rows: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
        return curve(rows, limits, PERCENTS)

    return fitted_to(items, capacity, steps, CURVE)
