"""The range of near repeats: exact where pairs are few, wide enough where they share events."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.spatial.distance import pdist
from scipy.stats import t

from lakehouse.methods.knox import knox
from lakehouse.methods.knox_range import PARTS, ratio_range

Drawn = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
CENTRES = np.random.default_rng(8).uniform(0, 6000, (60, 2))


def incidents(n: int, drawing: float, seed: int) -> Drawn:
    """Days of two years and places of ``n`` incidents, each of which draws so many after it."""
    rng = np.random.default_rng(seed)
    own = round(n / (1 + drawing))
    weights = np.random.default_rng(9).dirichlet(np.full(60, 0.5))
    days = rng.uniform(0, 730, own)
    places = CENTRES[rng.choice(60, own, p=weights)] + rng.normal(0, 150, (own, 2))
    parents = np.repeat(np.arange(own), rng.poisson(drawing, own))
    after = days[parents] + rng.exponential(5, len(parents))
    beside = places[parents] + rng.normal(0, 50, (len(parents), 2))
    return np.floor(np.r_[days, after]), np.r_[places, beside]


def left_out(days: npt.NDArray[np.float64], places: npt.NDArray[np.float64], part: int) -> float:
    """The logarithm of the ratio without one part, from all distances."""
    keep = np.minimum(PARTS * days // days.max(), PARTS - 1) != part
    near = pdist(places[keep]) <= 200
    soon = pdist(days[keep][:, None]) <= 14
    return float(np.log((near & soon).sum() * len(near) / (near.sum() * soon.sum())))


def test_ends_are_the_further_ones_of_the_exact_range_and_of_the_jackknife() -> None:
    days, places = incidents(400, 0.3, 1)
    days -= days.min()
    logs = np.array([left_out(days, places, part) for part in range(PARTS)])
    error = np.sqrt((PARTS - 1) / PARTS * ((logs - logs.mean()) ** 2).sum())
    wide = np.exp(t.ppf(0.975, PARTS - 1) * error)
    found = knox(days, places, 14, 200)
    ratio, made = found.observed / found.expected, ratio_range(days, places, 14, 200)
    assert made is not None
    assert wide > 1.2 and made[0] == pytest.approx(ratio / wide)
    assert made[1] == pytest.approx(ratio * wide)


def test_few_pairs_have_the_range_of_a_poisson_count() -> None:
    """No pair: exact ranges of a count are 0 to 3.69 (0), 4.795 to 18.39 (10 counted)."""
    places = np.array([[0.0, 0.0], [0.0, 1.0], [900.0, 0.0]])
    made = ratio_range([0, 40, 41], places, 14, 200)
    assert made is not None
    assert made == (0.0, pytest.approx(3.689 * 3, rel=1e-3))
    pairs = np.repeat(np.arange(10), 2)
    told = ratio_range(pairs * 100.0, np.c_[pairs * 1e4, pairs * 0], 14, 200)
    expected = knox(pairs * 100.0, np.c_[pairs * 1e4, pairs * 0], 14, 200).expected
    assert told is not None
    assert told[0] * expected <= 4.795 + 1e-3 and told[1] * expected >= 18.39 - 1e-2


def test_without_pairs_to_be_expected_there_is_no_range() -> None:
    assert ratio_range([0, 1], [[0, 0], [900, 0]], 14, 200) is None


@pytest.mark.whole
@pytest.mark.parametrize("drawing", [0.0, 0.3])
def test_ranges_hold_as_often_as_they_say(drawing: float) -> None:
    drawn = [incidents(500, drawing, seed) for seed in range(150)]
    found = [knox(*one, 14, 200) for one in drawn]
    true = np.median([k.observed / k.expected for k in found]) if drawing else 1.0
    ranges = [ratio_range(*one, 14, 200) for one in drawn]
    held = np.mean([r is not None and r[0] <= true <= r[1] for r in ranges])
    assert held >= 0.93, held
