"""A published row carries the worst quality of all the feeds that it was made from."""

from __future__ import annotations

import pandas as pd

from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.quality.standing import with_quality, worst
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, governance

CATALOGUE = load_catalogue(load_settings("sample", {}).city)
RIGHT = {"validity": 1.0, "completeness": 1.0}


def test_the_worst_feed_of_all_that_a_table_is_made_of_counts() -> None:
    above, _ = CATALOGUE.above([city.food_visit])
    feeds = [f.name for f in CATALOGUE.feeds if f.fills in above]
    others = [f.name for f in CATALOGUE.feeds if f.fills not in above]
    assert len(feeds) > 1 and others
    known = dict.fromkeys(feeds, RIGHT) | {others[0]: {"validity": 0.1}}
    assert worst(CATALOGUE, city.food_visit, known) == (1.0, min(feeds))
    known[feeds[-1]] = {"validity": 0.98769, "completeness": 0.99}
    # Rounded down: one wrong row in a million is not 1.
    assert worst(CATALOGUE, city.food_visit, known) == (0.9876, feeds[-1])
    known[feeds[0]] = {"validity": 0.999999}
    known[feeds[-1]] = RIGHT
    assert worst(CATALOGUE, city.food_visit, known) == (0.9999, feeds[0])


def test_what_is_made_of_no_feed_has_no_quality() -> None:
    assert worst(CATALOGUE, governance.table_column, {"food_inspection": RIGHT}) is None
    frame = with_quality(pd.DataFrame({"n": [1, 2]}), None)
    assert frame["source_quality"].isna().all()
    assert with_quality(frame, (0.5, "dog"))["source_quality"].tolist() == [0.5, 0.5]
