"""What a performance function says of a site whose exposure was estimated, not counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def unknown_exposure(
    predicted: npt.ArrayLike, dispersion: npt.ArrayLike, variance: npt.ArrayLike
) -> tuple[Array, Array]:
    """Mean and dispersion k, each (sites,), when the logarithm of the mean has a ``variance``.

    Of a mean that is lognormal around the ``predicted`` one: the mean is exp(variance / 2) times
    it, and k' = (1 + k) exp(variance) - 1 (product of independent factors; Johnson, Kotz and
    Balakrishnan 1994, chapter 14). ``variance`` is exponent squared times that of the log exposure.
    """
    mean, k, v = (np.asarray(one, dtype=float) for one in (predicted, dispersion, variance))
    return mean * np.exp(v / 2), (1 + k) * np.exp(v) - 1
