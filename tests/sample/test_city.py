"""The plan of the city: its grid, its people and hazards, at any size."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import parameters as p
from lakehouse.sample.city import build_city
from lakehouse.sample.months import MONTHS, month_of
from lakehouse.sample.names import street_names
from lakehouse.sample.numbering import dated_numbers


@pytest.mark.parametrize(("scale", "count"), [(0.01, 24), (1, 24), (2.4, 48), (7, 168), (20, 480)])
def test_neighbourhoods_are_as_many_and_as_large_as_documented(scale: float, count: int) -> None:
    areas = build_city(5, scale).neighbourhood
    assert len(areas) == count and areas["name"].is_unique
    assert areas["people"].sum() == pytest.approx(50_000 * scale, rel=0.02)
    assert areas["district"].value_counts().eq(6).all()
    assert areas["ward"].value_counts().eq(4).all()
    for share in ("trade_share", "complaint_share", "burglary_share"):
        assert areas[share].sum() == pytest.approx(1)


@pytest.mark.parametrize("scale", [1, 5, 7, 20])
def test_cells_tile_the_city_and_consecutive_ones_touch(scale: float) -> None:
    at = build_city(5, scale).neighbourhood
    size = (at["north"] - at["south"]) * (at["east"] - at["west"])
    assert size.sum() == pytest.approx((p.NORTH - p.SOUTH) * (p.EAST - p.WEST), rel=1e-3)
    assert not at.duplicated(["south", "west"]).any()
    assert at["lat"].between(at["south"], at["north"]).all()
    assert at["lon"].between(at["west"], at["east"]).all()
    for (_, one), (_, two) in pairwise(at.iterrows()):
        same_row = one["south"] == two["south"]
        sides = {one["west"], one["east"]} & {two["west"], two["east"]}
        assert sides if same_row else (one["west"] == two["west"] and one["north"] == two["south"])


def test_hazards_have_one_spread_and_are_drawn_independently() -> None:
    together = []
    for seed in range(30):
        latent = build_city(seed).neighbourhood[["traffic", "health", "safety", "reporting"]]
        assert latent.mean().abs().max() < 1e-9
        assert latent.std(ddof=0).tolist() == pytest.approx([1, 1, 1, 0.35])
        together.append(latent.corr().to_numpy()[np.triu_indices(4, 1)])
    # 30 cities of 24 neighbourhoods: a mean correlation scatters by 1 / sqrt(23 x 30) = 0.04.
    assert np.abs(np.mean(together, axis=0)).max() < 4 * 0.04


def test_the_plan_depends_on_the_seed_alone() -> None:
    one, again, other = build_city(3), build_city(3), build_city(4)
    pd.testing.assert_frame_equal(one.neighbourhood, again.neighbourhood)
    pd.testing.assert_frame_equal(one.weather, again.weather)
    assert not one.neighbourhood["lat"].equals(other.neighbourhood["lat"])


@pytest.mark.parametrize("scale", [0.0, -1.0, 0.001, float("nan"), float("inf")])
def test_a_scale_without_a_city_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match=r"scale of 0\.01 or more"):
        build_city(7, scale)


def test_streets_have_names_of_their_own() -> None:
    names = [name for area in range(60) for name in street_names(7, area)]
    assert len(names) == 480 == len(set(names))
    assert street_names(8, 0) != street_names(7, 0)


def test_months_begin_with_an_archive_and_end_with_the_last_day() -> None:
    days = pd.Series(
        pd.to_datetime(
            ["2021-07-01", "2022-07-01", "2024-06-30 23:59", "2024-07-01"], format="mixed"
        )
    )
    assert month_of(days).tolist()[:3] == ["archive", "2022-07", "2024-06"]
    assert month_of(days).isna().tolist() == [False, False, False, True]
    assert len(MONTHS) == 24 and (MONTHS[0], MONTHS[-1]) == ("2022-07", "2024-06")


def test_numbers_grow_with_the_day_and_are_unique_across_neighbourhoods() -> None:
    city, since = build_city(7), pd.Timestamp("2022-07-01")
    days = pd.Series(
        pd.to_datetime(["2022-07-03", "2022-07-01", "2022-07-03 12:00"], format="mixed")
    )
    every = np.concatenate([dated_numbers(city, area, days, since) for area in city.areas])
    assert len(set(every.tolist())) == 72
    assert every[1::3].max() < every[0::3].min()
    with pytest.raises(ValueError, match="days before 2022-07-02"):
        dated_numbers(city, 0, days, pd.Timestamp("2022-07-02"))
