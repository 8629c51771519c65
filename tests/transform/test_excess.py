"""Areas are compared by the ages of their people, and nothing tells of the few who are withheld."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from lakehouse.methods.count_table import CountTable
from lakehouse.methods.disclosure_attack import recovered
from lakehouse.methods.suppression import Rule
from lakehouse.transform.excess import (
    BY_AGE,
    CRUDE,
    WITHHELD,
    city_rates,
    edges_between,
    excess,
    shown_excess,
    withheld,
)

SIDE = 4
SICK = "6"


def areas() -> pd.DataFrame:
    """Sixteen squares, four by four, numbered from the south-west."""
    rows = []
    for number, (y, x) in enumerate(product(range(SIDE), range(SIDE)), 1):
        west, south = 4 + 0.01 * x, 52 + 0.01 * y
        ring = [(west, south), (west + 0.01, south), (west + 0.01, south + 0.01)]
        ring += [(west, south + 0.01), (west, south)]
        text = ", ".join(f"[{a:.5f}, {b:.5f}]" for a, b in ring)
        shape = f'{{"type": "Polygon", "coordinates": [[{text}]]}}'
        rows.append({"community_area": str(number), "geometry": shape})
    return pd.DataFrame(rows)


def counts(cause: str = "flu", rate: float = 0.02, seed: int = 1) -> pd.DataFrame:
    """The old fall ill five times as often; area 1 is old, area 6 has twice the risk."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(1, SIDE**2 + 1):
        for band, times in (("18-44", 1), ("80+", 5)):
            people = 3000 if (band == "80+") == (number == 1) else 1000
            risk = rate * times * (2 if str(number) == SICK else 1)
            rows.append((cause, str(number), band, int(rng.poisson(people * risk)), people))
    return pd.DataFrame(rows, columns=["cause", "community_area", "age_band", "cases", "people"])


def test_neighbours_share_a_side_and_not_a_corner() -> None:
    found = edges_between(areas())
    assert len(found) == 2 * 2 * SIDE * (SIDE - 1)
    assert sorted(found.loc[found["i"] == "6", "j"], key=int) == ["2", "5", "7", "10"]


def test_an_old_area_is_as_expected_and_a_sick_one_is_not() -> None:
    made = excess(counts(), areas()).set_index("community_area")
    assert made["ratio"]["1"] == pytest.approx(1, abs=0.12)
    assert made["ratio"][SICK] > 1.6 and made["probability"][SICK] > 0.99
    assert made["cases"].sum() == pytest.approx(made["expected"].sum())
    assert (made["standardised"] == BY_AGE).all() and made["is_reliable"].all()
    # Drawn towards the others, more so for the less certain, and by the map's neighbours.
    assert 1 < made["drawn_to_city"][SICK] < made["ratio"][SICK]
    assert made["risk_low"][SICK] < made["relative_risk"][SICK] < made["risk_high"][SICK]


def test_without_ages_the_ratio_is_crude_and_says_so() -> None:
    crude = counts().groupby(["cause", "community_area"], as_index=False)[["cases", "people"]].sum()
    made = excess(crude.assign(age_band="all"), areas()).set_index("community_area")
    assert (made["standardised"] == CRUDE).all()
    assert made["ratio"]["1"] > 1.3


def test_small_expected_counts_are_told_to_be_unreliable() -> None:
    made = excess(counts(rate=0.0002), areas())
    assert not made["is_reliable"].any() and made["note"].str.contains("too few").all()


def several() -> pd.DataFrame:
    rare = counts("rare", 0.0005, 2)
    return pd.concat([counts("flu"), rare, counts("cold", 0.03, 3)], ignore_index=True)


def test_small_counts_are_withheld_with_others_so_that_sums_do_not_tell_them() -> None:
    told = several()
    sums = told.groupby(["cause", "community_area"])["cases"].sum()
    small = set(sums[sums < 5].index)
    hidden = set(withheld(told, 5).itertuples(index=False, name=None))
    assert small and small <= hidden
    # Somebody who knows the sum of an area cannot take the others from it.
    for area in {area for _, area in small}:
        assert sum(there == area for _, there in hidden) != 1
    assert withheld(counts(), 5).empty


