"""The list for the road-safety audit: every site by what it has beyond its kind."""

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.bounds import Bounds
from lakehouse.declare.crash_cost import CrashCosts
from lakehouse.tables import city, published, risk
from lakehouse.transform.grid import Grid
from lakehouse.transform.place import as_list

METHOD = "network screening of the Highway Safety Manual"
SIZE = 500  # metres of the side of a square of risk.crash_hot_spot
HOT = "the squares around have more crashes together than chance would have it"
CHOSEN = "site_id string, measure string, price double, saving double, in_budget boolean"


@job(
    reads=[risk.street_screening, risk.street_peak, city.street_site],
    optional=[city.area_boundary, risk.crash_hot_spot],
    writes=published.streets_to_make_safer,
)
def streets_to_make_safer(
    street_screening: DataFrame,
    street_peak: DataFrame,
    street_site: DataFrame,
    area_boundary: DataFrame,
    crash_hot_spot: DataFrame,
    crash_costs: CrashCosts,
    bounds: Bounds,
) -> DataFrame:
    """Ranked by crashes a year beyond the usual: where a rebuild has most to change.

    Which of them the budget is for is another question: there the costs of the crashes expected,
    and the prices of the measures, decide together.
    """
    budget, measures = crash_costs.budget, crash_costs.measures

    def chosen(sites: pd.DataFrame) -> pd.DataFrame:
        from lakehouse.methods.within_budget import within_budget

        made = within_budget(sites, measures, budget)
        return made.astype(object).where(made.notna(), None)

    order = Window.orderBy(F.desc("excess"), F.desc("expected"), "site_id")
    places = street_site.select("site_id", "kind", "name", "metres", "latitude", "longitude")
    costs = street_screening.join(places, "site_id").select("site_id", "kind", "expected_cost")
    peaks = street_peak.drop("as_of", "data_through").withColumnRenamed(
        "starts_at", "peak_starts_at"
    )
    square = Grid(bounds.south, bounds.west, bounds.north).cell_sql(SIZE)
    spots = crash_hot_spot.select("cell", "hot_spot", F.col("gi_q").alias("hot_spot_q"))
    taken = costs.groupBy().applyInPandas(chosen, CHOSEN)
    listed = (
        street_screening.join(places, "site_id")
        .join(taken, "site_id")
        .join(peaks, "site_id", "left")
        .withColumn("cell", F.expr(square))
        .join(spots, "cell", "left")
        .withColumns(
            {
                "rank": F.row_number().over(order),
                "candidate": F.lit(METHOD),
                "score": F.col("excess"),
                "why_no_score": F.lit(None).cast("string"),
                "model_name": F.lit(None).cast("string"),
                "model_version": F.lit(None).cast("string"),
                "reason_1": F.format_string(
                    "crashes a year: %.1f (typical %.1f)", "expected", "usual"
                ),
                "reason_2": F.format_string(
                    "%d crashes on record in %.1f years, %d with somebody hurt",
                    *("crashes", "years", "injury_crashes"),
                ),
                "reason_3": F.coalesce(
                    F.expr("nullif(note, '')"),
                    F.when(
                        ~F.col("is_counted"),
                        F.concat(
                            F.lit("its traffic was never counted but "),
                            "traffic_from",
                            F.lit(", and its range is wider"),
                        ),
                    ),
                    F.when(F.col("hot_spot") == "hot", F.lit(HOT)),
                ),
            }
        )
    )
    return as_list(listed, area_boundary, published.streets_to_make_safer)
