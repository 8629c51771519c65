"""Every source of people and safety is a pure function of the city and its neighbourhood."""

from typing import Any

import pandas as pd
import pytest

from lakehouse.sample import ambulance, fire, harm, police_incidents, population, service_requests
from lakehouse.sample.city import build_city
from lakehouse.sample.fields import check_columns
from lakehouse.sample.source import TRUTH, Source

SOURCES = tuple(
    source
    for department in (population, fire, ambulance, police_incidents, service_requests, harm)
    for source in department.SOURCES
)
# What only the generator knows; "injured" and the like are delivered.
TRUE_WORDS = {"logit", "effect", "need", "errors", "hazard", "patrol", "after", "surge"}


def drawn(source: Source, seed: int, scale: float, area: int) -> dict[str, pd.DataFrame]:
    city = build_city(seed, scale)
    return source.draw(city) if source.once else source.draw(city, area)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
def test_a_neighbourhood_is_drawn_alike_whatever_was_drawn_before(source: Source) -> None:
    first = drawn(source, 5, 0.1, 3)
    drawn(source, 5, 0.1, 9)
    again, other = drawn(source, 5, 0.1, 3), drawn(source, 6, 0.1, 3)
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, again[name])
    assert any(not frame.equals(other[name]) for name, frame in first.items())


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
@pytest.mark.parametrize("scale", [0.01, 0.1, 3])
def test_all_that_is_declared_is_drawn_with_the_words_of_its_code_lists(
    source: Source, scale: float
) -> None:
    made: dict[str, Any] = drawn(source, 5, scale, 0)
    assert {d.name for d in source.deliveries} == {n for n in made if not n.startswith(TRUTH)}
    for delivery in source.deliveries:
        frame = made[delivery.name]
        check_columns(delivery, frame)
        for column in delivery.columns:
            values = frame[column.name].dropna()
            if column.codes:
                assert set(values) <= set(column.codes)
            if column.low is not None and len(values):
                assert values.min() >= column.low
            if column.high is not None and len(values):
                assert values.max() <= column.high
        if delivery.interval:
            early, late = (frame[name] for name in delivery.interval)
            assert (late.isna() | (late >= early)).all()
        keys = [c.name for c in delivery.columns if c.key or c.name == "ends_on"]
        assert not frame.duplicated(keys).any()


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
def test_no_delivered_column_is_one_of_the_truths(source: Source) -> None:
    for delivery in source.deliveries:
        parts = {part for name in delivery.header for part in name.split("_")}
        assert not parts & TRUE_WORDS