def test_nothing_that_is_published_depends_on_a_withheld_count() -> None:
    """But by the sums of its cause, which are known: a patient moves from one area to another."""
    told = several()
    first = shown_excess(told, areas(), 5)
    hidden = first[first["note"] == WITHHELD.format(5)]
    assert len(hidden) and hidden[["cases", "expected", "ratio", "probability"]].isna().all(None)
    assert len(first) == 3 * SIDE**2
    sums = told.groupby(["cause", "community_area"])["cases"].sum()
    few = [key for key, n in sums.items() if 1 < n < 4]
    (cause, one), (_, other) = few[:2]
    assert {cause} == {key[0] for key in few[:2]}
    mine = told["cause"] == cause
    of = {
        area: told[mine & (told["community_area"] == area)].set_index("age_band")["cases"]
        for area in (one, other)
    }
    band = of[one].idxmax()
    moved = told.copy()
    for area, by in ((one, -1), (other, 1)):
        at = mine & (told["community_area"] == area) & (told["age_band"] == band)
        moved.loc[at, "cases"] += by
    assert not moved.equals(told)
    pd.testing.assert_frame_equal(shown_excess(moved, areas(), 5), first)


def rare(expected: float, side: int = 9, seed: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An illness that is as frequent everywhere, so many expected per area, and the map."""
    rng, rows, shapes = np.random.default_rng(seed), [], []
    for number, (y, x) in enumerate(product(range(side), range(side)), 1):
        ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        text = ", ".join(f"[{4 + 0.01 * a:.5f}, {52 + 0.01 * b:.5f}]" for a, b in ring)
        shape = f'{{"type": "Polygon", "coordinates": [[{text}]]}}'
        shapes.append({"community_area": str(number), "geometry": shape})
        for band, share in (("0-4", 0.01), ("18-44", 0.29), ("80+", 0.7)):
            cases = int(rng.poisson(expected * share))
            rows.append(("rare", str(number), band, cases, 1000))
    columns = ["cause", "community_area", "age_band", "cases", "people"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(shapes)


@pytest.mark.parametrize("expected", [4.0, 6.0])
def test_areas_that_are_shown_for_their_many_cases_are_held_against_the_whole_city(
    expected: float,
) -> None:
    """By rates of the shown areas alone the expected were 1.56 times too many, with 4 an area."""
    told, shapes = rare(expected)
    true = excess(told, shapes).set_index("community_area")
    made = shown_excess(told, shapes, 5).set_index("community_area")
    shown = made["ratio"].dropna().index
    assert 10 < len(shown) < len(true)
    assert made["ratio"][shown].mean() == pytest.approx(true["ratio"][shown].mean(), rel=0.05)
    assert made["expected"][shown].mean() == pytest.approx(expected, rel=0.1)
    # Nor is it taken for an excess that only areas of many cases are shown.
    assert made["relative_risk"][shown].mean() == pytest.approx(1, abs=0.1)
    assert (made["probability"][shown] > 0.95).mean() <= 0.05


@pytest.mark.parametrize("expected", [4.0, 6.0])
def test_with_the_city_s_rates_in_hand_an_attack_recovers_nothing(expected: float) -> None:
    """The attacker knows shown areas, the sum of the cause, and every rate that can be solved."""
    told, _ = rare(expected)
    cells = told.set_index(["community_area", "age_band"])["cases"].astype(float)
    area, band = (cells.index.get_level_values(n) for n in (0, 1))
    alike = city_rates(told, 5)
    numbers = [("area", a, area == a) for a in dict.fromkeys(area)]
    numbers += [
        ("bands", rate, np.array([alike[b] == rate for b in band])) for rate in alike.unique()
    ]
    names = pd.Index([(kind, of) for kind, of, _ in numbers], tupleize_cols=False)
    sums = csr_array(np.array([inside for *_, inside in numbers], dtype=float))
    table = CountTable(pd.Series(sums @ cells.to_numpy(), names), sums, cells.index)
    hidden = set(withheld(told, 5)["community_area"])
    shown = pd.Series([not (kind == "area" and of in hidden) for kind, of in names], names)
    assert hidden and recovered(table, shown, Rule(5, zeros=True)).empty


def test_bands_of_few_cases_have_the_rate_of_their_neighbours() -> None:
    rows = [
        ("0-4", 2, 100),
        ("5-17", 4, 100),
        ("18-44", 0, 100),
        ("45-64", 30, 200),
        ("80+", 1, 50),
    ]
    told = pd.DataFrame(rows, columns=["age_band", "cases", "people"])
    found = city_rates(told, 5)
    assert found.to_dict() == pytest.approx(
        {"0-4": 0.03, "5-17": 0.03, "18-44": 31 / 350, "45-64": 31 / 350, "80+": 31 / 350}
    )
    assert city_rates(told.assign(age_band="all"), 5).tolist() == [pytest.approx(37 / 550)]
