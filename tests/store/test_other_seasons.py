"""What another season, station or laboratory may deliver goes on, with a word or without."""

from __future__ import annotations

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.store.contract.contracts import read_contract
from tests.small_city import CONF

CHICAGO = CONF / "cities" / "chicago"
# Feed, column, value: whether the row goes on in silence, with a word, or is held back.
CASES = [
    ("mosquito_catch", "species", "'CULEX PIPIENS'", "good"),
    ("mosquito_catch", "species", "'CULEX ERRATICUS'", "told"),
    ("mosquito_catch", "mosquitoes", "50", "good"),
    ("mosquito_catch", "mosquitoes", "77", "told"),
    ("mosquito_catch", "mosquitoes", "0", "held"),
    ("mosquito_catch", "trap", "'T002A'", "good"),
    ("mosquito_catch", "trap", "'TS-14'", "told"),
    ("mosquito_catch", "accuracy", "10", "good"),
    ("mosquito_catch", "latitude", "41.4", "held"),
    ("beach_sample", "ecoli", "2419.6", "good"),
    ("beach_sample", "ecoli", "24196", "told"),
    ("beach_sample", "ecoli", "-1", "held"),
    ("station_day", "station", "2", "good"),
    ("station_day", "station", "3", "told"),
    ("station_day", "station", "0", "held"),
    ("food_licence", "longitude", "-74.0", "good"),
    ("food_licence", "latitude", "95", "held"),
    ("food_inspection", "risk", "'Risk 2 (Medium)'", "good"),
    ("food_inspection", "risk", "'Risk 4 (None)'", "told"),
    *(
        ("food_inspection", "city", f"'{town}'", "good")
        for town in ("CHICAGO", "Chicago", "chicago", "CHicago", "CCHICAGO", "CHCHICAGO")
    ),
    ("food_inspection", "city", "'CHESTNUT STREET'", "told"),
    ("food_inspection", "zip", "'60601-1234'", "good"),
    ("food_inspection", "zip", "'6060'", "held"),
    ("sanitation_request", "status", "'Canceled'", "told"),
    ("sanitation_request", "status", "'Open - Dup'", "good"),
    ("covid_week", "cases_so_far", "3", "good"),
    ("covid_week", "cases_so_far", "-1", "held"),
    ("crash", "speed_limit", "99", "told"),
    ("crash", "speed_limit", "-5", "held"),
    ("pedestrian_cyclist_crash", "speed_limit", "99", "told"),
    ("death_day", "pm10", "1200", "told"),
    ("death_day", "humidity", "101", "held"),
]


def column_of(feed: Feed, name: str) -> FeedColumn:
    return next(c for c in feed.columns if c.name == name)


@pytest.fixture(scope="module")
def judged(spark: SparkSession) -> list[str]:
    """What becomes of each case's row by the rules of its column."""
    feeds = {f: read_contract(CHICAGO / f"{f}.odcs.yaml") for f in {c[0] for c in CASES}}
    found = []
    for at, (feed, name, value, _) in enumerate(CASES):
        column = column_of(feeds[feed], name)
        text = f"named_struct('{name}', cast({value} as string)) as _text"
        row = f"(select cast({value} as {column.type}) as `{name}`, {text})"
        for kind, rules in (("held", column.rules), ("told", column.flags)):
            every = " and ".join(f"coalesce({sql}, true)" for _, sql in rules) or "true"
            found.append(F.expr(f"(select {every} from {row})").alias(f"{kind}_{at}"))
    kept: Row = spark.range(1).select(*found).collect()[0]
    return [
        "held" if not kept[f"held_{at}"] else "good" if kept[f"told_{at}"] else "told"
        for at in range(len(CASES))
    ]


@pytest.mark.parametrize("at", range(len(CASES)), ids=[" ".join(c[:3]) for c in CASES])
def test_what_becomes_of_a_value(judged: list[str], at: int) -> None:
    assert judged[at] == CASES[at][3]
