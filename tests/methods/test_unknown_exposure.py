"""Mean and dispersion with an exposure that was guessed are those of drawn crashes."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.methods.unknown_exposure import unknown_exposure


def test_they_are_the_moments_of_drawn_crashes() -> None:
    draw, k, sd, b, predicted = np.random.default_rng(1), 0.5, 0.4, 0.8, 3.0
    traffic = np.exp(draw.normal(0, sd, 2_000_000))
    crashes = draw.poisson(predicted * traffic**b * draw.gamma(1 / k, k, len(traffic)))
    mean, dispersion = unknown_exposure(predicted, k, (b * sd) ** 2)
    assert mean == pytest.approx(crashes.mean(), rel=0.01)
    assert dispersion == pytest.approx((crashes.var() - mean) / mean**2, rel=0.02)


def test_what_was_counted_stays() -> None:
    mean, dispersion = unknown_exposure([2.0, 0.0], [0.5, 0.0], [0.0, 0.0])
    assert mean.tolist() == [2.0, 0.0] and dispersion.tolist() == [0.5, 0.0]
