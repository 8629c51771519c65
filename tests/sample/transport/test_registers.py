"""Two registers tell of the same crashes under other numbers, at other times, in other words."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.fields import as_text, check_columns
from lakehouse.sample.months import MONTHS
from lakehouse.sample.names import plain
from lakehouse.sample.streets import nodes_each
from lakehouse.sample.transport import SOURCES
from lakehouse.sample.transport.draw import draw
from lakehouse.sample.transport.strengths import STRENGTHS

AREAS = range(0, 24, 3)
Rows = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(210)


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    parts = [draw(city, area) for area in AREAS]
    return {name: pd.concat([p[name] for p in parts], ignore_index=True) for name in parts[0]}


def test_every_row_can_be_written_and_numbers_are_unique(rows: Rows) -> None:
    for delivery in SOURCES[0].deliveries:
        frame = rows[delivery.name]
        check_columns(delivery, frame)
        for column in delivery.columns:
            written = as_text(column, frame[column.name], delivery.style_of(column))
            assert len(written) == len(frame) > 0 and any(written)
        keys = [c.name for c in delivery.columns if c.key]
        keys += [delivery.happened] if delivery.name.endswith("_hours") else []
        assert not rows[delivery.name].duplicated(keys).any()


def test_rows_keep_to_what_their_columns_promise(rows: Rows) -> None:
    for delivery in SOURCES[0].deliveries:
        for column in delivery.columns:
            values = rows[delivery.name][column.name]
            if column.codes:
                assert set(values) <= set(column.codes)
            if column.low is not None:
                assert values.min() >= column.low
            if column.high is not None:
                assert values.max() <= column.high


def test_a_month_brings_what_was_registered_in_it(rows: Rows) -> None:
    for name, known in (
        ("crashes", "registered_at"),
        ("pedestrian_cyclist_crashes", "recorded_at"),
    ):
        row = rows[name]
        assert set(row["month"]) == {"archive", *MONTHS}
        recent = row[row["month"] != "archive"]
        assert (recent[known].dt.strftime("%Y-%m") == recent["month"]).all()
        assert (row.loc[row["month"] == "archive", known] < "2022-07-01").all()
        assert (row[known] >= row["crashed_at"]).all()
        late = recent["crashed_at"].dt.strftime("%Y-%m") < recent["month"]
        assert 0.01 < late.mean() < 0.6


def test_the_same_crash_has_unlike_numbers_and_places(rows: Rows) -> None:
    police, office = rows["crashes"], rows["pedestrian_cyclist_crashes"]
    told = office[["record_no", "crashed_at", "lat", "lon"]]
    both = told.merge(rows["truth/same_crash"], on="record_no")
    both = both.merge(police, on="crash_no", suffixes=("", "_police"))
    assert len(both) > 0.97 * len(office)
    assert (both["crashed_at"] == both["crashed_at_police"]).all()
    assert ((both["lat"] != both["lat_police"]) | (both["lon"] != both["lon_police"])).mean() > 0.95
    assert set(both["kind"]) == {"PEDESTRIAN", "CYCLIST"}
    ranks = both[["record_no", "crash_no"]].rank().corr().iloc[0, 1]
    assert abs(ranks) < 4 / len(both) ** 0.5


def test_streets_are_spelt_in_capitals_by_the_police_alone(rows: Rows) -> None:
    assert (rows["crashes"]["street"] == rows["crashes"]["street"].map(plain)).all()
    streets = rows["pedestrian_cyclist_crashes"]["streets"]
    assert (streets != streets.str.upper()).all()


def test_injuries_add_up(rows: Rows) -> None:
    row = rows["pedestrian_cyclist_crashes"]
    parts = row[["killed", "incapacitating", "visible", "possible"]].sum(axis=1)
    assert (parts == row["injured"]).all()
    assert ((row["worst_injury"] == "O") == (row["injured"] == 0)).all()
    assert ((row["worst_injury"] == "K") == (row["killed"] > 0)).all()
    assert (row["worst_injury"] != "O").mean() == pytest.approx(0.88, abs=0.05)


def test_intersections_are_those_of_the_network(city: City, rows: Rows) -> None:
    row = rows["pedestrian_cyclist_crashes"]
    number = row["intersection_no"].dropna().astype(int)
    assert 0.5 < row["intersection_no"].notna().mean() < 0.95
    assert set((number - 1) // nodes_each(city)) == set(AREAS)
    ends = rows["street_segments"][["from_intersection", "to_intersection"]].to_numpy().ravel()
    assert set(number) <= set(ends)


def test_counted_traffic_is_off_by_the_documented_error(city: City, rows: Rows) -> None:
    true = rows["truth/street_segment"].set_index("segment")
    count = rows["traffic_counts"]
    known = true.loc[count["segment_no"]]
    off = np.log(count["vehicles_per_day"].to_numpy() / known["aadt"].to_numpy())
    assert off.std() == pytest.approx(STRENGTHS.count_error, rel=4 / (2 * len(off)) ** 0.5)
    share = known["kind"].value_counts() / true["kind"].value_counts()
    assert share["arterial"] == 1 and 0.4 < share["collector"] < 0.8
    assert share["local"] == pytest.approx(0.15, abs=0.09)


def test_truth_is_in_no_delivery(rows: Rows) -> None:
    shown = {c.name for d in SOURCES[0].deliveries for c in d.columns}
    assert not shown & {"aadt", "true_rate", "site_effect", "excess", "effect", "is_bottleneck"}
