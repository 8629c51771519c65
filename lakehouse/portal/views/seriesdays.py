"""Of which days watched series are, where that is not one and the same time."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.dates import A_YEAR
from lakehouse.portal.measures import spread
from lakehouse.portal.said.figures import as_day
from lakehouse.portal.said.wording import Words


def apart_of(rows: pd.DataFrame, words: Words) -> Markup:
    """That the last days of series lie more than a year apart; '' where they do not."""
    last = [day for cell in rows.groupby("series")["day"].max() if (day := as_day(cell))]
    if spread(last) <= A_YEAR:
        return Markup("")
    return words("alerts.apart", first=words.day(min(last)), last=words.day(max(last)))
