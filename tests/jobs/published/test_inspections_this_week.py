"""A week fits the inspectors' time, most of it by expected harm and a tenth of it by lot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame

from jobs.published.inspections_this_week import inspections_this_week
from lakehouse.checks.conform import conform
from lakehouse.methods.weekly_list import this_week
from lakehouse.tables import city, governance, published

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 3, 2)
LIST = """
    rank | premises_id | facility | probability | expected_harm | random_share | as_of
    1    | first       | cafe     | 0.4         | 0.4           | false        | 2020-03-02
    2    | second      | daycare  | 0.3         | 0.6           | false        | 2020-03-02
    3    | third       | cafe     | 0.2         | 0.2           | false        | 2020-03-02
    4    | drawn       | cafe     | 0.1         | 0.1           | true         | 2020-03-02
         | gone        | cafe     |             |               |              | 2020-03-02
"""
# Three visits in the last week, one in that before, none in most of the quarter, a complaint's one.
VISITS = """
    inspection_id | is_canvass | visited_on | known_at
    1             | true       | 2020-03-01 | 2020-03-01
    2             | true       | 2020-02-27 | 2020-02-27
    3             | true       | 2020-02-25 | 2020-02-25
    4             | true       | 2020-02-20 | 2020-02-20
    5             | false      | 2020-02-28 | 2020-02-28
    6             | true       | 2020-03-02 | 2020-03-02
"""
HOURS = """
    result                | resource | value   | available | cost | by       | floor_share
    inspections_this_week | hours    |         | 5         | 1    | facility | 0
    inspections_this_week | hours    | daycare | 5         | 3    | facility | 0
    what_others_do        | hours    |         | 9         | 1    |          | 0
"""


def week(table_of: TableOf, visits: str, capacity: str) -> pd.DataFrame:
    made = inspections_this_week(
        table_of(LIST, published.premises_to_inspect_first),
        table_of(visits, city.food_visit),
        table_of(capacity, governance.capacity).fillna("", ["value"]),
        AS_OF,
    )
    return conform(made, published.inspections_this_week).toPandas()


def test_the_hours_of_the_week_are_filled_by_harm_and_by_lot(table_of: TableOf) -> None:
    """Three hours for the place of most harm, one for the next, one for the lot."""
    made = week(table_of, VISITS, HOURS)
    assert list(made["premises_id"]) == ["second", "first", "drawn"]
    assert list(made["by_lot"]) == [False, False, True]
    assert list(made["uses"]) == ["3 hours", "1 hours", "1 hours"]
    assert set(made["capacity"]) == {"5 hours"} and list(made["list_rank"]) == [2, 1, 4]
    assert list(made["place"]) == [1, 2, 3] and set(made["week_from"]) == {AS_OF}


def test_a_city_that_told_no_hours_has_its_usual_week(table_of: TableOf) -> None:
    """Two visits in seven of the last thirteen weeks: the day's own visit is not known yet."""
    twice = "\n".join(
        f"{n}-{k} | true | {day.date()} | {day.date()}"
        for n, day in enumerate(pd.date_range("2020-01-15", periods=7, freq="7D"))
        for k in range(2)
    )
    header = VISITS.strip().splitlines()[0]
    made = week(table_of, f"{header}\n{twice}", HOURS.strip().splitlines()[0])
    assert set(made["capacity"]) == {"2 visits"}
    assert list(made["premises_id"]) == ["second", "drawn"]


@pytest.mark.parametrize(("hours", "lots"), [(100.0, 10), (4.0, 1), (0.5, 0)])
def test_a_tenth_of_the_time_goes_by_lot_and_no_more_than_there_is(hours: float, lots: int) -> None:
    harm = pd.Series(np.linspace(1, 0, 400))
    items = pd.DataFrame(
        {
            "entity_id": harm.index.astype(str),
            "benefit": harm,
            "traits": "{}",
            "random_share": harm.index % 7 == 3,
            "lot": (harm.index * 7919) % 401,
        }
    )
    said = {"resource": "hours", "value": "", "available": hours, "cost": 1.0}
    told = pd.DataFrame([said | {"by": None, "floor_by": None, "floor_share": 0.0}])
    made = this_week(items, told)
    assert len(made) == int(hours) and made["by_lot"].sum() == lots
    assert set(made[made["by_lot"]].index % 7) <= {3}
    best = items[~items.index.isin(made[made["by_lot"]].index)].index[: len(made) - lots]
    assert set(best) <= set(made.index)
