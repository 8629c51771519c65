"""What nobody reports: how small a reported share is believed before it corrects a number."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from lakehouse.tables.city.incidents import MOST_CORRECTED


def share_believed(share: Column) -> Column:
    """``share`` (0 to 1) of what there is that anybody reports, as one divides by it.

    Small ones count as 1 / ``MOST_CORRECTED``; missing stays missing.
    """
    return F.when(share.isNotNull(), F.greatest(share, F.lit(1 / MOST_CORRECTED)))


def stands_for(share: Column) -> Column:
    """How many things a reported one stands for; 1 where no share is known."""
    return 1 / share_believed(F.coalesce(share, F.lit(1.0)))
