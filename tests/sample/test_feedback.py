"""On the generated city a list that learns from its own finds runs away, a corrected one not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.feedback import misplaced, runaway, visit_shares
from lakehouse.sample.city import build_city
from lakehouse.sample.police_places import hazard, patrol

pytestmark = pytest.mark.whole

SEEDS = range(1, 7)
DAYS, VISITS = 5 * 365, 24
ARMS = {
    "neither": (0.0, False),
    "random share": (0.1, False),
    "correction": (0.0, True),
    "both": (0.1, True),
}


def loop(seed: int, arm: str) -> pd.Series:
    """Five years of visits in the city of one seed, begun from what its patrols' habits found."""
    city = build_city(seed, 1.0)
    need = np.array([hazard(city, area) for area in city.areas])
    habit = np.array([patrol(city, area) for area in city.areas])
    share, corrected = ARMS[arm]
    made = visit_shares(
        *(need, 100 * habit * need / need.mean()),
        days=DAYS,
        visits=VISITS,
        random_share=share,
        corrected=corrected,
        seed=seed,
    )
    return runaway(made, need)


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    rows = [loop(seed, arm).rename((arm, seed)) for arm in ARMS for seed in SEEDS]
    made = pd.DataFrame(rows)
    made.index = pd.MultiIndex.from_tuples(made.index, names=["arm", "seed"])
    return made


def test_without_safeguards_each_city_runs_away(told: pd.DataFrame) -> None:
    free = told.loc["neither"]
    assert (free["slope"] > 0.02).all(), "visits follow the need less every year"
    assert (free["last"] > 1.4 * free["first"]).all()


def test_with_both_no_city_does(told: pd.DataFrame) -> None:
    safe = told.loc["both"]
    assert (safe["slope"] < 0).all()
    assert (safe["last"] < 0.5 * safe["first"]).all() and (safe["last"] < 0.1).all()
    assert (safe["last"] < 0.3 * told.loc["neither"]["last"]).all()


def test_a_random_share_alone_slows_it_and_does_not_stop_it(told: pd.DataFrame) -> None:
    slower = told.loc["random share"]["slope"]
    assert (slower < told.loc["neither"]["slope"]).all() and (slower > 0).all()


def test_where_needs_are_equal_a_correction_forgets_an_unequal_start() -> None:
    need, start = np.ones(10), np.array([50.0] + [10.0] * 9)
    free = visit_shares(need, start, days=2000, visits=20, seed=1)
    safe = visit_shares(need, start, days=2000, visits=20, random_share=0.1, corrected=True, seed=1)
    assert misplaced(free, need)[-1] > 3 * misplaced(safe, need)[-1]
    assert np.allclose(free.sum(axis=1), 1) and np.allclose(safe.sum(axis=1), 1)


def test_an_area_with_nothing_on_file_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        visit_shares([1.0, 1.0], [1.0, 0.0], days=1, visits=1)
