"""Which series are drawn: a line of a few dots between withheld counts is told in a sentence."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.said.figures import number_in, text_of
from lakehouse.portal.said.wording import Words
from lakehouse.tables.few import WITHHELD

# From so many of its periods a line can be read; with fewer, gaps are most of what is seen.
READS = 0.75


def gaps_of(own: pd.DataFrame, words: Words) -> Markup:
    """What is said in place of a picture where too many counts are withheld; '' where it reads.

    Only of counts that stand in the released rows. Sums of longer periods are no way out: less
    the days that are shown they would tell of those that are not.
    """
    shown = [v for v in map(number_in, own["observed"]) if v is not None]
    held = any(text_of(why) == WITHHELD for why in own["why_no_bound"])
    if not held or len(shown) >= READS * len(own):
        return Markup("")
    if not shown:
        return words("alerts.no_count", periods=len(own))
    low, high = (words.number(value) for value in (min(shown), max(shown)))
    return words.plural("alerts.few_counts", len(shown), periods=len(own), low=low, high=high)
