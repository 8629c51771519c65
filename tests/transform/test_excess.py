"""Areas are compared by the ages of their people, and nothing tells of the few who are withheld."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from lakehouse.transform.excess import (
    BY_AGE,
    CRUDE,
    WITHHELD,
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
    told = several()
    first = shown_excess(told, areas(), 5)
    hidden = first[first["note"] == WITHHELD.format(5)]
    assert len(hidden) and hidden[["cases", "expected", "ratio", "probability"]].isna().all(None)
    assert len(first) == 3 * SIDE**2
    sums = told.groupby(["cause", "community_area"])["cases"].sum()
    (cause, area), few = next((key, n) for key, n in sums.items() if n < 5)
    here = (told["cause"] == cause) & (told["community_area"] == area)
    other = told.copy()
    if few < 4:
        other.loc[told.index[here][0], "cases"] += 1
    else:
        other.loc[told.index[here & (told["cases"] > 0)][0], "cases"] -= 1
    assert not other.equals(told)
    pd.testing.assert_frame_equal(shown_excess(other, areas(), 5), first)
